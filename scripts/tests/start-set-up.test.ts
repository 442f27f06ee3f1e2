// `npm start` after `npm run org`: what was set up is served, the local org with it, and the try-out does not vanish silently.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { writeSettings } from '../../connector/settings-file.ts';
import { openConnectorSession } from '../connector-session.ts';
import { signIn } from '../demo-trip.ts';
import { chooseStart } from '../start-choice.ts';
import { freePort } from '../free-port.ts';
import { withoutRealThings } from '../try-out.ts';
import { until } from '../until.ts';
import { openOrgCommand } from './org-command.ts';

jest.setTimeout(120_000);

const repository = resolve(import.meta.dirname, '../..');

describe('what is served', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'bookbridge-choice-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const app = { SALESFORCE_SANDBOX_CLIENT_ID: 'id', SALESFORCE_SANDBOX_CLIENT_SECRET: 'secret' };
  const local = {
    ...app,
    SALESFORCE_SANDBOX_LOGIN_URL: 'http://localhost:3204',
    SALESFORCE_LOCAL_ORIGINS: 'http://localhost:3204,http://localhost:3200',
  };
  const orgs = [{ kind: 'sandbox', origin: 'http://localhost:3204', isLocal: true }];
  test.each([
    ['nothing is set', {}, {}, { kind: 'try-out' }],
    ['the environment names an app', { SALESFORCE_PRODUCTION_CLIENT_ID: 'x' }, local, { kind: 'real' }],
    ['a local org was set up', {}, local, { kind: 'set-up', setUp: { orgs } }],
    [
      'an org of Salesforce was set up',
      {},
      app,
      { kind: 'set-up', setUp: { orgs: [{ origin: 'https://test.salesforce.com', isLocal: false }] } },
    ],
    ['half a set is there', {}, { SALESFORCE_SANDBOX_CLIENT_SECRET: 'secret' }, { kind: 'real' }],
    [
      'only addresses of a local org are left',
      {},
      { SALESFORCE_LOCAL_ORIGINS: 'http://localhost:3200' },
      { kind: 'try-out' },
    ],
  ])('when %s', async (_when, env, settings, choice) => {
    await writeSettings(folder, settings);
    expect(chooseStart(env, folder)).toMatchObject(choice);
  });
});

const view = z.object({
  connection: z.object({ state: z.string(), username: z.string() }),
  environments: z.array(z.object({ id: z.string(), available: z.boolean() })),
});
const checked = z.object({ connection: z.object({ state: z.string() }) });

test('a scratch org of the local org is served, the local org is started for it, and the try-out org stays', async () => {
  const command = await openOrgCommand();
  const port = Number(new URL(command.org.login.production).port);
  const connectorPort = await freePort();
  try {
    const made = await command.create([
      '--secure',
      '--connect',
      '--public-url',
      `http://localhost:${connectorPort}`,
    ]);
    expect(made.report.error).toBeUndefined();
    await command.org.stop();
    const child = spawn(process.execPath, ['scripts/run.mjs', 'scripts/start.ts'], {
      cwd: repository,
      env: {
        ...withoutRealThings(process.env),
        BOOKBRIDGE_DATA: command.dataFolder,
        LOCAL_ORG_PORT: String(port),
        PORT: String(connectorPort),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    try {
      const link = await until('The link', 60_000, async () => {
        if (child.exitCode !== null) throw new Error(`The start ended.\n${text}`);
        return /Open this link: +(\S+)/.exec(text)?.[1] ?? null;
      });
      expect(text).toMatch(/^Bookbridge try-out, with the sandbox \S+ that "npm run org" has set up/);
      expect(text).toContain('BOOKBRIDGE_DATA=.bookbridge-try-out npm start');
      expect(text).not.toContain('✘');
      const session = openConnectorSession(`http://localhost:${connectorPort}`);
      await signIn(session, link);
      const page = await session.call('GET', '/api/connection', view);
      expect(page.connection).toMatchObject({
        state: 'ready',
        username: expect.stringMatching(/^bookbridge-api-user@/),
      });
      expect(page.environments.filter(({ available }) => available).map(({ id }) => id)).toEqual([
        'production',
        'sandbox',
        'my_domain',
      ]);
      const { connection } = await session.call('POST', '/api/connection/check', checked, {});
      expect(connection.state).toBe('ready');
    } finally {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'close');
    }
    expect(child.exitCode).toBe(0);
  } finally {
    await command.close();
  }
});

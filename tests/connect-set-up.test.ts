// Set-up from scripts: an org is checked without a database, and connected beside a connector that runs, or before one ever did.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSetUp } from '../connector/set-up.ts';
import type { SetUp } from '../connector/set-up.ts';
import type { UnattendedTarget } from '../connector/connection/unattended-login.ts';
import { openBrowser, owner } from '../connector/tests/browser.ts';
import { startConnector } from '../connector/tests/start-connector.ts';
import { foldersVariable } from '../connector/tests/test-server.ts';
import { field, originOf } from './connect-world.ts';
import { appNamed, keys, lowlyUser, openUnattendedWorld, signedApp } from './unattended-world.ts';
import type { UnattendedWorld } from './unattended-world.ts';

let here: UnattendedWorld;
let environment: Record<string, string>;
let target: UnattendedTarget;

beforeAll(async () => {
  here = await openUnattendedWorld();
  const { world } = here;
  environment = {
    SALESFORCE_LOCAL_ORIGINS: [
      ...Object.values(world.org.login),
      ...world.org.orgs.map(({ origin }) => origin),
    ].join(),
  };
  target = {
    flow: 'jwt_bearer',
    mode: 'secure',
    loginOrigin: originOf(world, 'production'),
    clientId: appNamed(world, signedApp).clientId,
    username: lowlyUser,
    privateKey: keys.privateKey,
    kind: 'production',
  };
});

afterAll(() => here?.world.close());

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(process.env[foldersVariable] ?? tmpdir(), 'bookbridge-set-up-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withSetUp<T>(dataFolder: string, work: (setUp: SetUp) => Promise<T>): Promise<T> {
  const setUp = await openSetUp({ dataFolder, environment });
  try {
    return await work(setUp);
  } finally {
    await setUp.close();
  }
}

describe('check', () => {
  test('tells who answered, what was found and what it cost, and needs no data folder', async () => {
    const report = await withSetUp('/nowhere/at/all', (setUp) => setUp.check(target));
    expect(report).toMatchObject({ state: 'ready', username: lowlyUser });
    expect(report.apiCalls).toBeLessThanOrEqual(3);
    expect(report.orgId).toBe(here.world.org.orgs[0]?.orgId);
  });
});

describe('connect', () => {
  test('before the first run makes a workspace, which the first account takes over with its connection', async () => {
    await inFolder(async (dataFolder) => {
      const [first, second] = await withSetUp(dataFolder, async (setUp) => [
        await setUp.connect(target),
        await setUp.connect(target),
      ]);
      expect(first).toMatchObject({ state: 'ready', workspace: { isNew: true } });
      expect(second?.workspace).toEqual({ ...first?.workspace, isNew: false });
      expect(second?.connectionId).toBe(first?.connectionId);

      const connector = await startConnector({ dataFolder, environment });
      try {
        const browser = openBrowser(connector.origin);
        const token = new URL(connector.link).searchParams.get('token');
        await browser.post('/api/first-run', { token, ...owner });
        const page = (await browser.get('/api/connection')).body;
        expect(field(page, 'connection')).toMatchObject({
          id: first?.connectionId,
          state: 'ready',
          username: lowlyUser,
        });
        const session = (await browser.get('/api/session')).body;
        expect(field(field(session, 'workspace'), 'name')).toBe(owner.workspaceName);
      } finally {
        await connector.stop();
      }
    });
  });

  test('beside a connector that runs: it sees the connection at once, and its database stays', async () => {
    await inFolder(async (dataFolder) => {
      const connector = await startConnector({ dataFolder, environment });
      try {
        const browser = openBrowser(connector.origin);
        const token = new URL(connector.link).searchParams.get('token');
        await browser.post('/api/first-run', { token, ...owner });
        const report = await withSetUp(dataFolder, (setUp) => setUp.connect(target));
        expect(report.workspace).toMatchObject({ name: owner.workspaceName, isNew: false });
        const answer = await browser.post('/api/connection/check');
        expect(field(answer.body, 'connection')).toMatchObject({
          id: report.connectionId,
          state: 'ready',
          mode: 'secure',
        });
      } finally {
        await connector.stop();
      }
    });
  });
});

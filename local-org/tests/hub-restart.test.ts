// Made orgs over kill -9 and a new start: what was ready is there at its own port with its logins, what was being made
// is made.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { startLocalOrg } from '../local-org.ts';
import type { LocalOrgOptions, RunningLocalOrg } from '../local-org.ts';
import { connect, connectToHub, finished, orderScratch, retrieve, until } from './hub-client.ts';
import { valueAt } from './sign-in.ts';

jest.setTimeout(60_000);

let data = '';
const endings: (() => Promise<void>)[] = [];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'local-org-hub-'));
});
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
  rmSync(data, { recursive: true, force: true });
});

async function start(options: Partial<LocalOrgOptions> = {}): Promise<RunningLocalOrg> {
  const running = await startLocalOrg({ callbackUrls: [], data, forceApp: null, ...options });
  endings.push(async () => await running.stop());
  return running;
}

/** In a process of its own, which ends without a chance to tidy up. */
async function killed(
  options: string[],
  act: (running: Pick<RunningLocalOrg, 'orgs'>, cli: { clientId: string }) => Promise<void>,
) {
  const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url));
  const child = spawn(process.execPath, [mainFile, '--port', '0', '--data', data, '--json', ...options], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endings.push(async () => void child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const started: unknown = JSON.parse(line);
  if (!hasOrgs(started)) throw new Error(`not what a started local org prints: ${line}`);
  await act(started, started.cli);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

type Started = Pick<RunningLocalOrg, 'orgs'> & { cli: { clientId: string; keyFile: string } };

function hasOrgs(value: unknown): value is Started {
  return Array.isArray(valueAt(value, 'orgs')) && typeof valueAt(value, 'cli', 'keyFile') === 'string';
}

test('keeps a scratch org, its port and its logins over a restart', async () => {
  const first = await start();
  const hub = await connectToHub(first);
  const info = await finished(hub, await orderScratch(hub, first));
  const scratch = await connect(first, String(info['LoginUrl']), String(info['SignupUsername']));
  const { id } = await scratch.sobject('Account').create({ Name: 'Kept' });
  await first.stop();
  const second = await start();
  expect(second.notes).toEqual([]);
  expect(second.orgs.at(-1)).toMatchObject({ type: 'scratch', origin: info['LoginUrl'] });
  // The same access token, at the same address.
  expect(await scratch.sobject('Account').retrieve(id ?? '')).toMatchObject({ Name: 'Kept' });
});

test('moves a made org whose port somebody else has taken, and says so', async () => {
  const first = await start();
  const hub = await connectToHub(first);
  const infoId = await orderScratch(hub, first);
  const origin = String((await finished(hub, infoId))['LoginUrl']);
  await first.stop();
  const port = Number(new URL(origin).port);
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve));
  endings.push(async () => void blocker.close());
  const second = await start();
  const moved = second.orgs.at(-1)?.origin ?? '';
  expect(second.notes).toEqual([
    `Port ${port} of Acme Scratch (${first.orgs.at(-1)?.label ?? ''}) is in use; it is at ${new URL(moved).port} now.`,
  ]);
  expect(await retrieve(await connectToHub(second), 'ScratchOrgInfo', infoId)).toMatchObject({
    LoginUrl: moved,
  });
});

test('makes after a kill what was ordered before', async () => {
  let infoId = '';
  await killed(['--scratch-ms', '60000', '--sandbox-ms', '60000'], async ({ orgs }, cli) => {
    const privateKey = readFileSync(join(data, 'cli.key'), 'utf8');
    const running = { orgs, cli: { ...cli, privateKey } };
    const hub = await connectToHub(running);
    infoId = await orderScratch(hub, running);
    await hub.tooling.sobject('SandboxInfo').create({ SandboxName: 'late', LicenseType: 'Developer' });
    await until(
      async () => await retrieve(hub, 'ScratchOrgInfo', infoId),
      (info) => info['Status'] === 'Creating',
    );
  });
  const running = await start();
  const hub = await connectToHub(running);
  expect(await finished(hub, infoId)).toMatchObject({ Status: 'Active' });
  await until(
    async () =>
      (await hub.tooling.query("SELECT Status FROM SandboxProcess WHERE SandboxName = 'late'")).records,
    ([process]) => process?.['Status'] === 'Completed',
  );
  expect(running.orgs.map(({ type }) => type).toSorted()).toEqual([
    'production',
    'sandbox',
    'sandbox',
    'scratch',
  ]);
});

test('leaves nothing of an org whose record is gone', async () => {
  const first = await start();
  const hub = await connectToHub(first);
  const infoId = await orderScratch(hub, first);
  await finished(hub, infoId);
  await hub.sobject('ScratchOrgInfo').destroy(infoId);
  await until(
    () => Promise.resolve(first.orgs.length),
    (count) => count === 2,
  );
  expect((await hub.query('SELECT Id FROM ActiveScratchOrg')).totalSize).toBe(0);
  await first.stop();
  expect((await start()).orgs).toHaveLength(2);
});

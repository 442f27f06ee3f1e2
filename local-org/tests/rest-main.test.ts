// The command: what it prints, how it ends, what survives a kill, and what it says when it cannot start.

import { fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildProcess } from 'node:child_process';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, keysOf, orgOf, signIn, valueAt } from './sign-in.ts';

// Each test starts processes, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url));

function run(options: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [mainFile, ...options], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (output.stdout.includes('\n')) resolve(output.stdout.split('\n')[0] ?? '');
    });
    child.on('exit', () => reject(new Error(output.stderr)));
  });
  firstLine.catch(() => {});
  return { child, output, exit, firstLine };
}

function readStarted(line: string): RunningLocalOrg {
  const started: unknown = JSON.parse(line);
  if (!isStarted(started)) throw new Error(`not what a started local org prints: ${line}`);
  return { ...started, stop: () => Promise.resolve() };
}

function isStarted(value: unknown): value is Omit<RunningLocalOrg, 'stop'> {
  return Array.isArray(valueAt(value, 'orgs')) && Array.isArray(valueAt(value, 'apps'));
}

test('prints one JSON line when it is ready and ends on SIGTERM', async () => {
  const data = mkdtempSync(join(tmpdir(), 'local-org-main-'));
  try {
    const { child, output, exit, firstLine } = run([
      '--port',
      '0',
      '--data',
      data,
      '--json',
      '--callback',
      callbackUrl,
    ]);
    const started: unknown = JSON.parse(await firstLine);
    expect(keysOf(started)).toEqual(['login', 'orgs', 'apps', 'cli']);
    expect(started).toMatchObject({
      orgs: [{ kind: 'production' }, { kind: 'sandbox' }],
      apps: [{ name: 'Bookbridge', scope: 'global' }],
    });
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(output.stdout.trim().split('\n')).toHaveLength(1);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test('prints how the Salesforce CLI logs in, with a key file that is there', async () => {
  const data = mkdtempSync(join(tmpdir(), 'local-org-plain-'));
  try {
    const { child, output, exit, firstLine } = run(['--port', '0', '--data', data]);
    await firstLine;
    const keyFile = join(data, 'cli.key');
    expect(readFileSync(keyFile, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(output.stdout).toMatch(
      new RegExp(
        `sf org login jwt --client-id LocalCLI --jwt-key-file ${keyFile} --username admin@acme\\.example --instance-url http://localhost:\\d+ --set-default-dev-hub`,
      ),
    );
    expect(output.stdout).toMatch(/sf org login web --instance-url http:\/\/localhost:\d+ /);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test('explains its options', async () => {
  const { output, exit } = run(['--help']);
  expect(await exit).toBe(0);
  for (const option of ['--port N', '--data DIR', '--scratch-ms MS', '--sandbox-ms MS', '--json']) {
    expect(output.stdout).toContain(option);
  }
});

test('ends when its parent goes away', async () => {
  const data = mkdtempSync(join(tmpdir(), 'local-org-parent-'));
  try {
    const options = ['--port', '0', '--data', data, '--json', '--with-parent'];
    const child = fork(mainFile, options, { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    children.push(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    expect(await exit).toBe(0);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test('keeps what was committed when it is killed', async () => {
  const data = mkdtempSync(join(tmpdir(), 'local-org-kill-'));
  const options = ['--port', '0', '--data', data, '--json', '--callback', callbackUrl];
  try {
    const first = run(options);
    const started = readStarted(await first.firstLine);
    const own = await signIn(started);
    const { id } = await own.sobject('Lead').create({ LastName: 'Survivor', Company: 'x' });
    first.child.kill('SIGKILL');
    await first.exit;
    const second = run(options);
    const again = readStarted(await second.firstLine);
    const response = await fetch(`${orgOf(again).origin}/services/data/v67.0/sobjects/Lead/${id ?? ''}`, {
      headers: { authorization: `Bearer ${own.accessToken ?? ''}` },
    });
    expect(await response.json()).toMatchObject({ LastName: 'Survivor' });
    second.child.kill('SIGTERM');
    await second.exit;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test('says in one sentence which port is in use and which variable to set', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const address = blocker.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const data = mkdtempSync(join(tmpdir(), 'local-org-port-'));
  try {
    const { output, exit } = run(['--data', data], { LOCAL_ORG_PORT: String(port) });
    expect(await exit).toBe(1);
    expect(output.stderr).toBe(
      `Port ${port} is in use; set LOCAL_ORG_PORT to the first of four free ports.\n`,
    );
  } finally {
    blocker.close();
    rmSync(data, { recursive: true, force: true });
  }
});

test('does not share its data folder with another local org', async () => {
  const data = mkdtempSync(join(tmpdir(), 'local-org-shared-'));
  try {
    const first = run(['--port', '0', '--data', data, '--json']);
    await first.firstLine;
    const second = run(['--port', '0', '--data', data, '--json']);
    expect(await second.exit).toBe(1);
    expect(second.output.stderr).toBe(
      `The data folder ${join(data, 'oauth')} is in use by another local org.\n`,
    );
    // The lock goes with the process, also when it is killed.
    first.child.kill('SIGKILL');
    await first.exit;
    await run(['--port', '0', '--data', data, '--json']).firstLine;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test('says in one sentence which file of its data folder is damaged', async () => {
  const data = mkdtempSync(join(tmpdir(), 'local-org-damaged-'));
  try {
    const folder = join(data, 'oauth');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'local-org.sqlite'),
      'not a database, but long enough to look like one'.repeat(9),
    );
    const { output, exit } = run(['--port', '0', '--data', data]);
    expect(await exit).toBe(1);
    expect(output.stderr).toBe(`The data folder ${folder} cannot be used: file is not a database.\n`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test('says in one sentence that its data folder cannot be written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-org-folder-'));
  const file = join(folder, 'not-a-folder');
  writeFileSync(file, '');
  try {
    const { output, exit } = run(['--port', '0'], { BOOKBRIDGE_DATA: file });
    expect(await exit).toBe(1);
    expect(output.stderr).toBe(
      `The data folder ${join(file, 'local-org')} cannot be written; set BOOKBRIDGE_DATA to a folder that can.\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

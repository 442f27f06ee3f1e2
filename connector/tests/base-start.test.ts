// Starting and ending the connector as a process, with the embedded database in its data folder.
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openBrowser, owner, signInAsOwner } from './browser.ts';
import { startConnector } from './start-connector.ts';
import type { ConnectorOptions, RunningConnector } from './start-connector.ts';
import { createTestDatabase } from './test-database.ts';

// Processes are started in nearly every test, on machines that may be busy.
jest.setTimeout(60_000);

const settings = {
  SALESFORCE_PRODUCTION_CLIENT_ID: 'a',
  SALESFORCE_PRODUCTION_CLIENT_SECRET: 'b',
  LOG_LEVEL: 'silent',
};

const main = join(import.meta.dirname, '..', 'main.ts');

const folders: string[] = [];
const running: RunningConnector[] = [];

async function start(options: ConnectorOptions = {}): Promise<RunningConnector> {
  const connector = await startConnector(options);
  running.push(connector);
  return connector;
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bookbridge-base-'));
  folders.push(folder);
  return folder;
}

function serverPid(dataFolder: string): number {
  return Number(readFileSync(join(dataFolder, 'database', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that nobody has reaped yet is dead, though its number is still taken.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

afterEach(async () => {
  for (const connector of running.splice(0)) await connector.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('with the embedded database', () => {
  test('a clean stop leaves no process behind and the data in its folder', async () => {
    const dataFolder = makeFolder();
    const first = await start({ dataFolder });
    await signInAsOwner(first);
    const pid = serverPid(dataFolder);
    expect(isAlive(pid)).toBe(true);
    expect(await first.stop()).toBe(0);
    expect(isAlive(pid)).toBe(false);

    const second = await start({ dataFolder });
    expect(second.link).toBe(`${second.origin}/sign-in`);
    const browser = openBrowser(second.origin);
    const answer = await browser.post('/api/sign-in', { email: owner.email, password: owner.password });
    expect(answer.status).toBe(200);
  });

  test('after kill -9 the next start adopts the same database server, and sessions go on', async () => {
    const dataFolder = makeFolder();
    const first = await start({ dataFolder });
    const browser = await signInAsOwner(first);
    const pid = serverPid(dataFolder);
    await first.kill();
    expect(isAlive(pid)).toBe(true);

    const second = await start({ dataFolder, port: first.port });
    expect(serverPid(dataFolder)).toBe(pid);
    expect((await browser.get('/api/session')).body).toMatchObject({ state: 'signed_in' });
    expect(await second.stop()).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  test('after kill -9 of the connector and of the database server, the next start recovers', async () => {
    const dataFolder = makeFolder();
    const first = await start({ dataFolder });
    await signInAsOwner(first);
    const pid = serverPid(dataFolder);
    await first.kill();
    process.kill(pid, 'SIGKILL');

    const second = await start({ dataFolder });
    expect(serverPid(dataFolder)).not.toBe(pid);
    expect(second.link).toBe(`${second.origin}/sign-in`);
  });

  test('starts the database server again when it is killed, and goes on', async () => {
    const dataFolder = makeFolder();
    const connector = await start({ dataFolder });
    const browser = await signInAsOwner(connector);
    const pid = serverPid(dataFolder);
    process.kill(pid, 'SIGKILL');
    await until(
      () => existsSync(join(dataFolder, 'database', 'postmaster.pid')) && serverPid(dataFolder) !== pid,
    );
    await until(async () => (await browser.get('/health/ready')).status === 200);
    expect((await browser.get('/api/session')).body).toMatchObject({ state: 'signed_in' });
    expect((await browser.get('/api/bookings')).status).toBe(200);
  });

  test('asked to end while it is still starting, it leaves no process behind', async () => {
    const dataFolder = makeFolder();
    const child = spawn(process.execPath, [main], {
      env: { ...settings, PORT: '0', BOOKBRIDGE_DATA: dataFolder },
      stdio: 'ignore',
    });
    await until(() => existsSync(join(dataFolder, 'database', 'postmaster.pid')));
    const pid = serverPid(dataFolder);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect([child.exitCode, isAlive(pid)]).toEqual([0, false]);
  });

  test('ends when its parent goes away', async () => {
    const dataFolder = makeFolder();
    const connector = await start({ dataFolder });
    const pid = serverPid(dataFolder);
    connector.disconnect();
    await until(() => !isAlive(connector.pid) && !isAlive(pid));
    expect(connector.log()).toContain('parent gone');
  });

  test('only its owner can read the key and enter the database', async () => {
    const dataFolder = makeFolder();
    await start({ dataFolder });
    const modes = ['secret.key', 'database', 'database-socket', 'database.log'].map(
      (name) => statSync(join(dataFolder, name)).mode & 0o077,
    );
    expect(modes).toEqual([0, 0, 0, 0]);
    expect(statSync(dataFolder).mode & 0o066).toBe(0);
  });

  test('the log of the database server quotes no row', async () => {
    const dataFolder = makeFolder();
    await signInAsOwner(await start({ dataFolder }));
    const lock = readFileSync(join(dataFolder, 'database', 'postmaster.pid'), 'utf8').split('\n');
    const client = new Client({ host: lock[4]?.trim() ?? '', user: 'bookbridge', database: 'bookbridge' });
    await client.connect();
    const again = `insert into users select 'x', name, email, "emailVerified" from users`;
    await expect(client.query(again)).rejects.toMatchObject({ code: '23505' });
    await client.end();
    const text = readFileSync(join(dataFolder, 'database.log'), 'utf8');
    expect(text).toContain('duplicate key');
    expect(text).not.toContain(owner.email);
  });

  test('starts in a folder whose path is longer than a socket may have', async () => {
    const dataFolder = join(makeFolder(), 'a'.repeat(60), 'b'.repeat(60));
    const connector = await start({ dataFolder });
    expect((await openBrowser(connector.origin).get('/health/ready')).status).toBe(200);
    const lock = readFileSync(join(dataFolder, 'database', 'postmaster.pid'), 'utf8').split('\n');
    expect(existsSync(lock[4] ?? '')).toBe(true);
    await connector.stop();
    expect(existsSync(lock[4] ?? '')).toBe(false);
  });

  test('starts when only its own user may enter the folder above the data', async () => {
    const above = makeFolder();
    expect(statSync(above).mode & 0o077).toBe(0);
    const connector = await start({ dataFolder: join(above, 'data with space, comma and "quote"') });
    expect((await openBrowser(connector.origin).get('/health/live')).body).toEqual({ live: true });
  });
});

function failToStart(
  environment: Record<string, string>,
  user: { uid?: number; gid?: number } = {},
): { code: number | null; lines: string[] } {
  const { status, stderr } = spawnSync(process.execPath, [main], {
    env: { PATH: '/usr/bin:/bin', BOOKBRIDGE_DATA: makeFolder(), ...environment },
    ...user,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { code: status, lines: stderr.trim().split('\n') };
}

describe('what stops a start is told in one sentence with the fix, and exit code 1', () => {
  test('a port that is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, lines } = failToStart({ ...settings, PORT: String(port) });
    await new Promise((resolve) => other.close(resolve));
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^Port ${port} is in use\\..*PORT=${port + 1}\\.$`)),
    ]);
  });

  test('an address that is not of this machine', () => {
    const { code, lines } = failToStart({
      ...settings,
      PORT: '0',
      HOST: '192.0.2.1',
      PUBLIC_URL: 'https://book.example.com',
    });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^Bookbridge cannot listen on 192\.0\.2\.1, .*Set HOST to an address of this/),
    ]);
  });

  test('a data folder that cannot be written', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'file'), '');
    const { code, lines } = failToStart({
      ...settings,
      PORT: '0',
      BOOKBRIDGE_DATA: join(folder, 'file', 'data'),
    });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^The data folder .* cannot be written\. .*BOOKBRIDGE_DATA/),
    ]);
  });

  test('files that belong to another user', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'secret.key'), '');
    chmodSync(folder, 0o777);
    chmodSync(join(folder, 'secret.key'), 0o000);
    // Root reads everything: it starts the connector as a normal user here.
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const { code, lines } = failToStart({ ...settings, PORT: '0', BOOKBRIDGE_DATA: folder }, user);
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/secret\.key cannot be used.*user who made it/)]);
  });

  test('a database that cannot be reached, without telling its password', () => {
    const url = 'postgresql://bookbridge:hunter2@127.0.0.1:1/bookbridge';
    const { code, lines } = failToStart({ ...settings, PORT: '0', DATABASE_URL: url });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^The database cannot be reached.*DATABASE_URL/)]);
    expect(lines.join()).not.toContain('hunter2');
  });

  test('another secret key than the one of the database, unless it is said to be lost', async () => {
    const { databaseUrl, drop } = await createTestDatabase();
    const first = await start({ databaseUrl });
    const other = { ...settings, PORT: '0', DATABASE_URL: databaseUrl };
    const { code, lines } = failToStart(other);
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(
        /^The secrets in this database .* another secret key .*BOOKBRIDGE_SECRET_KEY_LOST=yes/,
      ),
    ]);
    await first.stop();
    const environment = { BOOKBRIDGE_SECRET_KEY_LOST: 'yes' };
    const dataFolder = makeFolder();
    expect(await (await start({ databaseUrl, dataFolder, environment })).stop()).toBe(0);
    expect(await (await start({ databaseUrl, dataFolder })).stop()).toBe(0);
    await drop();
  });

  test('settings, all at once', () => {
    const { code, lines } = failToStart({ PORT: 'abc', HOST: '0.0.0.0', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(lines.slice(1).map((line) => /- ([A-Z_]+)/.exec(line)?.[1])).toEqual([
      'PORT',
      'PUBLIC_URL',
      'LOG_LEVEL',
    ]);
  });
});

test('a normal user runs the database as themselves', () => {
  const dataFolder = makeFolder();
  // As root we become a normal user; a normal user stays who they are.
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  if (user.uid) chownSync(dataFolder, user.uid, user.gid);
  const program = `
      const { openDatabase } = await import(${JSON.stringify(join(import.meta.dirname, '../store/database.ts'))});
      const { createLog } = await import(${JSON.stringify(join(import.meta.dirname, '../log.ts'))});
      const opened = await openDatabase({ databaseUrl: null, dataFolder: ${JSON.stringify(dataFolder)} }, createLog({ logLevel: 'error' }));
      const { rows } = await opened.pool.query('select 40 + 2 as answer');
      await opened.close();
      process.stdout.write(String(rows[0].answer));
    `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    ...user,
    env: { PATH: '/usr/bin:/bin' },
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: '42', stderr: '' });
});

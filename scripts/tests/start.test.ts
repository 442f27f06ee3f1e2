// `npm start` as a person meets it: one link, Ctrl-C, kill -9 of what runs, and a sentence for what is in the way.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { openConnectorSession } from '../connector-session.ts';
import { addSource, connect, settled, signIn } from '../demo-trip.ts';
import { freePort } from '../free-port.ts';
import { withoutRealThings } from '../try-out.ts';
import { until } from '../until.ts';

jest.setTimeout(120_000);

const repository = resolve(import.meta.dirname, '../..');
let home: string;
let running: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bookbridge-start-'));
});

afterEach(async () => {
  for (const child of running) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended(child);
  }
  running = [];
  rmSync(home, { recursive: true, force: true });
});

type Start = { child: ChildProcess; output: () => string; link: () => Promise<string> };

function start(environment: Record<string, string>): Start {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'scripts/start.ts'], {
    cwd: repository,
    env: { ...withoutRealThings(process.env), LOCAL_ORG_PORT: '0', BOOKBRIDGE_DATA: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return {
    child,
    output: () => text,
    link: () =>
      until('The link', 60_000, async () => {
        if (child.exitCode !== null) throw new Error(`The start ended.\n${text}`);
        return /Open this link: +(\S+)/.exec(text)?.[1] ?? null;
      }),
  };
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return child.exitCode;
}

/** Processes of this try-out, by the data folder in their command line or environment. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
    .filter((pid) =>
      ['cmdline', 'environ'].some((file) => {
        try {
          return readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder);
        } catch {
          return false;
        }
      }),
    );
}

async function nothingIsLeft(folder: string): Promise<void> {
  await until(`The end of every process of ${folder}`, 30_000, async () =>
    processesOf(folder).length === 0 ? true : null,
  );
}

/** The start itself, or the child of this kind that it has. */
function pidOf({ pid: parent }: ChildProcess, command: string): number {
  if (command === 'start' && parent !== undefined) return parent;
  const found = processesOf(home).find((pid) => {
    const [, , , parentPid] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/\(.*\)/, '()')
      .split(' ');
    return Number(parentPid) === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(command);
  });
  if (found === undefined) throw new Error(`No process of ${command} was found.`);
  return found;
}

/** What is said, line by line, by a start that ends with exit code 1. */
async function refusal(environment: Record<string, string>): Promise<string[]> {
  const { child, output } = start(environment);
  expect(await ended(child)).toBe(1);
  return output()
    .split('\n')
    .filter((line) => line !== '' && !/^(✔|Bookbridge try-out|Nothing leaves)/.test(line));
}

// Which processes are left is read from /proc.
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('a try-out that runs', () => {
  test('keeps its connection over Ctrl-C and over kill -9, and leaves no process behind', async () => {
    const port = await freePort();
    // The local org's ports stay too: tokens and addresses belong to them.
    const localOrgPort = String(await fourFreePorts());
    const settings = { PORT: String(port), LOCAL_ORG_PORT: localOrgPort };
    const session = openConnectorSession(`http://localhost:${port}`);

    const first = start(settings);
    await signIn(session, await first.link());
    await connect(session, {
      name: 'Acme Bikes',
      kind: 'production',
      orgId: '',
      origin: '',
      users: [{ username: 'api-user@acme.example', password: 'acme-bikes-2026', role: 'api-user' }],
    });
    const source = await addSource(session, 'generic');
    first.child.kill('SIGINT');
    expect(await ended(first.child)).toBe(0);
    await nothingIsLeft(home);

    for (const part of ['start', 'connector/main.ts', 'local-org/main.ts']) {
      const again = start(settings);
      expect(await again.link()).toBe(`http://localhost:${port}/sign-in`);
      const checked = await session.call(
        'POST',
        '/api/connection/check',
        z.object({ connection: z.object({ state: z.string() }) }),
        {},
      );
      expect(checked.connection.state).toBe('ready');
      await session.call('POST', `/api/sources/${source.id}/sample`, z.unknown(), {});
      await settled(session);
      process.kill(pidOf(again.child, part), 'SIGKILL');
      const code = await ended(again.child);
      // Killed itself, it can say nothing; else it names the part that died and stops the other.
      const told =
        part === 'start' ||
        /ended by itself \(killed by SIGKILL\)\. Its log is .*\.log\./.test(again.output());
      expect({ part, code, told }).toEqual({ part, code: part === 'start' ? null : 1, told: true });
    }
    const last = start(settings);
    await last.link();
    const { counts } = await session.call(
      'GET',
      '/api/bookings',
      z.object({ counts: z.object({ all: z.number(), done: z.number() }) }),
    );
    expect(counts).toEqual({ all: 3, done: 3 });
    last.child.kill('SIGTERM');
    expect(await ended(last.child)).toBe(0);
    await nothingIsLeft(home);
  });

  test('ends in order when Ctrl-C comes while it starts', async () => {
    const { child, output } = start({ PORT: '0' });
    await until('The local org', 60_000, async () => (output().includes('✔ Local org') ? true : null));
    child.kill('SIGINT');
    expect(await ended(child)).toBe(0);
    expect(output()).not.toMatch(/Open this link|ended by itself/);
    await nothingIsLeft(home);
  });
});

describe('what is in the way is told', () => {
  test('a port that is in use, in one sentence that names the setting', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const [connector, ...rest] = await refusal({ PORT: String(port) });
      expect(connector).toMatch(new RegExp(`^Port ${port} is in use\\..*PORT=`));
      expect(rest).toEqual([]);
      expect(await refusal({ PORT: '0', LOCAL_ORG_PORT: String(port) })).toEqual([
        expect.stringMatching(new RegExp(`^Port ${port} is in use.*LOCAL_ORG_PORT`)),
      ]);
    } finally {
      server.close();
    }
  });

  test('every bad port at once', async () => {
    expect(await refusal({ PORT: 'many', LOCAL_ORG_PORT: '65535' })).toEqual([
      expect.stringContaining('PORT must be a number from 0 to 65535, not "many". Example: PORT=3100'),
      expect.stringContaining('LOCAL_ORG_PORT must be a number from 0 to 65532, not "65535".'),
    ]);
    expect(await refusal({ PORT: '4001', LOCAL_ORG_PORT: '4000' })).toEqual([
      expect.stringContaining('PORT is 4001, but the local org takes'),
    ]);
  });

  test('a data folder that cannot be one, in one sentence', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    mkdirSync(join(home, 'folder'));
    expect(await refusal({ BOOKBRIDGE_DATA: file })).toEqual([
      expect.stringMatching(/^The data folder .*file cannot be written \(EEXIST\): .*BOOKBRIDGE_DATA/),
    ]);
  });

  test('half a set of Salesforce settings, all problems at once and no try-out', async () => {
    const lines = await refusal({
      SALESFORCE_PRODUCTION_CLIENT_ID: 'abc',
      SALESFORCE_SANDBOX_CLIENT_SECRET: 'def',
      PUBLIC_URL: 'nowhere',
    });
    expect(lines[0]).toContain('starting for real');
    for (const name of ['SALESFORCE_PRODUCTION_CLIENT_SECRET', 'SALESFORCE_SANDBOX_CLIENT_ID', 'PUBLIC_URL'])
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^ +- ${name} .*Example: ${name}=`)));
  });
});

describeOnLinux('where the kernel itself refuses', () => {
  test.each(['/proc/nope', '/proc/nope/deeper'])(
    'the data folder %s is told in one sentence',
    async (folder) => {
      expect(await refusal({ BOOKBRIDGE_DATA: folder })).toEqual([
        expect.stringMatching(/^The data folder \/proc\/nope\S* cannot be written \(ENOENT\): /),
      ]);
    },
  );
});

async function fourFreePorts(): Promise<number> {
  return await until('Four free ports in a row', 10_000, async () => {
    const port = await freePort();
    if (port > 65_532) return null;
    const servers = [0, 1, 2, 3].map((more) => createServer().listen(port + more, '127.0.0.1'));
    const free = await Promise.all(
      servers.map((server) =>
        once(server, 'listening').then(
          () => true,
          () => false,
        ),
      ),
    );
    for (const server of servers) server.close();
    return free.every(Boolean) ? port : null;
  });
}

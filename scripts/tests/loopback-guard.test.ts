// Nothing that a test starts by the sf CLI's harness may reach a host but this computer; each try is written down.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSfCli } from '../sf-cli.ts';

const guard = join(import.meta.dirname, '../loopback-guard.cjs');
const folder = mkdtempSync(join(tmpdir(), 'bookbridge-guard-'));
const server = createServer((_request, response) => response.end('here'));
let port = 0;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterAll(async () => {
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
});

async function runGuarded(name: string, program: string): Promise<{ said: string; refused: string }> {
  const file = join(folder, name);
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: { NODE_OPTIONS: `--require ${JSON.stringify(guard)}`, LOOPBACK_GUARD_FILE: file },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  return { said, refused: existsSync(file) ? readFileSync(file, 'utf8') : '' };
}

test('lets this computer through, by name and by address', async () => {
  const { said, refused } = await runGuarded(
    'loopback',
    `for (const host of ['localhost', '127.0.0.1'])
       console.log(await (await fetch('http://' + host + ':${port}')).text());`,
  );
  expect(said.trim().split('\n')).toEqual(['here', 'here']);
  expect(refused).toBe('');
});

test.each([
  [
    'fetch',
    `await fetch('https://login.example.com/services').catch((error) => console.log(error.cause.code))`,
  ],
  [
    'a TLS socket',
    `import tls from 'node:tls';
     tls.connect(443, 'login.example.com').on('error', (error) => console.log(error.code));`,
  ],
  [
    'an http request',
    `import https from 'node:https';
     https.get('https://login.example.com').on('error', (error) => console.log(error.code));`,
  ],
  [
    'a child process',
    `import { spawnSync } from 'node:child_process';
     const program = "fetch('https://login.example.com').catch((error) => console.log(error.cause.code))";
     spawnSync(process.execPath, ['--eval', program], { stdio: 'inherit' });`,
  ],
])('refuses another host to %s, and writes it down', async (way, program) => {
  const { said, refused } = await runGuarded(way.replaceAll(' ', '-'), program);
  expect(said.trim()).toBe('ERR_LOOPBACK_GUARD');
  expect(refused).toContain('login.example.com:443');
});

test('stands in front of the sf CLI itself', async () => {
  const sf = openSfCli();
  try {
    // A name that nobody can have, should the guard ever be off: https://www.rfc-editor.org/rfc/rfc6761#section-6.4
    const org = 'https://acme.my.salesforce.invalid';
    const login = ['org', 'login', 'access-token', '--no-prompt', '--instance-url', org, '--json'];
    const run = await sf.run(login, { env: { SF_ACCESS_TOKEN: `00D000000000001!${'A'.repeat(90)}` } });
    expect(run.code).not.toBe(0);
    expect(sf.forgetRefused().join('\n')).toContain('acme.my.salesforce.invalid:443');
  } finally {
    await sf.close();
  }
}, 30_000);

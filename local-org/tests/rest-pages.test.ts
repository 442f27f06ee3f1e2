// The pages for the person who tries things out, and the command that starts it all.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, orgOf, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

async function page(path: string, origin = running.login.production) {
  const response = await fetch(`${origin}${path}`);
  return { status: response.status, url: response.url, text: await response.text() };
}

test('shows the people and their passwords on the login page and escapes what it is given', async () => {
  const { text } = await page('/?un=%3Cscript%3Ealert(1)%3C/script%3E&startURL=%22%3E%3Cimg%3E');
  expect(text).toContain('Local org – a stand-in for Salesforce on this computer');
  for (const { username, password } of orgOf(running).users) {
    expect(text).toContain(username);
    expect(text).toContain(password);
  }
  expect(text).not.toContain('<script');
  expect(text).not.toContain('<img');
});

test('loads nothing from elsewhere', async () => {
  for (const path of ['/', '/__local/', `/__local/${orgOf(running).orgId}`]) {
    const { text } = await page(path);
    expect(text).not.toMatch(/<(script|link|img|iframe)\b|@import|url\(/);
  }
});

test('leads from the orgs to their objects, users, records and one record', async () => {
  const { orgId } = orgOf(running);
  expect((await page('/__local/')).text).toContain(`href="/__local/${orgId}/Booking__c"`);
  const org = await page(`/__local/${orgId}`);
  expect(org.text).toContain('System Administrator');
  expect(org.text).toContain(`href="/__local/${orgId}/Lead"`);

  const lead = await connection.sobject('Lead').create({ LastName: 'O’Neil <b>', Company: 'Page & Co' });
  const booking = await connection.sobject('Booking__c').create({ Booking_Key__c: 'page', Lead__c: lead.id });
  const list = await page(`/__local/${orgId}/Lead`);
  const first = /<tbody>\s*<tr>[\s\S]*?<\/tr>/.exec(list.text)?.[0] ?? '';
  expect(first).toContain('O’Neil &lt;b&gt;');
  const record = await page(`/__local/${orgId}/Booking__c/${booking.id ?? ''}`);
  expect(record.text).toContain(`href="/__local/${orgId}/Lead/${lead.id ?? ''}"`);
  expect(record.text).toContain('O’Neil &lt;b&gt;');
});

test('leads from the links of an org to its records', async () => {
  const { origin, orgId } = orgOf(running);
  const { id = '' } = await connection.sobject('Lead').create({ LastName: 'Linked', Company: 'x' });
  for (const path of [`/${id}`, `/lightning/r/Lead/${id}/view`, `/lightning/r/${id}/view`]) {
    const answer = await page(path, origin);
    expect([answer.status, answer.url]).toEqual([
      200,
      `${running.login.production}/__local/${orgId}/Lead/${id}`,
    ]);
    expect(answer.text).toContain('Linked');
  }
});

test('says which Setup page a link would open', async () => {
  const { status, text } = await page(
    '/lightning/setup/ManageUsers/page?address=%2F005000',
    orgOf(running).origin,
  );
  expect(status).toBe(200);
  expect(text).toContain('Setup: Manage Users');
  expect(text).toContain('/005000');
});

test('answers 404 pages for what is not there', async () => {
  expect((await page('/__local/00D000000000000AAA')).status).toBe(404);
  expect((await page(`/__local/${orgOf(running).orgId}/Nothing`)).status).toBe(404);
  expect((await page('/nothing', orgOf(running).origin)).status).toBe(404);
});

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url));

function run(options: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [mainFile, ...options], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
    expect(Object.keys(Object(started))).toEqual(['login', 'orgs', 'apps']);
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

test('keeps what was committed when it is killed', async () => {
  const data = mkdtempSync(join(tmpdir(), 'local-org-kill-'));
  const options = ['--port', '0', '--data', data, '--json', '--callback', callbackUrl];
  try {
    const first = run(options);
    const started = JSON.parse(await first.firstLine) as RunningLocalOrg;
    const own = await signIn(started);
    const { id } = await own.sobject('Lead').create({ LastName: 'Survivor', Company: 'x' });
    first.child.kill('SIGKILL');
    await first.exit;
    const second = run(options);
    const again = JSON.parse(await second.firstLine) as RunningLocalOrg;
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

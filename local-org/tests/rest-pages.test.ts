// The pages for the person who tries things out, and an org's own links into them.

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

test('shows of many changes in one second the newest of each object first', async () => {
  const own = await startLocalOrg({
    callbackUrls: [callbackUrl],
    now: () => new Date('2026-12-01T10:00:00Z'),
  });
  try {
    const api = await signIn(own);
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) {
      await api.sobject('Lead').create({ LastName: name, Company: 'Burst' });
      await api.sobject('Booking__c').create({ Booking_Key__c: name });
    }
    const { text } = await page('/__local/', own.login.production);
    const cells = [...text.matchAll(/<td>(?:<a[^>]*>)?([^<]*)(?:<\/a>)?<\/td>/g)].map(([, cell]) => cell);
    expect(cells.slice(0, 9)).toEqual(expect.arrayContaining(['six', 'BK-000006', 'Contact']));
  } finally {
    await own.stop();
  }
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

// A second factor over HTTP: set up, asked for at sign-in, back-up codes, off again; and sign-in through an identity provider.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { openBrowser, owner, signInAsOwner } from './browser.ts';
import type { Answer, Browser } from './browser.ts';
import { startConnector } from './start-connector.ts';
import type { RunningConnector } from './start-connector.ts';
import { openTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

let database: TestDatabase;
let connector: RunningConnector;
let olga: Browser;

beforeAll(async () => {
  database = await openTestDatabase();
  connector = await startConnector({ databaseUrl: database.databaseUrl });
  olga = await signInAsOwner(connector);
});
afterAll(async () => {
  await connector.stop();
  await database.close();
});

const { email, password } = owner;
const field = (answer: Answer, name: string): unknown => Reflect.get(Object(answer.body), name);
const errorOf = (answer: Answer): unknown => field(answer, 'error');

/** RFC 6238 with SHA-1, 6 digits and 30 seconds, as authenticator apps do. https://www.rfc-editor.org/rfc/rfc6238 */
function codeOf(secret: string, at = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secret, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('a second factor', () => {
  let secret = '';
  let backupCodes: string[] = [];

  test('needs the password to be set up, and a right code to count', async () => {
    const wrong = await olga.post('/api/account/second-factor', { password: 'not the password' });
    expect(errorOf(wrong)).toMatchObject({
      code: 'wrong_password',
      fields: { password: expect.any(String) },
    });
    const begun = await olga.post('/api/account/second-factor', { password });
    expect(begun.body).toMatchObject({
      uri: expect.stringMatching(/^otpauth:\/\/totp\/Bookbridge/),
      secret: expect.stringMatching(/^[A-Z2-7]{16,}$/),
    });
    secret = String(field(begun, 'secret'));
    backupCodes = z.array(z.string()).parse(field(begun, 'backupCodes'));
    expect(backupCodes.length).toBeGreaterThanOrEqual(8);
    const bad = await olga.post('/api/account/second-factor/confirm', { code: '000000' });
    expect(errorOf(bad)).toMatchObject({ code: 'wrong_code', fields: { code: expect.any(String) } });
    // Until it is confirmed, nobody is locked out by a code that never worked.
    expect(
      (await openBrowser(connector.origin).post('/api/sign-in', { email, password })).body,
    ).toMatchObject({
      state: 'signed_in',
    });
    expect((await olga.post('/api/account/second-factor/confirm', { code: codeOf(secret) })).status).toBe(
      204,
    );
    expect((await olga.get('/api/account')).body).toMatchObject({ account: { hasSecondFactor: true } });
  });

  test('is asked for after the password, and nothing works in between', async () => {
    const browser = openBrowser(connector.origin);
    const half = await browser.post('/api/sign-in', { email, password });
    expect([half.status, field(half, 'state')]).toEqual([200, 'second_factor']);
    expect((await browser.get('/api/bookings')).status).toBe(401);
    const wrong = await browser.post('/api/sign-in/second-factor', { kind: 'app', code: '123456' });
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'wrong_code' } } });
    const right = await browser.post('/api/sign-in/second-factor', { kind: 'app', code: codeOf(secret) });
    expect(right.body).toMatchObject({ state: 'signed_in', user: { email } });
  });

  test('a back-up code works once', async () => {
    const [code = ''] = backupCodes;
    const use = async (): Promise<Answer> => {
      const browser = openBrowser(connector.origin);
      await browser.post('/api/sign-in', { email, password });
      return browser.post('/api/sign-in/second-factor', { kind: 'backup_code', code });
    };
    expect((await use()).status).toBe(200);
    expect(await use()).toMatchObject({ status: 401, body: { error: { code: 'wrong_code' } } });
  });

  test('without a sign-in that has begun there is nothing to confirm', async () => {
    const answer = await openBrowser(connector.origin).post('/api/sign-in/second-factor', {
      kind: 'app',
      code: codeOf(secret),
    });
    expect(errorOf(answer)).toMatchObject({ code: 'second_factor_over' });
  });

  test('can be turned off with the password only', async () => {
    expect((await olga.post('/api/account/second-factor/off', { password: 'wrong one' })).status).toBe(400);
    expect((await olga.post('/api/account/second-factor/off', { password })).status).toBe(204);
    expect((await olga.get('/api/account')).body).toMatchObject({ account: { hasSecondFactor: false } });
  });

  test('neither secret nor codes reach the log', () => {
    for (const hidden of [secret, ...backupCodes]) expect(connector.log()).not.toContain(hidden);
  });
});

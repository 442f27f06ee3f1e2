// Secrets and people's data never reach the log, whatever a caller passes and whatever a request carries.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createLog } from '../log.ts';
import { salesforceError } from '../salesforce/errors.ts';
import { AppError } from '../errors.ts';
import { openBrowser, owner, signInAsOwner } from './browser.ts';
import { startConnector } from './start-connector.ts';
import type { RunningConnector } from './start-connector.ts';
import { createTestDatabase } from './test-database.ts';

jest.setTimeout(60_000);

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let lines = '';
  write(createLog({ logLevel: 'trace' }, { write: (line) => (lines += line) }));
  return lines;
}

describe('a log line', () => {
  test.each([
    ['an access token', { accessToken: 'SECRET' }],
    ['a sealed token in a row', { row: { access_token_sealed: 'SECRET' } }],
    ['a password, deep down', { request: { input: [{ Password: 'SECRET' }] } }],
    ['an authorization header', { outgoing: { Authorization: 'Bearer SECRET' } }],
    ['a cookie', { incoming: { cookie: 'SECRET' } }],
    ['a signature', { 'x-cal-signature-256': 'SECRET' }],
    ['the state of an authorization', { state: 'SECRET-x9_state' }],
    ['its code', { code: 'aPrxSECRET.==' }],
    ['the verifier', { code_verifier: 'SECRET' }],
    ['a person', { person: { first: 'SECRET' } }],
    ['a name', { name: 'SECRET' }],
    ['a body', { body: { note: 'SECRET' } }],
  ])('hides %s', (_what, fields) => {
    const line = logged((log) => log.info(fields, 'something happened'));
    expect(line).toContain('something happened');
    expect(line).not.toContain('SECRET');
  });

  test.each([
    ['an e-mail address', 'cannot reach ana.bell+x@acme.example today', 'ana.bell'],
    ['an encoded e-mail address', '/q?user=ana.bell%40acme.example', 'ana.bell'],
    ['a code in an address', 'GET /oauth/salesforce/callback?code=aPrxSECRET&state=STATESECRET', 'SECRET'],
    ['a Salesforce session', 'refused 00D5g000004ABCD!AQ4AQFSECRET.x_1', 'SECRET'],
    ['a refresh token', 'got 5Aep861SECRET.xyz', 'SECRET'],
    ['a bearer token', 'sent Bearer abc.SECRET-1', 'SECRET'],
    ['a database password', 'no route to postgresql://bookbridge:SECRET@db.example.com/x', 'SECRET'],
  ])('hides %s inside a text', (_what, text, secret) => {
    expect(logged((log) => log.info(text))).not.toContain(secret);
    expect(logged((log) => log.error({ err: new Error(text) }))).not.toContain(secret);
    expect(logged((log) => log.child({ where: text }).warn('x'))).not.toContain(secret);
  });

  test('of a refusal by Salesforce keeps its code and leaves out its words, which quote the record', () => {
    const error = salesforceError({
      errorCode: 'STRING_TOO_LONG',
      httpStatus: 400,
      message: 'Last Name: data value too large: SECRET (max length=80)',
    });
    const line = logged((log) => log.warn({ err: error }, 'refused'));
    expect(line).toContain('STRING_TOO_LONG');
    expect(line).not.toContain('SECRET');
  });

  test('of a database error keeps what happened and leaves out the row', () => {
    const error = Object.assign(
      new Error('duplicate key value violates unique constraint "users_email_key"'),
      {
        code: '23505',
        constraint: 'users_email_key',
        detail: 'Key (email)=(SECRET) already exists.',
      },
    );
    const line = logged((log) =>
      log.error({ err: new AppError('x_failed', 'It failed.', { cause: error }) }, 'failed'),
    );
    expect(line).toContain('23505');
    expect(line).toContain('users_email_key');
    expect(line).toContain('x_failed');
    expect(line).not.toContain('SECRET');
  });

  test('keeps our own words for codes and states, and ids', () => {
    const fields = {
      code: 'wrong_credentials',
      state: 'needs_attention',
      errorCode: 'UNABLE_TO_LOCK_ROW',
      bookingId: 'b-1',
    };
    expect(JSON.parse(logged((log) => log.info(fields, 'x')))).toMatchObject(fields);
  });
});

describe('a connector at its most talkative', () => {
  let connector: RunningConnector;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await createTestDatabase();
    drop = database.drop;
    connector = await startConnector({
      databaseUrl: database.databaseUrl,
      environment: { LOG_LEVEL: 'trace' },
    });
  });
  afterAll(async () => {
    await connector.stop();
    await drop();
  });

  test('writes nothing of what people and Salesforce entrust to it', async () => {
    const token = new URL(connector.link).searchParams.get('token') ?? '';
    const browser = await signInAsOwner(connector);
    const session = browser.cookies().split('=')[1] ?? '';
    await openBrowser(connector.origin).post('/api/sign-in', {
      email: 'guess@evil.example',
      password: 'guessed password',
    });
    await openBrowser(connector.origin).post('/api/first-run', { ...owner, token: 'forged-owner-token' });
    await openBrowser(connector.origin).get(
      '/oauth/salesforce/callback?code=aPrxTheCode&state=TheForgedState',
    );
    await browser.get(
      '/oauth/salesforce/callback?error=access_denied&error_description=TheDescription&state=TheForgedState',
    );
    const authorize = await browser.post('/api/connection/authorize', { environment: 'production' });
    await browser.get('/api/connection');
    for (const body of ['{"attendees":[{"name":"Walter Webhook","email":"walter@customer.example"}]', '{}']) {
      await fetch(`${connector.origin}/webhooks/no-workspace/no-source`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-cal-signature-256': 'thesignature',
          authorization: 'Bearer thekey',
        },
        body,
      });
    }
    await fetch(`${connector.origin}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: connector.origin },
      body: '{"email":"broken@evil.example", "password": "unfinished',
    });
    await browser.post('/api/connection/unattended', {
      flow: 'jwt_bearer',
      loginOrigin: 'https://acme.my.salesforce.com',
      clientId: 'id',
      username: 'unattended@acme.example',
      privateKey: '-----BEGIN PRIVATE KEY-----\nTheKeyItself\n-----END PRIVATE KEY-----',
    });
    await browser.post('/api/connection/unattended', {
      flow: 'client_credentials',
      loginOrigin: 'https://not-salesforce.example',
      clientId: 'id',
      username: 'unattended@acme.example',
      clientSecret: 'TheSecretItself',
    });
    await fetch(`${connector.origin}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: connector.origin },
      body: '{"pw": quoted by the parser}',
    });

    const log = connector.log();
    // The log is really there: each of the requests above left a line.
    expect(log.match(/"msg":"request/g)?.length).toBeGreaterThan(8);
    const parameters = new URL(JSON.stringify(authorize.body).match(/https:[^"]+/)?.[0] ?? 'none:')
      .searchParams;
    const secrets = {
      token,
      session,
      email: owner.email,
      person: owner.name,
      password: owner.password,
      guessedEmail: 'guess@evil.example',
      guessedPassword: 'guessed password',
      forgedToken: 'forged-owner-token',
      code: 'aPrxTheCode',
      forgedState: 'TheForgedState',
      description: 'TheDescription',
      state: parameters.get('state') ?? 'no state was made',
      challenge: parameters.get('code_challenge') ?? 'no challenge was made',
      clientSecret: 'client-secret-for-tests',
      webhookPerson: 'Walter Webhook',
      webhookEmail: 'walter@customer.example',
      signature: 'thesignature',
      apiKey: 'thekey',
      brokenEmail: 'broken@evil.example',
      brokenPassword: 'unfinished',
      quoted: 'quoted by',
      unattendedUser: 'unattended@acme.example',
      privateKey: 'TheKeyItself',
      ownSecret: 'TheSecretItself',
    };
    expect(parameters.get('state')).toHaveLength(43);
    const found = Object.entries(secrets).filter(([, secret]) => secret.length < 4 || log.includes(secret));
    expect(found.map(([name]) => name)).toEqual([]);
  });
});

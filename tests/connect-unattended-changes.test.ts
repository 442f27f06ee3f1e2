// What may change behind a connection without a browser: another flow takes its place, Salesforce names another user, the
// certificate or the clock is off, two processes renew at once. Nothing old stays alive, and nobody else ever writes bookings.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClients } from '../connector/connection/clients.ts';
import { openTokens } from '../connector/connection/sealed-tokens.ts';
import { renewAccessToken } from '../connector/connection/tokens.ts';
import { checkAgain, confirm, connect, field, login, readConnection } from './connect-world.ts';
import { clearFaults, plantFault } from './salesforce-side.ts';
import { lowlyUser, newKeys, openUnattendedWorld, ownSecretLogin, signedLogin } from './unattended-world.ts';
import type { UnattendedWorld } from './unattended-world.ts';

let here: UnattendedWorld;

beforeAll(async () => {
  here = await openUnattendedWorld();
});

afterAll(() => here?.world.close());

const logins: [how: string, loginOf: typeof signedLogin][] = [
  ['a signed assertion', signedLogin],
  ["the app's own secret", ownSecretLogin],
];

async function connectBy(body: Record<string, unknown>): Promise<void> {
  const answer = await here.world.browser.post('/api/connection/unattended', body);
  if (answer.status !== 200) throw new Error(`Answered ${answer.status}: ${answer.text}`);
}

async function row() {
  return here.world.database.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
}

async function tokens() {
  const found = openTokens(here.world.deps.vault, await row());
  if (!found) throw new Error('The connection holds no tokens.');
  return found;
}

/** Whether Salesforce still takes this session. */
async function isAlive(accessToken: string): Promise<boolean> {
  const { instance_origin: origin } = await row();
  const answer = await fetch(`${origin}/services/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return answer.ok;
}

test.each(logins)(
  'another user behind the name, by %s, ends the connection before it writes',
  async (_how, loginOf) => {
    await connectBy(loginOf(here.world));
    const before = await tokens();
    // An admin gives the name to somebody else: Salesforce then answers for that user.
    const other = 'rep@acme.example';
    const { records } = await here.admin.query<{ Id: string }>(
      `SELECT Id FROM User WHERE Username = '${other}'`,
    );
    const otherId = records[0]?.Id ?? '';
    const rename = async (mine: string, theirs: string): Promise<void> => {
      await here.admin.sobject('User').update({ Id: here.userId, Username: 'aside@acme.example' });
      await here.admin.sobject('User').update({ Id: otherId, Username: theirs });
      await here.admin.sobject('User').update({ Id: here.userId, Username: mine });
    };
    await rename(other, lowlyUser);
    await plantFault(here.world, { kind: 'session_expired' });
    const red = await checkAgain(here.world);
    await rename(lowlyUser, other);
    expect(red).toMatchObject({ state: 'reconnect', problem: { code: 'other_user_answers' } });
    expect((await tokens()).accessToken).toBe(before.accessToken);
    expect(await checkAgain(here.world)).toMatchObject({ state: 'ready' });
  },
);

test('a login in the browser takes the place of one by key: the key goes, and refresh tokens take over', async () => {
  await connectBy(signedLogin(here.world));
  const before = await tokens();
  expect(await connect(here.world)).toMatchObject({ state: 'ready', flow: 'web_server', mode: 'standard' });
  expect(await row()).toMatchObject({ private_key_sealed: null });
  expect(await isAlive(before.accessToken)).toBe(false);
  await plantFault(here.world, { kind: 'session_expired' });
  expect(await checkAgain(here.world)).toMatchObject({ state: 'ready' });
});

test('a login by key takes the place of one in the browser: its refresh token and secret go', async () => {
  const attempt = await login(here.world);
  if (attempt.stage === 'confirming') await confirm(here.world, attempt);
  const before = await tokens();
  await connectBy(signedLogin(here.world));
  expect(await row()).toMatchObject({ refresh_token_sealed: null, client_secret_sealed: null });
  expect(await isAlive(before.accessToken)).toBe(false);
  await plantFault(here.world, { kind: 'session_expired' });
  expect(await checkAgain(here.world)).toMatchObject({ state: 'ready' });
});

test('the same login once more keeps the session that Salesforce may have given again', async () => {
  await connectBy(signedLogin(here.world));
  const before = await tokens();
  await connectBy(signedLogin(here.world));
  expect(await isAlive((await tokens()).accessToken)).toBe(true);
  await connectBy(ownSecretLogin(here.world));
  expect(await isAlive(before.accessToken)).toBe(true);
});

test.each(logins)('two processes that meet a dead session at once ask once, by %s', async (_how, loginOf) => {
  await connectBy(loginOf(here.world));
  const before = await row();
  const stale = { ...(await tokens()), generation: before.token_generation };
  await plantFault(here.world, { kind: 'slow', on: 'token', delayMs: 200 });
  const { deps } = here.world;
  const renewed = await Promise.all([1, 2, 3].map(() => renewAccessToken(deps, before.id, stale)));
  expect(new Set(renewed.map(({ accessToken }) => accessToken)).size).toBe(1);
  expect((await row()).token_generation).toBe(before.token_generation + 1);
});

test('a renewal by key that is overtaken by a login in the browser keeps the login', async () => {
  await connectBy(signedLogin(here.world));
  const before = await row();
  const stale = { ...(await tokens()), generation: before.token_generation };
  await plantFault(here.world, { kind: 'slow', on: 'token', delayMs: 1_500 });
  const late = renewAccessToken(here.world.deps, before.id, stale).catch(() => null);
  await new Promise((resolve) => setImmediate(resolve));
  await connect(here.world);
  await late;
  expect(await readConnection(here.world)).toMatchObject({ state: 'ready', flow: 'web_server' });
  expect((await row()).refresh_token_sealed).not.toBeNull();
  await clearFaults(here.world);
  const client = await createClients(here.world.deps).clientForChecks(before.id);
  expect(client.userId).toBe((await row()).user_id);
});

test('a clock that is an hour slow is named as the cause', async () => {
  const hour = 3_600_000;
  here.world.advance(-hour);
  const answer = await here.world.browser.post('/api/connection/unattended', signedLogin(here.world));
  here.world.advance(hour);
  expect(field(answer.body, 'error')).toMatchObject({
    code: 'assertion_expired',
    message: expect.stringMatching(/clock/),
  });
});

test('a certificate that was replaced in Salesforce is named, and the right key brings the connection back', async () => {
  await connectBy(signedLogin(here.world));
  const wrong = newKeys(2048);
  const answer = await here.world.browser.post(
    '/api/connection/unattended',
    signedLogin(here.world, { privateKey: wrong.privateKey }),
  );
  expect(field(answer.body, 'error')).toMatchObject({ code: 'assertion_not_accepted' });
  expect(here.world.log()).not.toContain(wrong.privateKey.split('\n')[3]);
  expect(await readConnection(here.world)).toMatchObject({ state: 'ready' });
});

// What the token endpoint answers in these flows: https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm
const answers: [error: string, description: string, state: string, fix: RegExp][] = [
  ['invalid_grant', 'invalid assertion', 'reconnect', /certificate/],
  ['invalid_grant', 'audience is invalid', 'reconnect', /My Domain/],
  ['invalid_grant', "user hasn't approved this consumer", 'reconnect', /Bookbridge App Access/],
  ['invalid_grant', 'ip restricted', 'ready', /IP ranges/],
  ['invalid_grant', 'invalid login hours', 'ready', /login hours/],
  ['invalid_grant', 'user is locked', 'reconnect', /Unfreeze|unlock/],
  ['invalid_grant', 'authentication failure', 'reconnect', /Login History/],
  ['invalid_grant', 'no valid scopes defined', 'reconnect', /scope/],
  ['invalid_grant', 'no client credentials user enabled', 'reconnect', /Run As/],
  ['invalid_grant', 'client credentials flow not enabled', 'reconnect', /Client Credentials/],
  ['invalid_client', 'invalid client credentials', 'reconnect', /consumer key/],
  ['invalid_client', 'External client app is not installed in this org', 'reconnect', /My Domain/],
  ['invalid_client_id', 'client identifier invalid', 'reconnect', /consumer key/],
  ['invalid_app_access', 'user is not admin approved to access this app', 'reconnect', /permission set/],
  ['invalid_app_access', 'this app is blocked by admin', 'reconnect', /Unblock/],
  ['invalid_request', 'missing required parameter', 'ready', /log/],
  ['inactive_org', 'organization is inactive', 'reconnect', /Salesforce/],
  ['rate_limit_exceeded', 'too many requests', 'ready', /Wait/],
  ['unsupported_grant_type', 'grant type not supported', 'reconnect', /Switch it on/],
  ['server_error', 'something broke', 'ready', /few minutes/],
  ['something_new', 'words of tomorrow', 'ready', /Login History/],
];

test.each(answers)(
  'a renewal that ends in %s "%s" says what to do',
  async (error, description, state, fix) => {
    await connectBy(signedLogin(here.world));
    await plantFault(here.world, { kind: 'session_expired' });
    await plantFault(here.world, { kind: 'token_error', on: 'token', error, description });
    const answer = await here.world.browser.post('/api/connection/check');
    await clearFaults(here.world);
    const after = await readConnection(here.world);
    const told = answer.status === 200 ? after.problem : field(answer.body, 'error');
    expect({ state: after.state, told }).toMatchObject({ state, told: { fix: expect.stringMatching(fix) } });
    const words = `${String(field(told, 'message'))} ${String(field(told, 'fix'))}`;
    // Nobody can log in, press Allow or connect again here.
    expect(words).not.toMatch(
      /press Allow|log in as the API user|connect again|Connect again|Nothing was connected/,
    );
    expect(await checkAgain(here.world)).toMatchObject({ state: 'ready' });
  },
);

// Logging in and looking around: org login jwt / web / access-token, display, list, open, and logins that outlive a
// restart of the org.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstAdmin, lookAtOrg } from './org-side.ts';
import { at, rowsAt, words } from './sf.ts';
import type { Sf } from './sf.ts';
import type { Area } from './trials.ts';

// The org's clock goes ahead by this much: a session ends two hours after its last use.
const sessionHours = 3;
let hoursAhead = 0;
const passTime = (hours: number): void => void (hoursAhead = hours);

export const loginArea: Area = {
  name: 'login',
  options: { now: () => new Date(Date.now() + hoursAhead * 3_600_000) },
  async run({ org, sf, admin, hub, trial, restart }) {
    const sandbox = firstAdmin(org, 'sandbox');
    // Nobody logs in twice: the CLI keeps one login for each username.
    const rep = { ...admin, username: 'rep@acme.example' };
    const boxRep = 'rep@acme.example.dev';

    await trial('org login jwt', 'logs in at the login host, and finds the Dev Hub', async () => {
      const result = await sf.loginJwt(admin.username, 'hub');
      equal(at(result, 'orgId'), admin.orgId);
      equal(at(result, 'instanceUrl'), admin.origin);
      equal(at(await whoIs(sf, 'hub', admin.origin), 'preferred_username'), admin.username);
      equal(at(await findOrg(sf, 'hub'), 'isDevHub'), true);
    });
    await trial('org login jwt', 'a sandbox user logs in at the host for sandboxes', async () => {
      await sf.loginJwt(sandbox.username, 'box', org.login.sandbox);
      equal(at(await whoIs(sf, 'box', sandbox.origin), 'organization_id'), sandbox.orgId);
    });
    await trial('org login jwt', 'refuses another key, and says so', async () => {
      // Somebody who is not logged in: the CLI forgets a login as soon as it is tried again.
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const file = join(sf.folder, 'other.key');
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
      const login = words`org login jwt --username ${rep.username} --client-id ${org.cli.clientId}`;
      const failure = await sf.fails(
        words`${login} --jwt-key-file ${file} --instance-url ${org.login.production}`,
      );
      match(failure.message, /invalid_grant|invalid assertion/i);
      // The CLI tries the real login hosts next: this is why there is a guard, and how it is known to stand.
      const refused = sf.forgetRefused();
      ok(refused.length > 0, 'The guard has seen nothing.');
      for (const line of refused) match(line, /^(login|test)\.salesforce\.com:443 /);
    });
    await trial('org login jwt', 'refuses a user who is not there', async () => {
      const login = words`org login jwt --username nobody@acme.example --client-id ${org.cli.clientId}`;
      const failure = await sf.fails(
        words`${login} --jwt-key-file ${sf.keyFile} --instance-url ${org.login.production}`,
      );
      match(failure.message, /user hasn't approved this consumer|invalid_grant/i);
      sf.forgetRefused();
    });

    await trial('org login web', 'logs in through the pages of the org', async () => {
      const result = await sf.ok(words`org login web --alias web --instance-url ${org.login.production}`, {
        env: sf.browser(rep.username, rep.password),
      });
      equal(at(result, 'username'), rep.username);
      equal(at(await whoIs(sf, 'web', admin.origin), 'preferred_username'), rep.username);
    });
    await trial('org login web', 'ends when the person denies', async () => {
      const failure = await sf.fails(words`org login web --instance-url ${org.login.sandbox}`, {
        env: sf.browser(sandbox.username, sandbox.password, 'deny'),
      });
      match(`${failure.name} ${failure.message}`, /denied/i);
    });
    await trial('org login access-token', 'takes a session of another client', async () => {
      const token = (await lookAtOrg(org, boxRep, org.login.sandbox)).connection.accessToken ?? '';
      const login = words`org login access-token --no-prompt --alias token`;
      const result = await sf.ok(words`${login} --instance-url ${sandbox.origin}`, {
        env: { SF_ACCESS_TOKEN: token },
      });
      equal(at(result, 'username'), boxRep);
      equal(at(await sf.ok(words`data query -q ${'SELECT Id FROM User LIMIT 1'} -o token`), 'totalSize'), 1);
    });
    await trial('org login access-token', 'refuses a session that is not one', async () => {
      const login = words`org login access-token --no-prompt --instance-url ${sandbox.origin}`;
      const token = `${sandbox.orgId}!${'A'.repeat(90)}`;
      const failure = await sf.fails(login, { env: { SF_ACCESS_TOKEN: token } });
      match(failure.message, /Bad_OAuth_Token|INVALID_SESSION_ID|expired or invalid/i);
    });

    await trial('org display', 'shows the org, connected', async () => {
      const shown = await sf.ok(words`org display --target-org hub`);
      deepEqual(
        [at(shown, 'id'), at(shown, 'username'), at(shown, 'instanceUrl'), at(shown, 'connectedStatus')],
        [admin.orgId, admin.username, admin.origin, 'Connected'],
      );
    });
    await trial('org display', 'knows no alias that nobody gave', async () => {
      equal((await sf.fails(words`org display --target-org nobody`)).name, 'NamedOrgNotFoundError');
    });
    await trial('org list', 'lists production and sandbox, both connected', async () => {
      const list = await sf.ok(words`org list`);
      const hubs = rowsAt(list, 'devHubs').map((row) => at(row, 'username'));
      const all = [...rowsAt(list, 'nonScratchOrgs'), ...rowsAt(list, 'sandboxes')];
      deepEqual(hubs, [admin.username]);
      ok(
        all.some(
          (row) => at(row, 'username') === sandbox.username && at(row, 'connectedStatus') === 'Connected',
        ),
      );
    });
    await trial('org list users', 'lists the users of the org that the CLI knows', async () => {
      const users = await sf.ok(words`org list users --target-org hub`);
      const [row] = rowsAt(users);
      const [same] = await hub.rows(`SELECT Id, Profile.Name FROM User WHERE Username = '${admin.username}'`);
      deepEqual([at(row, 'userId'), at(row, 'profileName')], [same?.['Id'], at(same, 'Profile.Name')]);
    });
    await trial('org list limits', 'shows the same limits as REST', async () => {
      const limits = await sf.ok(words`org list limits --target-org hub`);
      const shown = rowsAt(limits);
      const same = await hub.connection.limits();
      equal(shown.length, Object.keys(same).length);
      const scratch = shown.find((row) => at(row, 'name') === 'ActiveScratchOrgs');
      equal(at(scratch, 'max'), at(same, 'ActiveScratchOrgs.Max'));
    });
    await trial('org open', '--url-only gives an address that is signed in', async () => {
      const url = String(at(await sf.ok(words`org open --url-only --target-org hub`), 'url'));
      const answer = await fetch(url, { redirect: 'manual' });
      ok(answer.status < 400, `The address answers ${answer.status}.`);
      ok(answer.headers.getSetCookie().length > 0, 'The address sets no cookie.');
    });

    await trial('data query', 'renews a session that was revoked', async () => {
      for (const [alias, { origin }] of Object.entries({ web: admin, box: sandbox })) {
        await fetch(new URL('/services/oauth2/revoke', origin), {
          method: 'POST',
          body: new URLSearchParams({ token: await accessTokenOf(sf, alias) }),
        });
        const query = words`data query -q ${'SELECT Id FROM User LIMIT 1'} -o ${alias}`;
        equal(at(await sf.ok(query), 'totalSize'), 1);
      }
    });
    await trial('data query', 'renews a session that ran out', async () => {
      const before = await accessTokenOf(sf, 'web');
      passTime(sessionHours);
      const query = words`data query -q ${'SELECT Id FROM User LIMIT 1'}`;
      equal(at(await sf.ok(words`${query} -o web`), 'totalSize'), 1);
      ok((await accessTokenOf(sf, 'web')) !== before, 'The same session went on.');
      // A session that came from elsewhere has nothing to be renewed with.
      const failure = await sf.fails(words`${query} -o token`);
      match(`${failure.name} ${failure.message}`, /INVALID_SESSION_ID|expired/i);
      passTime(0);
    });
    await trial('org login web', 'again, after the login was withdrawn', async () => {
      const shown = await sf.ok(words`org auth show-sfdx-auth-url --no-prompt --target-org web`);
      const [, refreshToken = ''] =
        /^force:\/\/[^:]*:[^:]*:([^@]+)@/.exec(String(at(shown, 'sfdxAuthUrl'))) ?? [];
      ok(refreshToken !== '', 'The CLI shows no refresh token.');
      for (const token of [refreshToken, await accessTokenOf(sf, 'web')]) {
        const body = new URLSearchParams({ token });
        await fetch(new URL('/services/oauth2/revoke', admin.origin), { method: 'POST', body });
      }
      const query = words`data query -q ${'SELECT Id FROM User LIMIT 1'} -o web`;
      match((await sf.fails(query)).message, /expired access\/refresh token/);
      const flags = words`--alias web --instance-url ${org.login.production}`;
      await sf.ok(words`org login web ${flags}`, { env: sf.browser(rep.username, rep.password) });
      equal(at(await sf.ok(query), 'totalSize'), 1);
    });
    await trial('data query', 'all logins live on after a restart of the org', async () => {
      await restart();
      for (const alias of ['hub', 'box', 'web']) {
        const shown = await sf.ok(words`data query -q ${'SELECT Id FROM Organization'} -o ${alias}`);
        equal(at(shown, 'totalSize'), 1);
      }
    });
  },
};

async function accessTokenOf(sf: Sf, alias: string): Promise<string> {
  const shown = await sf.ok(words`org auth show-access-token --no-prompt --target-org ${alias}`);
  return String(at(shown, 'accessToken'));
}

/** Whom the org itself takes the CLI for. */
async function whoIs(sf: Sf, alias: string, origin: string): Promise<unknown> {
  const answer = await fetch(new URL('/services/oauth2/userinfo', origin), {
    headers: { authorization: `Bearer ${await accessTokenOf(sf, alias)}` },
  });
  return answer.json();
}

async function findOrg(sf: Sf, alias: string): Promise<unknown> {
  const list = await sf.ok(words`org list --skip-connection-status`);
  return rowsAt(list, 'nonScratchOrgs').find((row) => String(at(row, 'alias')).split(',').includes(alias));
}

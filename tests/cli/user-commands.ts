// Users of a scratch org: created from a definition, with password, permission sets and licences; and what is refused.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { lookAtOrg } from './org-side.ts';
import type { OrgSide } from './org-side.ts';
import { at, rowsAt, words } from './sf.ts';
import { writeFiles } from './source-files.ts';
import type { Area } from './trials.ts';

export const userArea: Area = {
  name: 'user',
  async run({ org, sf, hub, trial }) {
    const flags = words`--definition-file config/project-scratch-def.json --alias org --set-default`;
    const made = await sf.ok(words`org create scratch --target-dev-hub hub ${flags}`);
    await sf.ok(words`project deploy start --source-dir force-app --target-org org`);
    const admin = String(at(made, 'username'));
    const where = `SignupUsername = '${admin}'`;
    const [info] = await hub.rows(`SELECT LoginUrl FROM ScratchOrgInfo WHERE ${where}`);
    const origin = String(info?.['LoginUrl']);
    const side = await lookAtOrg(org, admin, origin);
    const apiUser = `api-${Date.now()}@acme.example`;
    writeFiles(sf, {
      'config/user-def.json': JSON.stringify({
        username: apiUser,
        lastName: 'Bookbridge',
        email: 'api@acme.example',
        alias: 'bridge',
        profileName: 'System Administrator',
        permsets: ['Bookbridge_API_User'],
        generatePassword: true,
      }),
    });
    const createUser = words`org create user --target-org org --definition-file config/user-def.json`;

    await trial('org create user', 'with profile, permission set and password', async () => {
      await sf.ok(words`${createUser} --set-alias api`);
      const [user] = await side.rows(
        `SELECT Alias, IsActive, Profile.Name FROM User WHERE Username = '${apiUser}'`,
      );
      deepEqual(
        [user?.['Alias'], user?.['IsActive'], at(user, 'Profile.Name')],
        ['bridge', true, 'System Administrator'],
      );
      deepEqual(await permissionSetsOf(side, apiUser), ['Bookbridge_API_User']);
      await lookAtOrg(org, apiUser, origin);
    });
    await trial('org create user', 'refuses a username that is taken', async () => {
      const failure = await sf.fails(createUser);
      match(failure.message, /already|duplicate/i);
    });
    await trial('org create user', 'refuses a username of another org', async () => {
      writeFiles(sf, {
        'config/taken-def.json': JSON.stringify({ username: 'admin@acme.example', lastName: 'No' }),
      });
      const command = words`org create user --target-org org`;
      const failure = await sf.fails(words`${command} --definition-file config/taken-def.json`);
      match(failure.message, /already|duplicate/i);
      equal((await side.rows("SELECT Id FROM User WHERE LastName = 'No'")).length, 0);
    });
    await trial('org create user', 'refuses a profile that is not there', async () => {
      const definition = { username: `odd-${apiUser}`, profileName: 'Nobody' };
      writeFiles(sf, { 'config/odd-def.json': JSON.stringify(definition) });
      const command = words`org create user --target-org org`;
      ok((await sf.fails(words`${command} --definition-file config/odd-def.json`)).message.length > 0);
      equal((await side.rows(`SELECT Id FROM User WHERE Username = 'odd-${apiUser}'`)).length, 0);
    });
    await trial('org list users', 'lists both users', async () => {
      const users = await sf.ok(words`org list users --target-org org`);
      const names = rowsAt(users).map((row) => String(at(row, 'username')));
      deepEqual(names.toSorted(), [admin, apiUser].toSorted());
    });
    await trial('org generate password', 'gives a password that logs in', async () => {
      await sf.ok(words`org generate password --target-org org --on-behalf-of api`);
      const command = words`org auth show-user-password --no-prompt --target-org api`;
      const password = String(at(await sf.ok(command), 'password'));
      ok(password.length >= 8, 'no password is shown');
      const web = await sf.ok(words`org login web --instance-url ${origin} --alias api-web`, {
        env: sf.browser(apiUser, password),
      });
      equal(at(web, 'username'), apiUser);
    });
    await trial('org assign permset', 'assigns a deployed permission set', async () => {
      const assign = words`org assign permset --target-org org --name Bookbridge_API_User`;
      await sf.ok(assign);
      deepEqual(await permissionSetsOf(side, admin), ['Bookbridge_API_User']);
    });
    await trial('org assign permset', 'names a permission set that is not there', async () => {
      const failure = await sf.fails(words`org assign permset --target-org org --name Not_There`);
      match(JSON.stringify(failure.json), /Not_There/);
      match(JSON.stringify(failure.json), /not found/i);
    });
    await trial('org assign permsetlicense', 'assigns a permission set licence', async () => {
      const [licence] = await side.rows(
        'SELECT DeveloperName FROM PermissionSetLicense WHERE UsedLicenses = 0',
      );
      const name = String(licence?.['DeveloperName']);
      await sf.ok(words`org assign permsetlicense --target-org org --name ${name}`);
      const condition = `Assignee.Username = '${admin}' AND PermissionSetLicense.DeveloperName = '${name}'`;
      equal((await side.rows(`SELECT Id FROM PermissionSetLicenseAssign WHERE ${condition}`)).length, 1);
    });
    await trial('org assign permsetlicense', 'names a licence that is not there', async () => {
      const failure = await sf.fails(words`org assign permsetlicense -o org --name NotThere`);
      match(JSON.stringify(failure.json), /NotThere|not found/i);
    });
    await trial('org display user', 'shows the user with profile', async () => {
      const shown = await sf.ok(words`org display user --target-org api`);
      deepEqual([at(shown, 'username'), at(shown, 'profileName')], [apiUser, 'System Administrator']);
    });
  },
};

async function permissionSetsOf(side: OrgSide, username: string): Promise<unknown[]> {
  const condition = `Assignee.Username = '${username}' AND PermissionSet.IsOwnedByProfile = false`;
  const rows = await side.rows(`SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE ${condition}`);
  return rows.map((row) => at(row, 'PermissionSet.Name'));
}

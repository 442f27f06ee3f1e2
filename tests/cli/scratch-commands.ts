// Scratch orgs: made with settings and features, in the background, with an error of the Dev Hub, over its limit, deleted.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { lookAtOrg } from './org-side.ts';
import { at, rowsAt, words } from './sf.ts';
import { writeFiles } from './source-files.ts';
import type { Area } from './trials.ts';

const definition = {
  orgName: 'Trial Company',
  edition: 'Enterprise',
  features: ['API'],
  settings: { lightningExperienceSettings: { enableS1DesktopEnabled: true } },
  objectSettings: { opportunity: { sharingModel: 'private' } },
};

export const scratchArea: Area = {
  name: 'scratch',
  options: { limits: { activeScratchOrgs: 3, dailyScratchOrgs: 20 } },
  async run({ org, sf, admin, hub, trial }) {
    const create = (...flags: string[]): string[] => words`org create scratch --target-dev-hub hub ${flags}`;
    const infoOf = async (username: unknown): Promise<Record<string, unknown> | undefined> => {
      const fields = 'Id, Status, ScratchOrg, LoginUrl, OrgName, Features, ErrorCode';
      const where = `SignupUsername = '${String(username)}'`;
      return (await hub.rows(`SELECT ${fields} FROM ScratchOrgInfo WHERE ${where}`))[0];
    };
    const activeNames = async (): Promise<unknown[]> =>
      (await hub.rows('SELECT SignupUsername FROM ActiveScratchOrg')).map((row) => row['SignupUsername']);
    writeFiles(sf, { 'config/trial-def.json': JSON.stringify(definition) });
    let first: unknown;

    await trial('org create scratch', 'makes an org with settings and features', async () => {
      const flags = words`--definition-file config/trial-def.json --alias one --duration-days 3`;
      first = at(await sf.ok(create(...flags)), 'username');
      const info = await infoOf(first);
      deepEqual(
        [info?.['Status'], info?.['OrgName'], info?.['Features']],
        ['Active', 'Trial Company', 'API'],
      );
      const side = await lookAtOrg(org, String(first), String(info?.['LoginUrl']));
      const [row] = await side.rows('SELECT Name, IsSandbox, TrialExpirationDate FROM Organization');
      deepEqual([row?.['Name'], row?.['IsSandbox']], ['Trial Company', true]);
      ok(typeof row?.['TrialExpirationDate'] === 'string');
      const objects = await side.toolingRows('SELECT Id FROM SourceMember WHERE RevisionCounter > 0');
      equal(objects.length, 0, 'settings of the definition are not changes of the developer');
    });
    await trial('org create scratch', 'the project definition makes an org without Bookbridge', async () => {
      const flags = words`--definition-file config/project-scratch-def.json --alias two`;
      const username = at(await sf.ok(create(...flags)), 'username');
      const info = await infoOf(username);
      const side = await lookAtOrg(org, String(username), String(info?.['LoginUrl']));
      const { sobjects } = await side.connection.describeGlobal();
      equal(
        sobjects.some(({ name }) => name === 'Booking__c'),
        false,
      );
    });
    await trial('org list', 'lists scratch orgs as active, with their Dev Hub', async () => {
      const rows = rowsAt(await sf.ok(words`org list`), 'scratchOrgs');
      deepEqual(new Set(rows.map((row) => at(row, 'alias'))), new Set(['one', 'two']));
      ok(rows.every((row) => at(row, 'status') === 'Active' && at(row, 'devHubUsername') === admin.username));
    });
    await trial('org display', 'shows the edition and the end of a scratch org', async () => {
      const shown = await sf.ok(words`org display --target-org one`);
      deepEqual([at(shown, 'status'), at(shown, 'orgName')], ['Active', 'Trial Company']);
      match(String(at(shown, 'expirationDate')), /^\d{4}-\d\d-\d\d$/);
    });
    await trial('org resume scratch', '--async, then resume', async () => {
      const started = await sf.run([
        ...create('--edition', 'developer', '--alias', 'three', '--async', '--json'),
      ]);
      const jobId = String(at(started.json, 'result.scratchOrgInfo.Id'));
      ok(jobId.startsWith('2SR'), started.stdout);
      const done = await sf.ok(words`org resume scratch --job-id ${jobId}`);
      ok((await activeNames()).includes(at(done, 'username')));
      await lookAtOrg(
        org,
        String(at(done, 'username')),
        String((await infoOf(at(done, 'username')))?.['LoginUrl']),
      );
    });
    await trial('org create scratch', 'over the limit: says so, makes none', async () => {
      const failure = await sf.fails(create('--edition', 'developer'));
      match(failure.message, /LIMIT_EXCEEDED|limit|maximum number of active scratch orgs/i);
      equal((await activeNames()).length, 3);
    });
    await trial('org delete scratch', 'deletes it; its login ends', async () => {
      const info = await infoOf(first);
      await sf.ok(words`org delete scratch --target-org one --no-prompt`);
      ok(!(await activeNames()).includes(first));
      const login = lookAtOrg(org, String(first), String(info?.['LoginUrl']));
      ok(
        await login.then(
          () => false,
          () => true,
        ),
        'the deleted org still lets its user in',
      );
    });
    await trial('org delete scratch', 'knows no org that is gone', async () => {
      const failure = await sf.fails(words`org delete scratch --target-org one --no-prompt`);
      equal(failure.name, 'NamedOrgNotFoundError');
    });
    await trial('org create scratch', 'a feature that does not exist: the error of the Dev Hub', async () => {
      const before = (await activeNames()).length;
      writeFiles(sf, {
        'config/odd-def.json': JSON.stringify({ ...definition, features: ['NoSuchFeature'] }),
      });
      const failure = await sf.fails(create('--definition-file', 'config/odd-def.json'));
      match(failure.message, /NoSuchFeature/);
      equal((await activeNames()).length, before);
    });
    await trial('org create scratch', 'Status Error: its code becomes the message', async () => {
      const failure = await sf.fails(create('--edition', 'developer', '--username', 'rep@acme.example'));
      match(`${failure.name} ${failure.message}`, /^RemoteOrgSignupFailed .*already in use/);
      const rows = await hub.rows("SELECT ErrorCode FROM ScratchOrgInfo WHERE Status = 'Error'");
      equal(rows[0]?.['ErrorCode'], 'C-1007');
    });
  },
};

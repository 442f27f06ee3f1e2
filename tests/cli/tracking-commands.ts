// Source tracking in a scratch org: what a developer changed there or here is known to both sides.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lookAtOrg } from './org-side.ts';
import { at, rowsAt, words } from './sf.ts';
import { machineSource, permissionSet, writeFiles } from './source-files.ts';
import type { Area } from './trials.ts';

const counters = 'SELECT MemberName, MemberType, IsNameObsolete, RevisionCounter FROM SourceMember';

export const trackingArea: Area = {
  name: 'tracking',
  async run({ org, sf, hub, trial }) {
    const flags = words`--definition-file config/project-scratch-def.json --alias dev --set-default`;
    const made = await sf.ok(words`org create scratch --target-dev-hub hub ${flags}`);
    const username = String(at(made, 'username'));
    const [info] = await hub.rows(`SELECT LoginUrl FROM ScratchOrgInfo WHERE SignupUsername = '${username}'`);
    const side = await lookAtOrg(org, username, String(info?.['LoginUrl']));
    const rowOf = async (name: string): Promise<Record<string, unknown> | undefined> =>
      (await side.toolingRows(`${counters} WHERE MemberName = '${name}'`))[0];

    await trial('project deploy preview', 'everything here is to be deployed', async () => {
      const preview = await sf.ok(words`project deploy preview --target-org dev`);
      ok(rowsAt(preview, 'toDeploy').length > 20);
    });
    await trial('project deploy start', 'without a path: deploys what is new here', async () => {
      const result = await sf.ok(words`project deploy start --target-org dev`);
      equal(at(result, 'status'), 'Succeeded');
      const described = await side.connection.describe('Booking__c');
      ok(described.fields.some(({ name }) => name === 'Booking_Key__c'));
      equal((await rowOf('Bookbridge_API_User'))?.['MemberType'], 'PermissionSet');
      equal((await rowOf('Booking__c'))?.['IsNameObsolete'], false);
    });
    await trial('project deploy start', 'again: nothing is left to deploy', async () => {
      const preview = await sf.ok(words`project deploy preview --target-org dev`);
      deepEqual([rowsAt(preview, 'toDeploy').length, rowsAt(preview, 'conflicts').length], [0, 0]);
    });
    await trial('project retrieve preview', 'names what somebody made in the org', async () => {
      await side.connection.metadata.create('PermissionSet', {
        fullName: 'Made_There',
        label: 'Made there',
        hasActivationRequired: false,
      });
      const preview = await sf.ok(words`project retrieve preview --target-org dev`);
      deepEqual(
        rowsAt(preview, 'toRetrieve').map((row) => at(row, 'fullName')),
        ['Made_There'],
      );
    });
    await trial('project retrieve start', 'without a name: brings it here', async () => {
      await sf.ok(words`project retrieve start --target-org dev`);
      const file = 'force-app/main/default/permissionsets/Made_There.permissionset-meta.xml';
      ok(existsSync(join(sf.project, file)));
    });
    await trial('project deploy start', 'changed on both sides: a conflict, nothing is written', async () => {
      const file = 'force-app/main/default/permissionsets/Made_There.permissionset-meta.xml';
      await side.connection.metadata.update('PermissionSet', {
        fullName: 'Made_There',
        label: 'Changed there',
        hasActivationRequired: false,
      });
      writeFiles(sf, { [file]: permissionSet('Booking', 'Booking__c.Subject__c') });
      const failure = await sf.fails(words`project deploy start --target-org dev`);
      match(`${failure.name} ${failure.message}`, /conflict/i);
      const [set] = await side.rows("SELECT Label FROM PermissionSet WHERE Name = 'Made_There'");
      equal(set?.['Label'], 'Changed there');
      await sf.ok(words`project deploy start --target-org dev --ignore-conflicts`);
      const [after] = await side.rows("SELECT Label FROM PermissionSet WHERE Name = 'Made_There'");
      equal(after?.['Label'], 'Booking User');
    });
    await trial('project delete source', 'the org knows it as deleted', async () => {
      writeFiles(sf, machineSource('force-app/main/default', 'Machine'));
      await sf.ok(words`project deploy start --target-org dev`);
      await sf.ok(
        words`project delete source --metadata PermissionSet:Machine_User --target-org dev --no-prompt
          --track-source`,
      );
      equal((await rowOf('Machine_User'))?.['IsNameObsolete'], true);
      equal((await side.rows("SELECT Id FROM PermissionSet WHERE Name = 'Machine_User'")).length, 0);
    });
    await trial('project retrieve start', 'a deletion in the org reaches the folder', async () => {
      await side.connection.metadata.delete('PermissionSet', 'Made_There');
      await sf.ok(words`project retrieve start --target-org dev`);
      const file = 'force-app/main/default/permissionsets/Made_There.permissionset-meta.xml';
      equal(existsSync(join(sf.project, file)), false);
    });
  },
};

// Deploying to an org without source tracking (production): SOAP and REST, dry run, failing component, validate and quick
// deploy, destructive changes, retrieve, list metadata.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgSide } from './org-side.ts';
import { at, rowsAt, words } from './sf.ts';
import { machineSource, manifest, permissionSet, writeFiles, xml } from './source-files.ts';
import type { Area } from './trials.ts';

const soap = { SF_ORG_METADATA_REST_DEPLOY: 'false' };
const rest = { SF_ORG_METADATA_REST_DEPLOY: 'true' };

export const deployArea: Area = {
  name: 'deploy',
  async run({ sf, hub, trial }) {
    const deploy = (...flags: string[]): string[] => words`project deploy start --target-org hub ${flags}`;
    writeFiles(sf, machineSource('extra', 'Machine'));

    await trial('project deploy start', '--dry-run says what would come, and leaves nothing', async () => {
      const result = await sf.ok(deploy('--source-dir', 'extra', '--dry-run'));
      deepEqual([at(result, 'status'), at(result, 'checkOnly')], ['Succeeded', true]);
      equal(await hasObject(hub, 'Machine__c'), false);
    });
    await trial('project deploy start', 'SOAP: an object and its field are there at once', async () => {
      const result = await sf.ok(deploy('--source-dir', 'extra'), { env: soap });
      deepEqual(statesOf(result), {
        'CustomField Machine__c.Serial__c': 'Created',
        'CustomObject Machine__c': 'Created',
        'PermissionSet Machine_User': 'Created',
      });
      const [set] = await hub.rows("SELECT Id, Label FROM PermissionSet WHERE Name = 'Machine_User'");
      equal(set?.['Label'], 'Machine User');
      equal(await hasObject(hub, 'Machine__c'), true);
    });
    await trial('project deploy start', 'the same again: Unchanged', async () => {
      const result = await sf.ok(deploy('--source-dir', 'extra'));
      deepEqual(new Set(Object.values(statesOf(result))), new Set(['Unchanged']));
    });
    await trial('project deploy start', 'REST: a new label', async () => {
      writeFiles(sf, machineSource('extra', 'Machine', 'Engine'));
      const result = await sf.ok(deploy('--source-dir', 'extra'), { env: rest });
      equal(statesOf(result)['CustomObject Machine__c'], 'Changed');
      equal(await labelOf(hub, 'Machine__c'), 'Engine');
    });
    for (const [door, env] of [
      ['SOAP', soap],
      ['REST', rest],
    ] as const) {
      await trial(
        'project deploy start',
        `${door}: a wrong component fails with its message, all is rolled back`,
        async () => {
          writeFiles(sf, {
            ...machineSource('wrong', `Wrong${door}`),
            'wrong/permissionsets/Wrong.permissionset-meta.xml': permissionSet(
              `Wrong${door}`,
              'Account.Not_There__c',
            ),
          });
          const failure = await sf.fails(deploy('--source-dir', 'wrong'), { env });
          const [problem] = rowsAt(failure.json, 'result.details.componentFailures');
          deepEqual(
            [failure.code, at(problem, 'componentType'), at(problem, 'fullName')],
            [1, 'PermissionSet', 'Wrong'],
          );
          match(String(at(problem, 'problem')), /no CustomField named Account\.Not_There__c found/);
          equal(await hasObject(hub, `Wrong${door}__c`), false);
        },
      );
    }
    await trial(
      'project deploy start',
      'force-app: nothing to change, it is there from the start',
      async () => {
        const result = await sf.ok(deploy('--source-dir', 'force-app'));
        equal(at(result, 'numberComponentErrors'), 0);
        equal(at(await hub.connection.describe('Booking__c'), 'custom'), true);
      },
    );
    await trial('project deploy start', '--async, then resume', async () => {
      writeFiles(sf, machineSource('later', 'Later'));
      const started = await sf.ok(deploy('--source-dir', 'later', '--async'));
      const resumed = await sf.ok(words`project deploy resume --job-id ${String(at(started, 'id'))}`);
      equal(at(resumed, 'status'), 'Succeeded');
      equal(await hasObject(hub, 'Later__c'), true);
    });
    await trial('project deploy report', 'tells of a deploy that is done', async () => {
      const report = await sf.ok(words`project deploy report --use-most-recent`);
      equal(at(report, 'status'), 'Succeeded');
    });
    await trial(
      'project deploy start',
      'a validation rule holds from the moment it is deployed',
      async () => {
        equal(await whyNotCreated(hub, 'Account', { Name: 'Before the rule' }), '');
        writeFiles(sf, {
          'rule/objects/Account/validationRules/Needs_Phone.validationRule-meta.xml': xml(
            'ValidationRule',
            `<fullName>Needs_Phone</fullName><active>true</active>
          <errorConditionFormula>ISBLANK(Phone)</errorConditionFormula><errorMessage>Phone, please</errorMessage>`,
          ),
        });
        await sf.ok(deploy('--source-dir', 'rule'));
        match(await whyNotCreated(hub, 'Account', { Name: 'After the rule' }), /Phone, please/);
      },
    );
    await deployValidated();
    await deployDestructive();
    await retrieveAndList();

    async function deployValidated(): Promise<void> {
      writeFiles(sf, machineSource('quick', 'Quick'));
      let jobId = '';
      await trial('project deploy validate', 'checks, and leaves nothing', async () => {
        const flags = words`--target-org hub --test-level RunLocalTests`;
        const result = await sf.ok(words`project deploy validate --source-dir quick ${flags}`);
        jobId = String(at(result, 'id'));
        equal(await hasObject(hub, 'Quick__c'), false);
      });
      await trial('project deploy validate', 'exits with 1 for a wrong component', async () => {
        const failure = await sf.fails(words`project deploy validate --source-dir wrong -o hub`);
        equal(failure.code, 1);
        match(failure.message, /no CustomField named Account\.Not_There__c found/);
      });
      await trial('project deploy quick', 'deploys what was validated', async () => {
        await sf.ok(words`project deploy quick --job-id ${jobId} --target-org hub`);
        equal(await hasObject(hub, 'Quick__c'), true);
      });
      await trial('project deploy quick', 'refuses what was never validated', async () => {
        const failure = await sf.fails(
          words`project deploy quick --target-org hub --job-id 0Af000000000000AAA`,
        );
        ok(failure.message.length > 0);
      });
    }

    async function deployDestructive(): Promise<void> {
      await trial('project deploy start', '--post-destructive-changes takes an object away', async () => {
        writeFiles(sf, {
          'manifests/package.xml': manifest({}),
          'manifests/destructive.xml': manifest({
            CustomObject: ['Quick__c'],
            PermissionSet: ['Quick_User'],
          }),
        });
        const flags = words`--manifest manifests/package.xml`;
        await sf.ok(deploy(...flags, '--post-destructive-changes', 'manifests/destructive.xml'));
        equal(await hasObject(hub, 'Quick__c'), false);
        equal((await hub.rows("SELECT Id FROM PermissionSet WHERE Name = 'Quick_User'")).length, 0);
      });
      await trial('project delete source', 'deletes in the org and in the folder', async () => {
        const file = join(sf.project, 'extra/permissionsets/Machine_User.permissionset-meta.xml');
        const flags = words`--source-dir ${file} --target-org hub --no-prompt`;
        await sf.ok(words`project delete source ${flags}`);
        equal((await hub.rows("SELECT Id FROM PermissionSet WHERE Name = 'Machine_User'")).length, 0);
        equal(existsSync(file), false);
      });
    }

    async function retrieveAndList(): Promise<void> {
      await trial('project retrieve start', 'brings the same permission set back', async () => {
        const flags = words`--metadata PermissionSet:Bookbridge_API_User --output-dir retrieved`;
        await sf.ok(words`project retrieve start --target-org hub ${flags}`);
        const name = 'permissionsets/Bookbridge_API_User.permissionset-meta.xml';
        const [mine, theirs] = ['force-app/main/default', 'retrieved'].map((folder) =>
          elementsOf(readFileSync(join(sf.project, folder, name), 'utf8')),
        );
        deepEqual(theirs, mine);
      });
      await trial('project retrieve start', 'an object comes back in parts', async () => {
        const flags = words`--metadata CustomObject:Booking__c --output-dir retrieved-object`;
        await sf.ok(words`project retrieve start --target-org hub ${flags}`);
        const fields = join(sf.project, 'retrieved-object/objects/Booking__c/fields');
        ok(existsSync(join(fields, 'Booking_Key__c.field-meta.xml')));
      });
      await trial('project retrieve start', 'names what is not there', async () => {
        const flags = words`--metadata PermissionSet:Not_There --output-dir retrieved-none`;
        const run = await sf.run(words`project retrieve start -o hub ${flags} --json`);
        match(run.stdout, /named 'Not_There' (was not found|cannot be found)/);
      });
      await trial('org list metadata', 'lists custom objects', async () => {
        const list = await sf.ok(words`org list metadata --metadata-type CustomObject -o hub`);
        const names = rowsAt(list).map((row) => String(at(row, 'fullName')));
        const same = await hub.connection.metadata.list({ type: 'CustomObject' }, '67.0');
        deepEqual(names.toSorted(), same.map(({ fullName }) => fullName).toSorted());
        ok(names.includes('Booking__c') && names.includes('Machine__c') && !names.includes('Quick__c'));
      });
      await trial('org list metadata', 'refuses a type that Salesforce does not know', async () => {
        const failure = await sf.fails(words`org list metadata --metadata-type Nonsense -o hub`);
        match(failure.message, /INVALID_TYPE|Unknown type|Nonsense/);
      });
      await trial('org list metadata-types', 'names the types that can be deployed', async () => {
        const types = await sf.ok(words`org list metadata-types --target-org hub`);
        const names = rowsAt(types, 'metadataObjects').map((row) => at(row, 'xmlName'));
        for (const name of ['CustomObject', 'PermissionSet', 'Layout', 'ExternalClientApplication']) {
          ok(names.includes(name), `${name} is missing`);
        }
      });
    }
  },
};

/** 'Type Name' → Created, Changed, Unchanged or Deleted, as the CLI shows it. */
function statesOf(result: unknown): Record<string, unknown> {
  return Object.fromEntries(
    rowsAt(result, 'files')
      .map(
        (file) => [`${String(at(file, 'type'))} ${String(at(file, 'fullName'))}`, at(file, 'state')] as const,
      )
      .toSorted(([one], [other]) => one.localeCompare(other)),
  );
}

async function hasObject(org: OrgSide, name: string): Promise<boolean> {
  const { sobjects } = await org.connection.describeGlobal();
  return sobjects.some((object) => object.name === name);
}

async function labelOf(org: OrgSide, name: string): Promise<unknown> {
  const { sobjects } = await org.connection.describeGlobal();
  return sobjects.find((object) => object.name === name)?.label;
}

async function whyNotCreated(org: OrgSide, object: string, record: Record<string, unknown>): Promise<string> {
  return org.connection.create(object, record).then(
    (saved) => (saved.success ? '' : JSON.stringify(saved.errors)),
    (error: unknown) => String(error),
  );
}

/** Lines in any order: Salesforce sorts them its own way. */
function elementsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .toSorted();
}

// What a deploy changes in how an org behaves: page layout, duplicate rule, validation rule and default, seen by another
// client at once; and what somebody changed in the org, brought back by the CLI.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgSide } from './org-side.ts';
import { rowsAt, at, words } from './sf.ts';
import { permissionSet, writeFiles, xml } from './source-files.ts';
import type { Area } from './trials.ts';

export const behaviourArea: Area = {
  name: 'behaviour',
  async run({ sf, hub, trial }) {
    const deploy = (folder: string): string[] =>
      words`project deploy start --target-org hub --source-dir ${folder}`;

    await trial('project deploy start', 'a layout: the page has its fields, and no others', async () => {
      ok((await fieldsOnPage(hub)).includes('Location'));
      writeFiles(sf, {
        'layout/layouts/Event-Event Layout.layout-meta.xml': layout(['Subject', 'Description']),
      });
      await sf.ok(deploy('layout'));
      deepEqual(await fieldsOnPage(hub), ['Subject', 'Description']);
    });
    await trial('project deploy start', 'a layout with a field that is not there: all stays', async () => {
      writeFiles(sf, {
        'layout/layouts/Event-Event Layout.layout-meta.xml': layout(['Subject', 'Not_There__c']),
      });
      const failure = await sf.fails(deploy('layout'));
      match(JSON.stringify(failure.json), /Not_There__c/);
      deepEqual(await fieldsOnPage(hub), ['Subject', 'Description']);
    });
    await trial('project deploy start', 'a duplicate rule holds from the moment it is deployed', async () => {
      const person = { FirstName: 'Dora', LastName: 'Double', Email: 'dora@double.example' };
      equal(await problemOf(hub, 'Contact', person), '');
      equal(await problemOf(hub, 'Contact', person), '');
      writeFiles(sf, {
        'rule/duplicateRules/Contact.Standard_Contact_Duplicate_Rule.duplicateRule-meta.xml': duplicateRule,
      });
      await sf.ok(deploy('rule'));
      match(await problemOf(hub, 'Contact', person), /DUPLICATES_DETECTED/);
      equal(
        await problemOf(hub, 'Contact', { ...person, LastName: 'Single', Email: 'd@single.example' }),
        '',
      );
    });
    await trial('project deploy start', 'a wrong validation rule is refused, none holds', async () => {
      writeFiles(sf, {
        'check/objects/Account/validationRules/Odd.validationRule-meta.xml': xml(
          'ValidationRule',
          `<fullName>Odd</fullName><active>true</active><errorConditionFormula>ISBLANK(Not_There__c)</errorConditionFormula>
          <errorMessage>odd</errorMessage>`,
        ),
      });
      const failure = await sf.fails(deploy('check'));
      match(JSON.stringify(failure.json), /Field Not_There__c does not exist/);
      equal(await problemOf(hub, 'Account', { Name: 'No rule' }), '');
    });
    await trial('project retrieve start', 'brings what somebody changed in the org since', async () => {
      const file = 'set/permissionsets/Shared_Set.permissionset-meta.xml';
      writeFiles(sf, { [file]: permissionSet('Booking', 'Booking__c.Subject__c') });
      await sf.ok(deploy('set'));
      await hub.connection.metadata.update('PermissionSet', {
        fullName: 'Shared_Set',
        label: 'Changed by somebody',
        hasActivationRequired: false,
      });
      const named = words`--metadata PermissionSet:Shared_Set --output-dir brought`;
      const result = await sf.ok(words`project retrieve start --target-org hub ${named}`);
      equal(at(rowsAt(result, 'files')[0], 'fullName'), 'Shared_Set');
      const text = readFileSync(
        join(sf.project, 'brought/permissionsets/Shared_Set.permissionset-meta.xml'),
        'utf8',
      );
      match(text, /<label>Changed by somebody<\/label>/);
    });
  },
};

/** API names on the page for a new event, in its order, as another client is told them. */
async function fieldsOnPage(org: OrgSide): Promise<string[]> {
  const { layouts } = await org.connection.sobject('Event').layouts();
  return (layouts[0]?.editLayoutSections ?? [])
    .flatMap(({ layoutRows }) => layoutRows)
    .flatMap(({ layoutItems }) => layoutItems)
    .flatMap(({ layoutComponents }) => layoutComponents)
    .map(({ value }) => value ?? '')
    .filter((name) => name !== '');
}

async function problemOf(org: OrgSide, object: string, record: Record<string, unknown>): Promise<string> {
  return org.connection.create(object, record).then(
    (saved) => (saved.success ? '' : JSON.stringify(saved.errors)),
    (error: unknown) =>
      `${String(error)} ${typeof error === 'object' && error !== null && 'errorCode' in error ? String(error.errorCode) : ''}`,
  );
}

function layout(fields: string[]): string {
  const items = fields.map(
    (field) => `<layoutItems><behavior>Edit</behavior><field>${field}</field></layoutItems>`,
  );
  return xml(
    'Layout',
    `<layoutSections><customLabel>true</customLabel><detailHeading>true</detailHeading><editHeading>true</editHeading>
    <label>Booking</label><layoutColumns>${items.join('')}</layoutColumns><layoutColumns/>
    <style>TwoColumnsTopToBottom</style></layoutSections>`,
  );
}

const duplicateRule = xml(
  'DuplicateRule',
  `<actionOnInsert>Allow</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate><alertText>Look twice.</alertText>
  <duplicateRuleMatchRules><matchRuleSObjectType>Contact</matchRuleSObjectType>
  <matchingRule>Standard_Contact_Match_Rule_v1_1</matchingRule></duplicateRuleMatchRules>
  <isActive>true</isActive><masterLabel>Duplicates</masterLabel>
  <operationsOnInsert>Alert</operationsOnInsert><operationsOnUpdate>Alert</operationsOnUpdate>
  <securityOption>EnforceSharingRules</securityOption><sortOrder>1</sortOrder>`,
);

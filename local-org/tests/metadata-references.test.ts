// What refers to each other: nothing that is still named goes, and nothing is changed so that what names it no longer
// runs. Also in the other direction: records that are components (permission sets, profiles) and their files.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, field, retrieve, text, visitObject, visitSet, xml } from './metadata-client.ts';
import type { Package } from './metadata-client.ts';
import { create, findOne } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;

const number = (name: string) => field(name, '<type>Number</type><precision>6</precision><scale>0</scale>');
const rule = (name: string, formula: string) =>
  `<validationRules><fullName>${name}</fullName><active>true</active><errorConditionFormula>${formula}</errorConditionFormula><errorMessage>Too many.</errorMessage></validationRules>`;
const visit = (children: string) => ({ 'objects/Visit__c.object': xml('CustomObject', children) });
const rights = ['Visit__c.Code__c', 'Visit__c.Guests__c'];

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  const lookup =
    '<type>Lookup</type><referenceTo>Visit__c</referenceTo><relationshipName>Extras</relationshipName>';
  const first = await deploy(admin, {
    types: {
      CustomObject: ['Visit__c', 'Extra__c'],
      PermissionSet: ['Visit_Maker'],
      ValidationRule: ['Visit__c.Own', 'Extra__c.Cross'],
    },
    files: {
      'objects/Visit__c.object': visitObject(
        [text('Code__c'), number('Guests__c'), rule('Own', 'Guests__c &gt; 500')].join('\n'),
      ),
      'objects/Extra__c.object': visitObject(
        [field('Visit__c', lookup), rule('Cross', 'Visit__r.Guests__c &gt; 100')].join('\n'),
      ),
      'permissionsets/Visit_Maker.permissionset': visitSet(rights),
    },
  });
  if (!first.success) throw new Error(JSON.stringify(first.failures));
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Visit_Maker'");
  const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  await create(admin, 'PermissionSetAssignment', { AssigneeId: me['Id'], PermissionSetId: set['Id'] });
  await create(admin, 'Visit__c', { Name: 'A', Code__c: 'one', Guests__c: 12 });
});
afterAll(() => running.stop());

const problemsOf = async (order: Package) =>
  (await deploy(admin, order)).failures.map(({ problem }) => problem);
const all = async () => (await admin.query('SELECT Id, Code__c, Guests__c FROM Visit__c')).records;
const usedBy = (what: string) => `This custom field is referenced elsewhere in salesforce.com. : ${what}.`;

describe('a field that a rule names', () => {
  let before: unknown;
  beforeEach(async () => {
    before = await all();
  });

  test.each<[string, Package, string]>([
    [
      'of another object',
      { destructive: { CustomField: ['Visit__c.Guests__c'] } },
      'Validation Formula - Own',
    ],
    [
      'of another object, when its own rule goes',
      { destructive: { ValidationRule: ['Visit__c.Own'], CustomField: ['Visit__c.Guests__c'] } },
      'Validation Formula - Cross',
    ],
    [
      'on its way to the parent',
      { destructive: { CustomField: ['Extra__c.Visit__c'] } },
      'Validation Formula - Cross',
    ],
    [
      'that goes only later',
      {
        destructivePre: { CustomField: ['Visit__c.Guests__c'] },
        destructive: { ValidationRule: ['Visit__c.Own', 'Extra__c.Cross'] },
      },
      'Validation Formula - Own',
    ],
    [
      'that comes in the same deploy',
      {
        types: { ValidationRule: ['Visit__c.New'] },
        files: visit(rule('New', 'Code__c = &quot;x&quot;')),
        destructive: { CustomField: ['Visit__c.Code__c'] },
      },
      'Validation Formula - New',
    ],
  ])('stays: %s', async (_which, order, by) => {
    expect(await problemsOf(order)).toEqual([usedBy(by)]);
    expect(await all()).toEqual(before);
  });

  test('takes no type that the rule cannot run with, unless the rule comes along', async () => {
    const change = (more: string, types: Record<string, string[]> = {}): Package => ({
      types: { CustomField: ['Visit__c.Guests__c'], ...types },
      files: visit([text('Guests__c'), more].join('\n')),
    });
    const [problem] = await problemsOf(change(''));
    expect(problem).toMatch(/Validation Formula - Own: Incorrect parameter type/);
    expect(await all()).toEqual(before);
    const both = change(rule('Own', 'LEN(Guests__c) &gt; 3'), { ValidationRule: ['Visit__c.Own'] });
    const cross = xml('CustomObject', rule('Cross', 'LEN(Visit__r.Guests__c) &gt; 3'));
    const result = await deploy(
      admin,
      {
        types: { ...both.types, ValidationRule: ['Visit__c.Own', 'Extra__c.Cross'] },
        files: { ...both.files, 'objects/Extra__c.object': cross },
      },
      { checkOnly: true },
    );
    expect(result.failures).toEqual([]);
  });
});

test('a field that a matching rule compares stays, and the matching rule that a duplicate rule uses', async () => {
  const rules = (name: string) =>
    `<matchingRules><fullName>${name}</fullName><label>${name}</label><matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>Code__c</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems><ruleStatus>Active</ruleStatus></matchingRules>`;
  const comparing = await problemsOf({
    types: { MatchingRule: ['Visit__c.No_Field'] },
    files: {
      'matchingRules/Visit__c.matchingRule': xml(
        'MatchingRules',
        rules('No_Field').replace('Code__c', 'No__c'),
      ),
    },
  });
  expect(comparing).toEqual(['In field: fieldName - no CustomField named Visit__c.No__c found']);
  const duplicate = xml(
    'DuplicateRule',
    '<actionOnInsert>Block</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate><alertText>Twice.</alertText><duplicateRuleMatchRules><matchRuleSObjectType>Visit__c</matchRuleSObjectType><matchingRule>Same_Code</matchingRule></duplicateRuleMatchRules><isActive>true</isActive><masterLabel>Twice</masterLabel><securityOption>EnforceSharingRules</securityOption><sortOrder>1</sortOrder>',
  );
  const alone = {
    types: { DuplicateRule: ['Visit__c.Twice'] },
    files: { 'duplicateRules/Visit__c.Twice.duplicateRule': duplicate },
  };
  expect(await problemsOf(alone)).toEqual([
    'In field: matchingRule - no MatchingRule named Visit__c.Same_Code found',
  ]);
  const first = await deploy(admin, {
    types: { MatchingRule: ['Visit__c.Same_Code'], DuplicateRule: ['Visit__c.Twice'] },
    files: {
      'matchingRules/Visit__c.matchingRule': xml('MatchingRules', rules('Same_Code')),
      'duplicateRules/Visit__c.Twice.duplicateRule': duplicate,
    },
  });
  expect(first.failures).toEqual([]);
  expect(await problemsOf({ destructive: { CustomField: ['Visit__c.Code__c'] } })).toEqual([
    usedBy('Matching Rule - Same_Code'),
  ]);
  expect(await problemsOf({ destructive: { MatchingRule: ['Visit__c.Same_Code'] } })).toEqual([
    'This matching rule is referenced elsewhere in salesforce.com. : Duplicate Rule - Visit__c.Twice.',
  ]);
  const gone = { MatchingRule: ['Visit__c.Same_Code'], DuplicateRule: ['Visit__c.Twice'] };
  expect(await problemsOf({ destructive: gone })).toEqual([]);
});

test('a global value set stays as long as a field uses it', async () => {
  const kinds = xml(
    'GlobalValueSet',
    '<customValue><fullName>a</fullName><default>false</default><label>A</label></customValue><masterLabel>Kinds</masterLabel><sorted>false</sorted>',
  );
  const kind = field(
    'Kind__c',
    '<type>Picklist</type><valueSet><restricted>true</restricted><valueSetName>Kinds</valueSetName></valueSet>',
  );
  await deploy(admin, {
    types: { GlobalValueSet: ['Kinds'], CustomField: ['Visit__c.Kind__c'] },
    files: { 'globalValueSets/Kinds.globalValueSet': kinds, ...visit(kind) },
  });
  expect(await problemsOf({ destructive: { GlobalValueSet: ['Kinds'] } })).toEqual([
    'This global value set is referenced elsewhere in salesforce.com. : Custom Field - Visit__c.Kind__c.',
  ]);
  const gone = await deploy(admin, {
    destructive: { GlobalValueSet: ['Kinds'], CustomField: ['Visit__c.Kind__c'] },
  });
  expect(gone.failures).toEqual([]);
});

test('a field that becomes required leaves the permission sets, which can be deployed as they are retrieved', async () => {
  const required = text('Code__c').replace('<label>', '<required>true</required><label>');
  expect(await problemsOf({ types: { CustomField: ['Visit__c.Code__c'] }, files: visit(required) })).toEqual(
    [],
  );
  const { files } = await retrieve(admin, { PermissionSet: ['Visit_Maker'] });
  expect(Object.values(files).join('')).not.toContain('Visit__c.Code__c');
  delete files['package.xml'];
  expect(await problemsOf({ types: { PermissionSet: ['Visit_Maker'] }, files })).toEqual([]);
});

test('a field that is deleted goes from the layouts, which can be deployed as they are retrieved', async () => {
  const item = (name: string) => `<layoutItems><behavior>Edit</behavior><field>${name}</field></layoutItems>`;
  const layout = xml(
    'Layout',
    `<layoutSections><customLabel>false</customLabel><detailHeading>true</detailHeading><editHeading>true</editHeading><layoutColumns>${item('Name')}${item('Shown__c')}</layoutColumns><style>OneColumn</style></layoutSections>`,
  );
  const name = 'Visit__c-Visit Layout';
  await deploy(admin, {
    types: { CustomField: ['Visit__c.Shown__c'], Layout: [name] },
    files: { ...visit(text('Shown__c')), [`layouts/${name}.layout`]: layout },
  });
  expect(await problemsOf({ destructive: { CustomField: ['Visit__c.Shown__c'] } })).toEqual([]);
  const { files } = await retrieve(admin, { Layout: [name] });
  const kept = files[`layouts/${name}.layout`] ?? '';
  expect([kept.includes('<field>Name</field>'), kept.includes('Shown__c')]).toEqual([true, false]);
  expect(
    await problemsOf({ types: { Layout: [name] }, files: { [`layouts/${name}.layout`]: kept } }),
  ).toEqual([]);
});

describe('a permission set', () => {
  const setFile = (label: string, license = '') =>
    xml('PermissionSet', `<label>${label}</label>${license === '' ? '' : `<license>${license}</license>`}`);
  const named = async () =>
    [await admin.metadata.list({ type: 'PermissionSet' }, '67.0')].flat().map(({ fullName }) => fullName);

  test('that is renamed as a record has the new name in every list, and the old one is free', async () => {
    const order = (name: string): Package => ({
      types: { PermissionSet: [name] },
      files: { [`permissionsets/${name}.permissionset`]: setFile(name) },
    });
    await deploy(admin, order('Old_Name'));
    const { Id } = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Old_Name'");
    await admin.sobject('PermissionSet').update({ Id: Id ?? '', Name: 'New_Name' });
    expect(await named()).toContain('New_Name');
    expect(await named()).not.toContain('Old_Name');
    const again = await deploy(admin, order('Old_Name'));
    expect(again.successes[0]).toMatchObject({ fullName: 'Old_Name', created: true });
  });

  test('that was made as a record can be deleted in a deploy', async () => {
    await create(admin, 'PermissionSet', { Name: 'By_Rest', Label: 'By REST' });
    const gone = await deploy(admin, { destructive: { PermissionSet: ['By_Rest'] } });
    expect(gone.successes[0]).toMatchObject({ fullName: 'By_Rest', deleted: true });
    expect(await named()).not.toContain('By_Rest');
  });

  test('takes no licence that those who have it lack', async () => {
    const order = (license: string): Package => ({
      types: { PermissionSet: ['Licensed'] },
      files: { 'permissionsets/Licensed.permissionset': setFile('Licensed', license) },
    });
    await deploy(admin, order(''));
    const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Licensed'");
    const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
    await create(admin, 'PermissionSetAssignment', { AssigneeId: me['Id'], PermissionSetId: set['Id'] });
    expect(await problemsOf(order('Salesforce Integration'))).toEqual([
      "The user license doesn't match the permission set's license: admin@acme.example",
    ]);
    expect(await problemsOf(order('Salesforce'))).toEqual([]);
  });
});

test('a profile that nobody has can be deleted, a standard one cannot', async () => {
  await deploy(admin, {
    types: { Profile: ['Clerk'] },
    files: {
      'profiles/Clerk.profile': xml('Profile', '<custom>true</custom><userLicense>Salesforce</userLicense>'),
    },
  });
  expect(await problemsOf({ destructive: { Profile: ['Admin'] } })).toEqual([
    "You can't delete a standard profile: System Administrator",
  ]);
  expect(await problemsOf({ destructive: { Profile: ['Clerk'] } })).toEqual([]);
  expect((await admin.query("SELECT Id FROM Profile WHERE Name = 'Clerk'")).totalSize).toBe(0);
});

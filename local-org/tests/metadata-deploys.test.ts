// Deploys through jsforce's Metadata API: what was deployed is behaviour at once, a wrong component fails with
// Salesforce's message, and a failed deploy leaves nothing behind.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, field, snapshot, text, visitObject, visitSet, xml } from './metadata-client.ts';
import { findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  const first = await deploy(admin, {
    types: { CustomObject: ['Visit__c'], PermissionSet: ['Visit_Maker'] },
    files: {
      'objects/Visit__c.object': visitObject(
        [
          text('Code__c'),
          field('Guests__c', '<type>Number</type><precision>4</precision><scale>0</scale>'),
        ].join('\n'),
      ),
      'permissionsets/Visit_Maker.permissionset': visitSet(['Visit__c.Code__c', 'Visit__c.Guests__c']),
    },
  });
  expect(first.failures).toEqual([]);
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Visit_Maker'");
  const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: me['Id'], PermissionSetId: set['Id'] });
});
afterAll(() => running.stop());

const deployFields = (children: string, names: string[]) =>
  deploy(admin, {
    types: { CustomField: names.map((name) => `Visit__c.${name}`) },
    files: { 'objects/Visit__c.object': xml('CustomObject', children) },
  });

const problemsOf = async (result: ReturnType<typeof deploy>) =>
  (await result).failures.map(({ componentType, fullName, problem }) => [componentType, fullName, problem]);

describe('a deployed object', () => {
  test('can be written, queried and described by those who have the rights', async () => {
    const made = await admin.sobject('Visit__c').create({ Name: 'First', Code__c: 'A-1', Guests__c: 3 });
    const found = await findOne(admin, "SELECT Id, Guests__c FROM Visit__c WHERE Code__c = 'A-1'");
    expect(found).toMatchObject({ Id: made.id, Guests__c: 3 });
    const { fields, custom } = await admin.sobject('Visit__c').describe();
    expect(custom).toBe(true);
    expect(fields.find((one) => one.name === 'Guests__c')).toMatchObject({ type: 'double', precision: 4 });
  });

  test('is told component by component, its fields and the list itself included', async () => {
    const result = await deploy(admin, {
      types: { CustomObject: ['Walk__c'], CustomField: ['Walk__c.Path__c'] },
      files: { 'objects/Walk__c.object': visitObject(text('Path__c')).replaceAll('Visit', 'Walk') },
    });
    expect(
      result.successes.map(({ componentType, fullName, created }) => [
        componentType ?? '',
        fullName,
        created,
      ]),
    ).toEqual([
      ['CustomObject', 'Walk__c', true],
      ['CustomField', 'Walk__c.Path__c', true],
      ['', 'package.xml', false],
    ]);
    const again = await deploy(admin, {
      types: { CustomObject: ['Walk__c'], CustomField: ['Walk__c.Path__c'] },
      files: { 'objects/Walk__c.object': visitObject(text('Path__c', 90)).replaceAll('Visit', 'Walk') },
    });
    expect(again.successes.map(({ fullName, created, changed }) => [fullName, created, changed])).toEqual([
      ['Walk__c', false, false],
      ['Walk__c.Path__c', false, true],
      ['package.xml', false, true],
    ]);
  });
});

describe('a validation rule', () => {
  const rule = (formula: string) => `    <validationRules>
        <fullName>Not_Too_Many</fullName>
        <active>true</active>
        <errorConditionFormula>${formula}</errorConditionFormula>
        <errorDisplayField>Guests__c</errorDisplayField>
        <errorMessage>Too many guests.</errorMessage>
    </validationRules>`;
  const deployRule = (formula: string) =>
    deploy(admin, {
      types: { ValidationRule: ['Visit__c.Not_Too_Many'] },
      files: { 'objects/Visit__c.object': xml('CustomObject', rule(formula)) },
    });

  test('refuses records from the moment it is deployed until it is deleted', async () => {
    await admin.sobject('Visit__c').create({ Name: 'Before', Guests__c: 900 });
    expect((await deployRule('Guests__c &gt; 500')).success).toBe(true);
    expect(
      await refusalOf(admin.sobject('Visit__c').create({ Name: 'After', Guests__c: 900 })),
    ).toMatchObject({ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Too many guests.' });
    const gone = await deploy(admin, { destructive: { ValidationRule: ['Visit__c.Not_Too_Many'] } });
    expect(gone.successes[0]).toMatchObject({ fullName: 'Visit__c.Not_Too_Many', deleted: true });
    await admin.sobject('Visit__c').create({ Name: 'Later', Guests__c: 900 });
  });

  test.each([
    ['Nope__c = 1', 'Field Nope__c does not exist. Check spelling.'],
    ['NOPE(Guests__c)', 'Unknown function NOPE. Check spelling.'],
    ['Guests__c &gt;', 'Syntax error.'],
  ])('with the formula %s fails with %s', async (formula, problem) => {
    expect(await problemsOf(deployRule(formula))).toEqual([
      ['ValidationRule', 'Visit__c.Not_Too_Many', problem],
    ]);
  });
});

describe('a wrong component', () => {
  // Texts of Salesforce, seen in public repositories and issues; see local-org/README.md.
  test.each([
    [
      'a Text without length',
      field('Bad__c', '<type>Text</type>'),
      "Must specify 'length' for a CustomField of type Text",
    ],
    [
      'a TextArea with length',
      field('Bad__c', '<type>TextArea</type><length>255</length>'),
      "Can not specify 'length' for a CustomField of type TextArea",
    ],
    [
      'a Checkbox without default',
      field('Bad__c', '<type>Checkbox</type>'),
      "Must specify 'defaultValue' for a CustomField of type Checkbox",
    ],
    [
      'a lookup to nothing',
      field(
        'Bad__c',
        '<type>Lookup</type><referenceTo>Nowhere__c</referenceTo><relationshipName>Bads</relationshipName>',
      ),
      "referenceTo value of 'Nowhere__c' does not resolve to a valid sObject type",
    ],
    [
      'a required lookup that would be emptied',
      field('Bad__c', '<type>Lookup</type><referenceTo>Account</referenceTo><required>true</required>'),
      'must specify either cascade delete or restrict delete for required lookup foreign key',
    ],
  ])('fails with the message for it: %s', async (_, children, problem) => {
    expect(await problemsOf(deployFields(children, ['Bad__c']))).toEqual([
      ['CustomField', 'Visit__c.Bad__c', problem],
    ]);
  });

  test('that is no field of the type is told with its line', async () => {
    const { failures } = await deployFields(
      field('Bad__c', '<type>Text</type>\n        <lenght>80</lenght>'),
      ['Bad__c'],
    );
    expect(failures).toMatchObject([
      {
        problem:
          'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}lenght invalid at this location in type CustomField',
        problemType: 'Error',
        fileName: expect.stringMatching(/objects\/Visit__c\.object$/),
      },
    ]);
    expect(Number(failures[0]?.lineNumber)).toBe(7);
  });

  test.each([
    ['Visit__c.Nope__c', 'In field: field - no CustomField named Visit__c.Nope__c found'],
    ['Nope__c.Code__c', 'In field: field - no CustomObject named Nope__c found'],
    ['Lead.LastName', 'You cannot deploy to a required field: Lead.LastName'],
  ])('a permission set with the field %s fails: %s', async (name, problem) => {
    const result = deploy(admin, {
      types: { PermissionSet: ['Bad_Set'] },
      files: { 'permissionsets/Bad_Set.permissionset': visitSet([name]) },
    });
    expect(await problemsOf(result)).toEqual([['PermissionSet', 'Bad_Set', problem]]);
  });

  test.each([
    [
      '<userPermissions><enabled>true</enabled><name>FlyAway</name></userPermissions>',
      'Unknown user permission: FlyAway',
    ],
    [
      '<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Contact</object><viewAllRecords>false</viewAllRecords></objectPermissions>',
      'Permission Read Contact depends on permission(s): Read Account',
    ],
  ])('a permission set with %s fails', async (more, problem) => {
    const result = deploy(admin, {
      types: { PermissionSet: ['Bad_Set'] },
      files: { 'permissionsets/Bad_Set.permissionset': visitSet([], more) },
    });
    expect(await problemsOf(result)).toEqual([['PermissionSet', 'Bad_Set', problem]]);
  });
});

describe('a package', () => {
  test('whose list and files differ fails with both sides named', async () => {
    const result = deploy(admin, {
      types: { CustomObject: ['Ghost__c'], CustomField: ['Visit__c.Ghost__c'] },
      files: {
        'objects/Visit__c.object': xml('CustomObject', text('Other__c')),
      },
    });
    expect((await problemsOf(result)).toSorted()).toEqual([
      [
        'CustomField',
        'Visit__c.Ghost__c',
        "An object 'Visit__c.Ghost__c' of type CustomField was named in package.xml, but was not found in zipped directory",
      ],
      ['CustomField', 'Visit__c.Other__c', 'Not in package.xml'],
      [
        'CustomObject',
        'Ghost__c',
        "An object 'Ghost__c' of type CustomObject was named in package.xml, but was not found in zipped directory",
      ],
    ]);
  });

  test('with a type nobody knows fails', async () => {
    const { failures } = await deploy(admin, { types: { FlyingCarpet: ['Red'] } });
    expect(failures).toMatchObject([
      { fullName: 'package.xml', problem: "Unknown type name 'FlyingCarpet' specified in package.xml" },
    ]);
  });

  test('that fails half-way leaves nothing behind, and says what would have gone well', async () => {
    const before = await snapshot(admin);
    const result = await deploy(admin, {
      types: {
        CustomObject: ['Half__c'],
        CustomField: ['Visit__c.New__c', 'Visit__c.Bad__c'],
        PermissionSet: ['Half_Set'],
      },
      files: {
        'objects/Half__c.object': visitObject(text('Code__c')).replaceAll('Visit', 'Half'),
        'objects/Visit__c.object': xml(
          'CustomObject',
          [text('New__c'), field('Bad__c', '<type>Text</type>')].join('\n'),
        ),
        'permissionsets/Half_Set.permissionset': visitSet(['Visit__c.New__c']),
      },
      destructive: { CustomField: ['Visit__c.Code__c'] },
    });
    expect(result.status).toBe('Failed');
    expect(result.failures).toHaveLength(1);
    expect(result.successes.map(({ fullName }) => fullName)).toContain('Half_Set');
    expect(await snapshot(admin)).toEqual(before);
  });

  test('that is only checked leaves nothing behind', async () => {
    const before = await snapshot(admin);
    const result = await deploy(
      admin,
      {
        types: { CustomObject: ['Check__c'] },
        files: { 'objects/Check__c.object': visitObject(text('Code__c')).replaceAll('Visit', 'Check') },
        destructive: { CustomField: ['Visit__c.Code__c'] },
      },
      { checkOnly: true },
    );
    expect(result).toMatchObject({ status: 'Succeeded', success: true });
    expect(await snapshot(admin)).toEqual(before);
  });

  test('without roll back keeps what went well; production always rolls back', async () => {
    const sandbox = await signIn(running, { who: 'admin', kind: 'sandbox' });
    const result = await deploy(
      sandbox,
      {
        types: { CustomField: ['Lead.Part__c', 'Lead.Bad__c'] },
        files: {
          'objects/Lead.object': xml(
            'CustomObject',
            [text('Part__c'), field('Bad__c', '<type>Text</type>')].join('\n'),
          ),
        },
      },
      { rollbackOnError: false },
    );
    expect(result.status).toBe('SucceededPartial');
    const listed = await sandbox.metadata.list({ type: 'CustomField' }, '67.0');
    const names = [listed].flat().map(({ fullName }) => fullName);
    expect(names).toContain('Lead.Part__c');
    expect(names).not.toContain('Lead.Bad__c');
  });
});

describe('a deletion', () => {
  test('of a field takes its values and rights along, and a name that is free again starts empty', async () => {
    const gone = {
      types: { CustomField: ['Visit__c.Gone__c'] },
      files: { 'objects/Visit__c.object': xml('CustomObject', text('Gone__c')) },
    };
    await deploy(admin, gone);
    const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Visit_Maker'");
    const right = {
      ParentId: set['Id'],
      SobjectType: 'Visit__c',
      Field: 'Visit__c.Gone__c',
      PermissionsRead: true,
      PermissionsEdit: true,
    };
    await admin.sobject('FieldPermissions').create(right);
    const { id } = await admin.sobject('Visit__c').create({ Name: 'Has it', Gone__c: 'value' });
    const result = await deploy(admin, { destructive: { CustomField: ['Visit__c.Gone__c'] } });
    expect(result.failures).toEqual([]);
    const rights = "SELECT Id FROM FieldPermissions WHERE Field = 'Visit__c.Gone__c'";
    expect((await admin.query(rights)).totalSize).toBe(0);
    expect((await refusalOf(admin.query('SELECT Gone__c FROM Visit__c'))).errorCode).toBe('INVALID_FIELD');
    await deploy(admin, gone);
    await admin.sobject('FieldPermissions').create(right);
    expect(await admin.sobject('Visit__c').retrieve(String(id))).toMatchObject({ Gone__c: null });
  });

  test('of a field that a rule names is refused, together with the rule it goes', async () => {
    await deploy(admin, {
      types: { CustomField: ['Visit__c.Used__c'], ValidationRule: ['Visit__c.Uses'] },
      files: {
        'objects/Visit__c.object': xml(
          'CustomObject',
          `${text('Used__c')}<validationRules><fullName>Uses</fullName><active>true</active><errorConditionFormula>ISBLANK(Used__c)</errorConditionFormula><errorMessage>No</errorMessage></validationRules>`,
        ),
      },
    });
    const refused = await deploy(admin, { destructive: { CustomField: ['Visit__c.Used__c'] } });
    expect(refused.failures.map(({ problem }) => problem)).toEqual([
      'This custom field is referenced elsewhere in salesforce.com. : Validation Formula - Uses.',
    ]);
    const both = await deploy(admin, {
      destructive: { CustomField: ['Visit__c.Used__c'], ValidationRule: ['Visit__c.Uses'] },
    });
    expect(both.success).toBe(true);
  });

  test('of what is not there is a warning', async () => {
    const result = await deploy(admin, { destructive: { CustomField: ['Visit__c.Never__c'] } });
    expect(result).toMatchObject({ status: 'Succeeded', success: true });
    expect(result.successes[0]).toMatchObject({
      componentType: 'CustomField',
      problem: 'No CustomField named: Visit__c.Never__c found',
      problemType: 'Warning',
    });
  });

  test('of an object takes records, fields and rights along', async () => {
    await deploy(admin, {
      types: { CustomObject: ['Brief__c'], PermissionSet: ['Brief_Set'] },
      files: {
        'objects/Brief__c.object': visitObject(text('Code__c')).replaceAll('Visit', 'Brief'),
        'permissionsets/Brief_Set.permissionset': visitSet(['Brief__c.Code__c']).replace(
          '<object>Visit__c',
          '<object>Brief__c',
        ),
      },
    });
    const before = await admin.query("SELECT Id FROM ObjectPermissions WHERE SobjectType = 'Brief__c'");
    expect(before.totalSize).toBe(1);
    const result = await deploy(admin, { destructive: { CustomObject: ['Brief__c'] } });
    expect(result.failures).toEqual([]);
    const after = await admin.query("SELECT Id FROM ObjectPermissions WHERE SobjectType = 'Brief__c'");
    expect(after.totalSize).toBe(0);
    expect((await refusalOf(admin.sobject('Brief__c').describe())).errorCode).toBe('NOT_FOUND');
  });
});

test('a component the local org does not model is kept and named in a warning', async () => {
  const body = xml(
    'RemoteSiteSetting',
    '    <disableProtocolSecurity>false</disableProtocolSecurity>\n    <isActive>true</isActive>\n    <url>https://example.com</url>',
  );
  const result = await deploy(admin, {
    types: { RemoteSiteSetting: ['Example'] },
    files: { 'remoteSiteSettings/Example.remoteSite': body },
  });
  expect(result.success).toBe(true);
  expect(result.successes[0]).toMatchObject({
    fullName: 'Example',
    problemType: 'Warning',
    problem: 'The local org keeps RemoteSiteSetting components but does nothing with them: Example',
  });
});

test('a user without the right to change metadata is refused', async () => {
  const rep = await signIn(running, { who: 'standard' });
  await expect(deploy(rep, { types: {} })).rejects.toThrow(/INSUFFICIENT_ACCESS/);
});

// What a deploy refuses, component by component, and what a deletion takes along. Texts are Salesforce's, seen in public
// repositories and issues; see local-org/README.md.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, field, text, visitObject, visitSet, xml } from './metadata-client.ts';
import { findOne, refusalOf } from './movie-org.ts';
import { openVisitOrg } from './visit-org.ts';

let running: RunningLocalOrg;
let admin: Connection;

beforeAll(async () => {
  ({ running, admin } = await openVisitOrg());
});
afterAll(() => running.stop());

const deployFields = (children: string, names: string[]) =>
  deploy(admin, {
    types: { CustomField: names.map((name) => `Visit__c.${name}`) },
    files: { 'objects/Visit__c.object': xml('CustomObject', children) },
  });

const problemsOf = async (result: ReturnType<typeof deploy>) =>
  (await result).failures.map(({ componentType, fullName, problem }) => [componentType, fullName, problem]);

describe('a wrong component', () => {
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

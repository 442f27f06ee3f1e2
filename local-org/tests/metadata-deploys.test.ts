// Deploys through jsforce's Metadata API: what was deployed is behaviour at once, a wrong component fails with
// Salesforce's message, and a failed deploy leaves nothing behind.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, field, snapshot, text, visitObject, visitSet, xml } from './metadata-client.ts';
import { findOne, refusalOf } from './movie-org.ts';
import { signIn } from './sign-in.ts';
import { openVisitOrg } from './visit-org.ts';

let running: RunningLocalOrg;
let admin: Connection;

beforeAll(async () => {
  ({ running, admin } = await openVisitOrg());
});
afterAll(() => running.stop());

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

describe('a package', () => {
  test('whose list and files differ fails with both sides named', async () => {
    const result = deploy(admin, {
      types: { CustomObject: ['Ghost__c'], CustomField: ['Visit__c.Ghost__c'] },
      files: {
        'objects/Visit__c.object': xml('CustomObject', text('Other__c')),
      },
    });
    expect(
      (await problemsOf(result)).toSorted((a, b) => `${a[0]}${a[1]}`.localeCompare(`${b[0]}${b[1]}`)),
    ).toEqual([
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

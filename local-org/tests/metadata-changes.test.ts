// Changing what is already there, with records in it: types, lengths, uniqueness, renaming, and packages that try to
// hurt.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import {
  deploy,
  field,
  manifest,
  retrieve,
  snapshot,
  text,
  visitObject,
  visitSet,
  xml,
} from './metadata-client.ts';
import { findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;

const number = (name: string) => field(name, '<type>Number</type><precision>6</precision><scale>0</scale>');

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  await deploy(admin, {
    types: { CustomObject: ['Visit__c'], PermissionSet: ['Visit_Maker'] },
    files: {
      'objects/Visit__c.object': visitObject(
        [text('Code__c'), text('Other__c'), number('Guests__c')].join('\n'),
      ),
      'permissionsets/Visit_Maker.permissionset': visitSet([
        'Visit__c.Code__c',
        'Visit__c.Other__c',
        'Visit__c.Guests__c',
      ]),
    },
  });
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Visit_Maker'");
  const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: me['Id'], PermissionSetId: set['Id'] });
  await admin.sobject('Visit__c').create({ Name: 'A', Code__c: 'same', Other__c: 'one', Guests__c: 12 });
  await admin.sobject('Visit__c').create({ Name: 'B', Code__c: 'same', Other__c: 'two' });
});
afterAll(() => running.stop());

const changeField = (name: string, children: string) =>
  deploy(admin, {
    types: { CustomField: [`Visit__c.${name}`] },
    files: { 'objects/Visit__c.object': xml('CustomObject', children) },
  });

describe('a field with values', () => {
  test('changes its type with its values, and stays as it was when the types do not fit', async () => {
    const before = await snapshot(admin);
    expect(
      (
        await changeField(
          'Guests__c',
          field('Guests__c', '<type>Checkbox</type><defaultValue>false</defaultValue>'),
        )
      ).success,
    ).toBe(false);
    expect(await snapshot(admin)).toEqual(before);
    expect((await changeField('Guests__c', text('Guests__c', 20))).failures).toEqual([]);
    expect(await findOne(admin, "SELECT Guests__c FROM Visit__c WHERE Name = 'A'")).toMatchObject({
      Guests__c: '12',
    });
  });

  test('is not cut, and not made unique over duplicates', async () => {
    expect((await changeField('Other__c', text('Other__c', 2))).success).toBe(false);
    const unique = (name: string) =>
      field(name, '<externalId>true</externalId><type>Text</type><length>80</length><unique>true</unique>');
    expect((await changeField('Code__c', unique('Code__c'))).success).toBe(false);
    expect((await changeField('Other__c', unique('Other__c'))).failures).toEqual([]);
    expect(await refusalOf(admin.sobject('Visit__c').create({ Name: 'C', Other__c: 'ONE' }))).toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
    });
    const found = await admin
      .sobject('Visit__c')
      .upsert({ Other__c: 'two', Name: 'Found by key' }, 'Other__c');
    expect(found.success).toBe(true);
    expect(await findOne(admin, "SELECT Other__c FROM Visit__c WHERE Name = 'Found by key'")).toMatchObject({
      Other__c: 'two',
    });
  });

  test('that goes and comes in one failing deploy is found by its key as before', async () => {
    const { success } = await deploy(admin, {
      types: { CustomField: ['Visit__c.Other__c', 'Visit__c.Broken__c'] },
      files: {
        'objects/Visit__c.object': xml(
          'CustomObject',
          [text('Other__c'), field('Broken__c', '<type>Text</type>')].join('\n'),
        ),
      },
      destructivePre: { CustomField: ['Visit__c.Other__c'] },
    });
    expect(success).toBe(false);
    const { records } = await admin.query("SELECT Name FROM Visit__c WHERE Other__c = 'one'");
    expect(records).toMatchObject([{ Name: 'A' }]);
    expect(
      await admin
        .sobject('Visit__c')
        .retrieve('Other__c/one')
        .catch(() => undefined),
    ).toBeDefined();
  });
});

test('an object that goes and comes again in one deploy is empty, with rights only from what comes', async () => {
  const brief = visitObject(text('Code__c')).replaceAll('Visit', 'Brief');
  const order = { types: { CustomObject: ['Brief__c'] }, files: { 'objects/Brief__c.object': brief } };
  await deploy(admin, order);
  await admin.sobject('Brief__c').create({ Name: 'Old' });
  expect(
    (await deploy(admin, { ...order, destructivePre: { CustomObject: ['Brief__c'] } })).failures,
  ).toEqual([]);
  expect((await admin.query('SELECT Id FROM Brief__c')).totalSize).toBe(0);
});

describe('a lookup', () => {
  test('keeps the object it points at, until it goes along', async () => {
    const target = visitObject('').replaceAll('Visit', 'Target');
    await deploy(admin, {
      types: { CustomObject: ['Target__c'], CustomField: ['Visit__c.Target__c'] },
      files: {
        'objects/Target__c.object': target,
        'objects/Visit__c.object': xml(
          'CustomObject',
          field(
            'Target__c',
            '<type>Lookup</type><referenceTo>Target__c</referenceTo><relationshipName>Visits</relationshipName>',
          ),
        ),
      },
    });
    const refused = await deploy(admin, { destructive: { CustomObject: ['Target__c'] } });
    expect(refused.failures).toMatchObject([
      {
        problem:
          'This custom object is referenced elsewhere in salesforce.com. : Custom Field - Visit__c.Target__c.',
      },
    ]);
    const both = await deploy(admin, {
      destructive: { CustomObject: ['Target__c'], CustomField: ['Visit__c.Target__c'] },
    });
    expect(both.failures).toEqual([]);
  });

  test('does not take the relationship name of another', async () => {
    const lookup = (name: string) =>
      changeField(
        name,
        field(
          name,
          '<type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Tours</relationshipName>',
        ),
      );
    expect((await lookup('First__c')).success).toBe(true);
    expect((await lookup('Second__c')).failures).toMatchObject([
      { problem: 'There is already a Child Relationship named Tours on Account.' },
    ]);
  });
});

test('picklists take their values from a global value set', async () => {
  await deploy(admin, {
    types: { GlobalValueSet: ['Moods'], CustomField: ['Visit__c.Mood__c'] },
    files: {
      'globalValueSets/Moods.globalValueSet': xml(
        'GlobalValueSet',
        '<customValue><fullName>Good</fullName><default>false</default><label>Good</label></customValue><masterLabel>Moods</masterLabel><sorted>false</sorted>',
      ),
      'objects/Visit__c.object': xml(
        'CustomObject',
        field(
          'Mood__c',
          '<type>Picklist</type><valueSet><valueSetName>Moods</valueSetName></valueSet><required>true</required>',
        ),
      ),
    },
  });
  const { fields } = await admin.sobject('Visit__c').describe();
  expect(fields.find(({ name }) => name === 'Mood__c')).toMatchObject({
    restrictedPicklist: true,
    picklistValues: [{ value: 'Good' }],
  });
  await deploy(admin, { destructive: { CustomField: ['Visit__c.Mood__c'] } });
});

describe('a package that is wrong in itself', () => {
  const raw = async (files: Record<string, string>) => {
    const zip = Buffer.from(
      zipSync(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, strToU8(content)]))),
    );
    const result = await admin.metadata
      .deploy(zip, { singlePackage: true, rollbackOnError: true })
      .complete(true);
    return [result.details?.componentFailures ?? []].flat().map((message) => message?.problem ?? '');
  };
  const list = manifest({ CustomObject: ['Visit__c'] });

  test.each([
    [
      'a file that ends in the middle',
      '<CustomObject xmlns="x"><label>Visit',
      'XML document structures must start and end within the same entity.',
    ],
    [
      'tags that cross',
      '<CustomObject><label>Visit</CustomObject></label>',
      'The element type "label" must be terminated by the matching end-tag "</label>".',
    ],
    [
      'a document type',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CustomObject><label>&e;</label></CustomObject>',
      'DOCTYPE is disallowed.',
    ],
    [
      'an unknown entity',
      '<CustomObject><label>&e;</label></CustomObject>',
      'The entity "e" was referenced, but not declared.',
    ],
    ['nothing', '', 'Premature end of file.'],
    ['no XML', 'hello', 'Content is not allowed in prolog.'],
    ['ten thousand levels', '<a>'.repeat(10_000), 'The elements are nested too deep.'],
  ])('is refused: %s', async (_, content, problem) => {
    expect(await raw({ 'package.xml': list, 'objects/Visit__c.object': content })).toEqual([
      `Error parsing file: ${problem}`,
    ]);
  });

  test('is refused for a version that is still to come', async () => {
    expect(
      await raw({ 'package.xml': list.replace('67.0', '99.0'), 'objects/Visit__c.object': visitObject() }),
    ).toEqual(['Invalid version specified:99.0']);
  });

  test('is refused for names that could be mistaken for parts of a program', async () => {
    const before = await snapshot(admin);
    for (const name of ['__proto__', 'constructor__c__c', '1st__c', 'a b__c']) {
      const problems = await raw({
        'package.xml': manifest({ CustomObject: [name] }),
        [`objects/${name}.object`]: visitObject(),
      });
      expect(problems).not.toEqual([]);
    }
    expect(await snapshot(admin)).toEqual(before);
  });
});

test('what is not XML comes back as it was', async () => {
  const code = 'public class Hello {\r\n  // äöü\r\n}\r\n';
  const meta = xml('ApexClass', '    <apiVersion>67.0</apiVersion>\n    <status>Active</status>');
  const result = await deploy(admin, {
    types: { ApexClass: ['Hello'], LightningComponentBundle: ['hello'] },
    files: {
      'classes/Hello.cls': code,
      'classes/Hello.cls-meta.xml': meta,
      'lwc/hello/hello.js': 'export default class {}',
      'lwc/hello/hello.js-meta.xml': xml(
        'LightningComponentBundle',
        '    <apiVersion>67.0</apiVersion>\n    <isExposed>false</isExposed>',
      ),
    },
  });
  expect(result.failures).toEqual([]);
  const { files } = await retrieve(admin, { ApexClass: ['*'], LightningComponentBundle: ['hello'] });
  expect(files).toMatchObject({
    'classes/Hello.cls': code,
    'classes/Hello.cls-meta.xml': meta,
    'lwc/hello/hello.js': 'export default class {}',
  });
});

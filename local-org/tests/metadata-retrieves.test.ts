// What an org gives back of its metadata through jsforce: retrieves, lists, tracked changes, and all of it after a
// restart.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, manifest, retrieve, snapshot, text, visitObject, visitSet, xml } from './metadata-client.ts';
import { findOne } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

const data = mkdtempSync(join(tmpdir(), 'local-org-'));
const start = () => startLocalOrg({ callbackUrls: [callbackUrl], data });

let running: RunningLocalOrg;
let admin: Connection;
let sandbox: Connection;

beforeAll(async () => {
  running = await start();
  admin = await signIn(running, { who: 'admin' });
  sandbox = await signIn(running, { who: 'admin', kind: 'sandbox' });
});
afterAll(async () => {
  await running.stop();
  rmSync(data, { recursive: true, force: true });
});

const layout = xml('Layout', '    <layoutSections>\n        <style>OneColumn</style>\n    </layoutSections>');

describe('a retrieve', () => {
  beforeAll(async () => {
    const result = await deploy(admin, {
      types: {
        CustomObject: ['Visit__c'],
        PermissionSet: ['Visit_Maker'],
        Layout: ['Visit__c-Visit Layout'],
        CustomField: ['Lead.Extra__c'],
      },
      files: {
        'objects/Visit__c.object': visitObject(text('Code__c')),
        'objects/Lead.object': xml('CustomObject', text('Extra__c')),
        'permissionsets/Visit_Maker.permissionset': visitSet(['Visit__c.Code__c']),
        'layouts/Visit__c-Visit Layout.layout': layout,
      },
    });
    if (!result.success) throw new Error(JSON.stringify(result.failures));
  });

  test('gives back what was deployed, byte by byte', async () => {
    const { files } = await retrieve(admin, { CustomObject: ['Visit__c'], Layout: ['*'] });
    expect(files['objects/Visit__c.object']).toBe(
      xml(
        'CustomObject',
        `    <deploymentStatus>Deployed</deploymentStatus>
    <fields>
        <fullName>Code__c</fullName>
        <label>Code</label>
        <type>Text</type>
        <length>80</length>
    </fields>
    <label>Visit</label>
    <nameField>
        <label>Visit Name</label>
        <type>Text</type>
    </nameField>
    <pluralLabel>Visits</pluralLabel>
    <sharingModel>ReadWrite</sharingModel>`,
      ),
    );
    expect(files['layouts/Visit__c-Visit Layout.layout']).toBe(layout);
  });

  test('takes custom objects by *, and standard ones by name with what is custom on them', async () => {
    const { files } = await retrieve(admin, { CustomObject: ['*', 'Lead'] });
    const objects = Object.keys(files).filter((path) => path.startsWith('objects/'));
    expect(objects.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'objects/Booking__c.object',
      'objects/Booking_Connection__c.object',
      'objects/Lead.object',
      'objects/Visit__c.object',
    ]);
    expect(files['objects/Lead.object']).toContain('<fullName>Extra__c</fullName>');
  });

  test('of a field alone brings its object with nothing else in it', async () => {
    const { files } = await retrieve(admin, { CustomField: ['Booking__c.Start__c'] });
    const shown = files['objects/Booking__c.object'] ?? '';
    expect(shown.match(/<fullName>/g)).toHaveLength(1);
    expect(shown).not.toContain('<sharingModel>');
  });

  test('shows a permission set as its records are, not as a file once said', async () => {
    const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Visit_Maker'");
    const before = await retrieve(admin, { PermissionSet: ['Visit_Maker'] });
    expect(before.files['permissionsets/Visit_Maker.permissionset']).toContain(
      '<field>Visit__c.Code__c</field>',
    );
    const right = await findOne(admin, `SELECT Id FROM FieldPermissions WHERE ParentId = '${set['Id']}'`);
    await admin.sobject('FieldPermissions').destroy(String(right['Id']));
    const after = await retrieve(admin, { PermissionSet: ['Visit_Maker'] });
    expect(after.files['permissionsets/Visit_Maker.permissionset']).not.toContain('fieldPermissions');
  });

  test('shows of a profile only what is about the other components', async () => {
    const { files } = await retrieve(admin, {
      Profile: ['Admin'],
      CustomField: ['Lead.Extra__c'],
      CustomObject: ['Visit__c'],
    });
    const shown = files['profiles/Admin.profile'] ?? '';
    expect(shown).toContain('<userLicense>Salesforce</userLicense>');
    expect(shown).not.toContain('<object>Account</object>');
    const { files: withAccount } = await retrieve(admin, { Profile: ['Admin'], CustomObject: ['Account'] });
    expect(withAccount['profiles/Admin.profile']).toContain('<object>Account</object>');
  });

  test('of everything an org lists can be deployed as it is', async () => {
    await deploy(admin, {
      types: { Layout: ['Lead-All'], CustomTab: ['Booking__c'], CustomLabel: ['Hello'] },
      files: {
        'layouts/Lead-All.layout': layout,
        'tabs/Booking__c.tab': xml(
          'CustomTab',
          '<customObject>true</customObject><motif>Custom1: Heart</motif>',
        ),
        'labels/CustomLabels.labels': xml(
          'CustomLabels',
          '<labels><fullName>Hello</fullName><language>en_US</language><protected>false</protected><shortDescription>Hello</shortDescription><value>Hello &amp; more</value></labels>',
        ),
      },
    });
    const { metadataObjects } = await admin.metadata.describe();
    const types: Record<string, string[]> = {};
    for (const type of metadataObjects.flatMap((one) => [one.xmlName, one.childXmlNames ?? []].flat())) {
      const listed = [await admin.metadata.list({ type }, '67.0')].flat();
      if (listed.length > 0) types[type] = listed.map(({ fullName }) => fullName);
    }
    expect(Object.keys(types)).toEqual(
      expect.arrayContaining(['CustomLabel', 'CustomTab', 'Layout', 'PermissionSet', 'Profile']),
    );
    const { files, problems } = await retrieve(admin, types);
    expect(problems).toEqual([]);
    delete files['package.xml'];
    const again = await deploy(admin, { types, files });
    expect(again.failures).toEqual([]);
  });

  test('of an object with nothing in it can be sent back without being named, as the CLI does', async () => {
    const { files } = await retrieve(admin, { CustomObject: ['Case'] });
    const again = await deploy(admin, {
      types: { Layout: ['Lead-All'] },
      files: {
        ...files,
        'layouts/Lead-All.layout': layout,
        'package.xml': manifest({ Layout: ['Lead-All'] }),
      },
    });
    expect([Object.keys(files), again.failures]).toEqual([['objects/Case.object', 'package.xml'], []]);
  });

  test('names what cannot be found and what nobody knows', async () => {
    const { problems } = await retrieve(admin, { CustomObject: ['Nope__c'], FlyingCarpet: ['*'] });
    expect(problems).toEqual([
      "Entity of type 'CustomObject' named 'Nope__c' cannot be found",
      "Entity type: 'FlyingCarpet' is unknown",
    ]);
  });
});

describe('a profile', () => {
  test('is changed by what its file names, and by nothing else', async () => {
    const result = await deploy(admin, {
      types: { Profile: ['Standard'] },
      files: {
        'profiles/Standard.profile': xml(
          'Profile',
          '    <fieldPermissions><editable>false</editable><field>Lead.Extra__c</field><readable>true</readable></fieldPermissions>',
        ),
      },
    });
    expect(result.failures).toEqual([]);
    const rep = await signIn(running, { who: 'standard' });
    const names = (await rep.sobject('Lead').describe()).fields;
    expect(names.find(({ name }) => name === 'Extra__c')).toMatchObject({ updateable: false });
    expect(names.map(({ name }) => name)).toContain('Phone');
  });
});

describe('tracked changes', () => {
  const rows = async (after: number) => {
    const { records } = await sandbox.tooling.query<Record<string, unknown>>(
      `SELECT MemberType, MemberName, IsNameObsolete, RevisionCounter FROM SourceMember WHERE RevisionCounter > ${after} ORDER BY RevisionCounter`,
    );
    return records.map(({ MemberType, MemberName, IsNameObsolete }) => [
      MemberType,
      MemberName,
      IsNameObsolete,
    ]);
  };
  const last = async () => {
    const { records } = await sandbox.tooling.query<{ RevisionCounter: number }>(
      'SELECT RevisionCounter FROM SourceMember ORDER BY RevisionCounter DESC LIMIT 1',
    );
    return records[0]?.RevisionCounter ?? 0;
  };

  test('rise with every deploy, name each component, and remember what is gone', async () => {
    const order = {
      types: { CustomObject: ['Walk__c'], CustomField: ['Walk__c.Code__c'] },
      files: { 'objects/Walk__c.object': visitObject(text('Code__c')).replaceAll('Visit', 'Walk') },
    };
    const first = await last();
    await deploy(sandbox, order);
    expect(await rows(first)).toEqual([
      ['CustomObject', 'Walk__c', false],
      ['CustomField', 'Walk__c.Code__c', false],
    ]);
    const second = await last();
    await deploy(sandbox, order);
    expect(await rows(second)).toHaveLength(2);
    const third = await last();
    await deploy(sandbox, { destructive: { CustomField: ['Walk__c.Code__c'] } });
    expect(await rows(third)).toEqual([['CustomField', 'Walk__c.Code__c', true]]);
    await deploy(sandbox, order);
    const { records } = await sandbox.tooling.query(
      "SELECT IsNameObsolete, IsNewMember FROM SourceMember WHERE MemberName = 'Walk__c.Code__c'",
    );
    expect(records).toMatchObject([{ IsNameObsolete: false, IsNewMember: true }]);
  });

  test('are not kept of a deploy that fails or only checks', async () => {
    const before = await last();
    const order = {
      types: { CustomObject: ['Run__c'] },
      files: { 'objects/Run__c.object': visitObject(text('Code__c')).replaceAll('Visit', 'Run') },
    };
    await deploy(sandbox, order, { checkOnly: true });
    await deploy(sandbox, {
      ...order,
      destructive: { Settings: ['Company'] },
      types: { ...order.types, CustomField: ['Run__c.No__c'] },
    });
    expect(await last()).toBe(before);
  });
});

test('is all the same after a restart, and the next deploy goes on from there', async () => {
  const key = { CustomObject: ['*'], PermissionSet: ['*'], Layout: ['*'] };
  const before = { snapshot: await snapshot(admin), files: (await retrieve(admin, key)).files };
  await admin.sobject('Visit__c').create({ Name: 'Stays' });
  await running.stop();
  running = await start();
  admin = await signIn(running, { who: 'admin' });
  sandbox = await signIn(running, { who: 'admin', kind: 'sandbox' });
  expect((await retrieve(admin, key)).files).toEqual(before.files);
  const visit = await findOne(admin, 'SELECT Name FROM Visit__c');
  expect(visit).toMatchObject({ Name: 'Stays' });
  await admin.sobject('Visit__c').destroy(String((await findOne(admin, 'SELECT Id FROM Visit__c'))['Id']));
  const again = await deploy(admin, {
    types: { CustomField: ['Visit__c.Later__c'] },
    files: { 'objects/Visit__c.object': xml('CustomObject', text('Later__c')) },
  });
  expect(again.success).toBe(true);
  await deploy(admin, { destructive: { CustomField: ['Visit__c.Later__c'] } });
  expect(await snapshot(admin)).toEqual(before.snapshot);
});

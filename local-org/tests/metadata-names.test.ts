// Names and bytes that are not what they seem: another case, a way out of the folder, an encoding, characters XML cannot
// carry, elements that are missing where nobody looks first.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, field, manifest, retrieve, text, visitObject, visitSet, xml } from './metadata-client.ts';
import { callbackUrl, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  const first = await deploy(admin, {
    types: { CustomObject: ['Visit__c'], PermissionSet: ['Visit_Maker'] },
    files: {
      'objects/Visit__c.object': visitObject(text('Code__c')),
      'permissionsets/Visit_Maker.permissionset': visitSet(['Visit__c.Code__c']),
    },
  });
  if (!first.success) throw new Error(JSON.stringify(first.failures));
});
afterAll(() => running.stop());

const changeVisit = (members: string[], children: string) =>
  deploy(admin, {
    types: { CustomField: members },
    files: { 'objects/Visit__c.object': xml('CustomObject', children) },
  });

describe('a name in another case', () => {
  test('is the same component', async () => {
    const result = await deploy(admin, {
      types: { CustomObject: ['visit__C'], PermissionSet: ['visit_maker'] },
      files: {
        'objects/visit__C.object': visitObject([text('code__c', 90), text('Other__c')].join('\n')),
        'permissionsets/visit_maker.permissionset': visitSet(['Visit__c.Code__c']),
      },
    });
    expect(result.failures).toEqual([]);
    expect(result.successes.filter(({ created }) => created).map(({ fullName }) => fullName)).toEqual([
      'Visit__c.Other__c',
    ]);
    const { sobjects } = await admin.describeGlobal();
    const names = sobjects.map(({ name }) => name).filter((name) => /^visit__c$/i.test(name));
    expect(names).toEqual(['Visit__c']);
    const listed = [await admin.metadata.list({ type: 'CustomField' }, '67.0')].flat();
    expect(
      listed.map(({ fullName }) => fullName).filter((name) => /^visit__c\.code__c$/i.test(name)),
    ).toEqual(['Visit__c.Code__c']);
  });

  test('is found by a retrieve and by a deletion', async () => {
    const { problems, files } = await retrieve(admin, { CustomObject: ['VISIT__C'] });
    expect([problems, Object.keys(files)]).toEqual([[], ['objects/Visit__c.object', 'package.xml']]);
    const gone = await deploy(admin, { destructive: { CustomField: ['visit__c.OTHER__c'] } });
    expect(gone.successes[0]).toMatchObject({ fullName: 'Visit__c.Other__c', deleted: true });
  });
});

test('a name that is there twice in one file fails', async () => {
  const { failures } = await changeVisit(
    ['Visit__c.Twice__c'],
    [text('Twice__c'), text('twice__c', 9)].join('\n'),
  );
  expect(failures).toMatchObject([
    { componentType: 'CustomField', problem: 'Duplicate name specified: twice__c' },
  ]);
});

test('a file name hides what no file name can have, but no spaces', async () => {
  const profile = xml('Profile', '<custom>true</custom><userLicense>Salesforce</userLicense>');
  const { failures } = await deploy(admin, {
    types: { Profile: ['Custom%3A Sales (A)'] },
    files: { 'profiles/Custom%3A Sales %28A%29.profile': profile },
  });
  expect(failures).toEqual([]);
  expect((await admin.query("SELECT Id FROM Profile WHERE Name = 'Custom: Sales (A)'")).totalSize).toBe(1);
  const names = ['Custom%3A Sales %28A%29', 'Minimum Access - API Only Integrations'];
  const { files, problems } = await retrieve(admin, { Profile: names });
  expect([Object.keys(files).toSorted(), problems]).toEqual([
    [...names.map((name) => `profiles/${name}.profile`), 'package.xml'].toSorted(),
    [],
  ]);
});

describe('a name that leads out of the folder', () => {
  const site = xml(
    'RemoteSiteSetting',
    '<disableProtocolSecurity>false</disableProtocolSecurity><isActive>true</isActive><url>https://example.com</url>',
  );

  test('is refused in a deploy, written out or escaped', async () => {
    const { failures } = await deploy(admin, {
      types: { RemoteSiteSetting: ['../../evil'] },
      files: { 'remoteSiteSettings/%2E%2E%2F%2E%2E%2Fevil.remoteSite': site },
    });
    expect(failures[0]).toMatchObject({ problem: 'Invalid name: ../../evil' });
  });

  test('is refused as a single component, so no retrieve can carry it', async () => {
    const made = await admin.metadata.create('RemoteSiteSetting', {
      fullName: '../../evil',
      url: 'https://example.com',
      isActive: true,
      disableProtocolSecurity: false,
    });
    expect(made).toMatchObject({ success: false });
    const { files } = await retrieve(admin, { RemoteSiteSetting: ['*'] });
    expect(Object.keys(files)).toEqual(['package.xml']);
  });
});

describe('a file', () => {
  const object = (label: string, prolog = '<?xml version="1.0" encoding="UTF-8"?>') =>
    xml('CustomObject', text('Odd__c').replace('<label>Odd', `<label>${label}`)).replace(
      /^<\?xml.*\?>/,
      prolog,
    );
  const send = async (bytes: Uint8Array) => {
    const zip = zipSync({
      'package.xml': strToU8(manifest({ CustomField: ['Visit__c.Odd__c'] })),
      'objects/Visit__c.object': bytes,
    });
    const { id } = await admin.metadata.deploy(Buffer.from(zip), { singlePackage: true, checkOnly: true });
    const { details } = await admin.metadata.checkDeployStatus(id, true);
    return [details?.componentFailures ?? []].flat().map(({ problem }) => problem);
  };
  const latin = (content: string) => Buffer.from(content, 'latin1');
  const wide = Buffer.from(`\uFEFF${object('Gäste', '<?xml version="1.0" encoding="UTF-16"?>')}`, 'utf16le');

  test.each<[string, Uint8Array, string[]]>([
    ['with a byte order mark', Buffer.from(`\uFEFF${object('Gäste')}`), []],
    ['in UTF-16', wide, []],
    ['in the encoding it names', latin(object('Gäste', '<?xml version="1.0" encoding="ISO-8859-1"?>')), []],
    ['with CDATA, comments and xsi:nil', Buffer.from(object('<!-- a --><![CDATA[A & B]]>')), []],
    [
      'in another encoding than it says',
      latin(object('Gäste')),
      ['Error parsing file: Invalid byte 1 of 1-byte UTF-8 sequence.'],
    ],
    [
      'in an encoding nobody knows',
      Buffer.from(object('x', '<?xml version="1.0" encoding="nope"?>')),
      ['Error parsing file: Invalid encoding name "nope".'],
    ],
    [
      'with a character XML cannot carry',
      Buffer.from(object('a\u0001b')),
      [
        'Error parsing file: An invalid XML character (Unicode: 0x1) was found in the element content of the document.',
      ],
    ],
    [
      'with half a character',
      Buffer.from(object('a&#xD800;b')),
      ['Error parsing file: Character reference "&#xD800" is an invalid XML character.'],
    ],
  ])('%s', async (_what, bytes, problems) => {
    expect(await send(bytes)).toEqual(problems);
  });

  test('that differs only in its line ends is unchanged', async () => {
    const help = text('Help__c').replace('<label>', '<inlineHelpText>a\nb</inlineHelpText><label>');
    await changeVisit(['Visit__c.Help__c'], help);
    const { successes } = await changeVisit(['Visit__c.Help__c'], help.replaceAll('\n', '\r\n'));
    expect(successes[0]).toMatchObject({ fullName: 'Visit__c.Help__c', changed: false });
  });
});

test('a component that lacks what nobody looks for first fails alone, and the org goes on', async () => {
  const object = await deploy(admin, {
    types: { CustomObject: ['Nameless__c'] },
    files: { 'objects/Nameless__c.object': visitObject().replace('<label>Visit Name</label>', '') },
  });
  expect(object.failures).toMatchObject([
    { fullName: 'Nameless__c', problem: 'Required field is missing: label' },
  ]);
  const value =
    '<valueSetDefinition><sorted>false</sorted><value><default>false</default><label>x</label></value></valueSetDefinition>';
  const picklist = await changeVisit(
    ['Visit__c.Pick__c'],
    field('Pick__c', `<type>Picklist</type><valueSet>${value}</valueSet>`),
  );
  expect(picklist.failures).toMatchObject([{ problem: 'Required field is missing: fullName' }]);
  expect((await admin.query('SELECT Id FROM Visit__c')).done).toBe(true);
});

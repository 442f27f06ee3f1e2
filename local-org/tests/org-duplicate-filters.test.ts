// Which records a duplicate rule looks at: its own condition, whether it is active, and records of another object.
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_duplicaterule.htm (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, xml } from './metadata-client.ts';
import { create } from './movie-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let connection: Connection;

const base = '/services/data/v67.0';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const standard = { Lead: 'Standard_Lead_Match_Rule_v1_0', Contact: 'Standard_Contact_Match_Rule_v1_1' };
type Order = { matches?: string; filter?: string; isActive?: boolean; alerts?: boolean };

/** The one rule on leads: blocks unless said otherwise. */
async function deployRule({ matches, filter = '', isActive = true, alerts = false }: Order) {
  const own = `<duplicateRuleMatchRules><matchRuleSObjectType>Lead</matchRuleSObjectType><matchingRule>${standard.Lead}</matchingRule></duplicateRuleMatchRules>`;
  const body = xml(
    'DuplicateRule',
    `<actionOnInsert>${alerts ? 'Allow' : 'Block'}</actionOnInsert><actionOnUpdate>${alerts ? 'Allow' : 'Block'}</actionOnUpdate>
     <alertText>Known already</alertText>${filter}${matches ?? own}
     <isActive>${String(isActive)}</isActive><masterLabel>Ours</masterLabel>
     ${alerts ? '<operationsOnInsert>Alert</operationsOnInsert><operationsOnUpdate>Alert</operationsOnUpdate>' : ''}
     <securityOption>EnforceSharingRules</securityOption><sortOrder>1</sortOrder>`,
  );
  const files = { 'duplicateRules/Lead.Ours.duplicateRule': body };
  const { failures } = await deploy(admin, { types: { DuplicateRule: ['Lead.Ours'] }, files });
  expect(failures).toEqual([]);
}

function filterXml(
  logic: string,
  items: [table: string, field: string, operation: string, value: string][],
): string {
  const all = items.map(
    ([table, field, operation, value], place) =>
      `<duplicateRuleFilterItems><field>${field}</field><operation>${operation}</operation><value>${value}</value><sortOrder>${place + 1}</sortOrder><table>${table}</table></duplicateRuleFilterItems>`,
  );
  const written = logic === '' ? '' : `<booleanFilter>${logic}</booleanFilter>`;
  return `<duplicateRuleFilter>${written}${all.join('')}</duplicateRuleFilter>`;
}

async function post(sObject: string, values: object, headers: Record<string, string> = {}) {
  const { status, body } = await rest(connection, `${base}/sobjects/${sObject}`, { body: values, headers });
  return status === 201 ? 'saved' : valueAt(body, 0, 'errorCode');
}

const person = (name: string) => ({
  FirstName: name,
  LastName: 'Same',
  Email: `${name}@same.example`,
  Company: 'x',
});

test('looks only at records that meet its condition, whatever the logic', async () => {
  await create(connection, 'Lead', person('filter'));
  await deployRule({
    filter: filterXml('1 AND (2 OR NOT 3)', [
      ['Lead', 'Rating', 'equals', 'Hot,Warm'],
      ['Lead', 'NumberOfEmployees', 'greaterOrEqual', '9'],
      ['Lead', 'Company', 'startsWith', 'ACME'],
    ]),
  });
  const save = (values: object) => post('Lead', { ...person('filter'), Company: 'Acme Ltd', ...values });
  expect(await save({})).toBe('saved');
  expect(await save({ Rating: 'Hot' })).toBe('saved');
  // Compared as a number: as text "10" would come before "9".
  expect(await save({ Rating: 'warm', NumberOfEmployees: 10 })).toBe('DUPLICATES_DETECTED');
  expect(await save({ Rating: 'Hot', Company: 'Other' })).toBe('DUPLICATES_DETECTED');
  expect(await save({ Rating: 'Cold', NumberOfEmployees: 10 })).toBe('saved');
});

test('takes the user who saves into its condition', async () => {
  await create(connection, 'Lead', person('user'));
  const of = (value: string) =>
    deployRule({ filter: filterXml('', [['User', 'LastName', 'equals', value]]) });
  const { records } = await connection.query<{ LastName: string }>(
    "SELECT LastName FROM User WHERE Username = 'api-user@acme.example'",
  );
  await of(records[0]?.LastName ?? '');
  expect(await post('Lead', person('user'))).toBe('DUPLICATES_DETECTED');
  await of('Somebody else');
  expect(await post('Lead', person('user'))).toBe('saved');
});

test('compares leads with contacts by the mapped fields, but not with deleted ones', async () => {
  const contact = await create(connection, 'Contact', {
    FirstName: 'cross',
    LastName: 'Same',
    Email: 'cross@same.example',
  });
  const map = ['FirstName', 'LastName', 'Email'].map(
    (name) =>
      `<mappingFields><inputField>${name}</inputField><outputField>${name}</outputField></mappingFields>`,
  );
  await deployRule({
    matches: `<duplicateRuleMatchRules><matchRuleSObjectType>Contact</matchRuleSObjectType><matchingRule>${standard.Contact}</matchingRule>
      <objectMapping><inputObject>Lead</inputObject>${map.join('')}<outputObject>Contact</outputObject></objectMapping></duplicateRuleMatchRules>`,
  });
  expect(await post('Lead', person('cross'))).toBe('DUPLICATES_DETECTED');
  // The rule is the leads': contacts are saved without it.
  expect(await post('Contact', { FirstName: 'cross', LastName: 'Same', Email: 'cross@same.example' })).toBe(
    'saved',
  );
  await connection.sobject('Contact').destroy(contact);
  const { records } = await connection.query<{ Id: string }>(
    "SELECT Id FROM Contact WHERE Email = 'cross@same.example'",
  );
  await connection.sobject('Contact').destroy(records.map(({ Id }) => Id));
  expect(await post('Lead', person('cross'))).toBe('saved');
});

test('runs no rule that is not active', async () => {
  await create(connection, 'Lead', person('idle'));
  await deployRule({ isActive: false });
  expect(await post('Lead', person('idle'))).toBe('saved');
});

test('compares no records of one tree with each other, and takes the header there too', async () => {
  await deployRule({ alerts: true });
  const node = (referenceId: string) => ({ attributes: { type: 'Lead', referenceId }, ...person('tree') });
  const send = (headers: Record<string, string> = {}) =>
    rest(connection, `${base}/composite/tree/Lead`, { body: { records: [node('a'), node('b')] }, headers });
  expect((await send()).status).toBe(201);
  expect((await send()).body).toMatchObject({
    hasErrors: true,
    results: [
      { referenceId: 'a', errors: [{ statusCode: 'DUPLICATES_DETECTED' }] },
      { referenceId: 'b', errors: [{ statusCode: 'DUPLICATES_DETECTED' }] },
    ],
  });
  expect((await send({ 'Sforce-Duplicate-Rule-Header': 'allowSave=true' })).status).toBe(201);
});

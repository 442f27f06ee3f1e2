// Duplicate rules, deployed as an admin deploys them, and what a save says then. The refusal as captured in public
// repositories (API 54.0 and 56.0, 2022; API 50.0 for a rule of one's own): the key really is duplicateResut.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm (2026-03-12)

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
const alertText = "You're creating a duplicate record. We recommend you use an existing record instead.";

type Rule = { insert: 'Allow' | 'Block'; update: 'Allow' | 'Block'; alerts: boolean; matching: string };

function ruleXml(sObject: string, { insert, update, alerts, matching }: Rule): string {
  const operations = alerts ? ['Alert', 'Report'] : ['Report'];
  return xml(
    'DuplicateRule',
    `<actionOnInsert>${insert}</actionOnInsert><actionOnUpdate>${update}</actionOnUpdate>
     <alertText>${alertText.replaceAll("'", '&apos;')}</alertText>
     <duplicateRuleMatchRules><matchRuleSObjectType>${sObject}</matchRuleSObjectType>
       <matchingRule>${matching}</matchingRule></duplicateRuleMatchRules>
     <isActive>true</isActive><masterLabel>Duplicates</masterLabel>
     ${operations.map((name) => `<operationsOnInsert>${name}</operationsOnInsert>`).join('')}
     ${operations.map((name) => `<operationsOnUpdate>${name}</operationsOnUpdate>`).join('')}
     <securityOption>EnforceSharingRules</securityOption><sortOrder>1</sortOrder>`,
  );
}

const matchingXml = xml(
  'MatchingRules',
  `<matchingRules><fullName>Same_Phone</fullName><label>Same phone</label>
     <booleanFilter>1 AND (2 OR 3)</booleanFilter>
     ${['LastName', 'Phone', 'MobilePhone']
       .map(
         (field) =>
           `<matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>${field}</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems>`,
       )
       .join('')}
     <ruleStatus>Active</ruleStatus></matchingRules>`,
);

async function deployRule(sObject: string, rule: Rule) {
  const name = `${sObject}.Standard_${sObject}_Duplicate_Rule`;
  const files = { [`duplicateRules/${name}.duplicateRule`]: ruleXml(sObject, rule) };
  const result = await deploy(admin, { types: { DuplicateRule: [name] }, files });
  expect(result.failures).toEqual([]);
}

const standardContact = {
  insert: 'Allow',
  update: 'Allow',
  alerts: true,
  matching: 'Standard_Contact_Match_Rule_v1_1',
} as const;
const person = { FirstName: 'Dora', LastName: 'Double', Email: 'dora@double.example' };
let known: string;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  connection = await signIn(running);
  known = await create(connection, 'Contact', person);
  await deployRule('Contact', standardContact);
});
afterAll(() => running.stop());

const post = (body: unknown, headers: Record<string, string> = {}, sObject = 'Contact') =>
  rest(connection, `${base}/sobjects/${sObject}`, { body, headers });
const allowSave = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };

test('refuses a duplicate with the matches, as captured', async () => {
  const { status, bodyText } = await post({ ...person, FirstName: 'DORA' });
  const record = { attributes: { type: 'Contact', url: `${base}/sobjects/Contact/${known}` }, Id: known };
  const matchRecords = [{ additionalInformation: [], fieldDiffs: [], matchConfidence: 100, record }];
  const duplicateResut = {
    allowSave: true,
    duplicateRule: 'Standard_Contact_Duplicate_Rule',
    duplicateRuleEntityType: 'Contact',
    errorMessage: alertText,
    matchResults: [
      {
        entityType: 'Contact',
        errors: [],
        matchEngine: 'FuzzyMatchEngine',
        matchRecords,
        rule: 'Standard_Contact_Match_Rule_v1_1',
        size: 1,
        success: true,
      },
    ],
  };
  expect([status, bodyText]).toEqual([
    400,
    JSON.stringify([{ duplicateResut, errorCode: 'DUPLICATES_DETECTED', message: alertText }]),
  ]);
});

test('lets through what differs in a compared field', async () => {
  expect((await post({ ...person, Email: 'another@double.example' })).status).toBe(201);
});

test('saves anyway with allowSave, and shows details with includeRecordDetails', async () => {
  const { body } = await post(person, { 'Sforce-Duplicate-Rule-Header': 'includeRecordDetails=true' });
  const record = valueAt(body, 0, 'duplicateResut', 'matchResults', 0, 'matchRecords', 0, 'record');
  expect(record).toMatchObject({ Id: known, Email: person.Email, LastName: 'Double' });
  expect((await post({ ...person, LastName: 'Twice' })).status).toBe(201);
  expect((await post({ ...person, LastName: 'Twice' }, allowSave)).status).toBe(201);
});

test('refuses an edit that makes a duplicate, and no edit of other fields', async () => {
  const id = await create(connection, 'Contact', { ...person, LastName: 'Edit' });
  const patch = (body: unknown) =>
    rest(connection, `${base}/sobjects/Contact/${id}`, { method: 'PATCH', body });
  expect((await patch({ LastName: person.LastName })).body).toMatchObject([
    { errorCode: 'DUPLICATES_DETECTED' },
  ]);
  expect((await patch({ Title: 'x' })).status).toBe(204);
});

test('refuses in collections without the matches, and compares no records saved together', async () => {
  const contact = (values: object) => ({ attributes: { type: 'Contact' }, ...values });
  const fresh = { ...person, LastName: 'Together' };
  const { body } = await rest(connection, `${base}/composite/sobjects`, {
    body: { records: [contact(person), contact(fresh), contact(fresh)] },
  });
  expect(body).toEqual([
    { success: false, errors: [{ statusCode: 'DUPLICATES_DETECTED', message: alertText, fields: [] }] },
    expect.objectContaining({ success: true }),
    expect.objectContaining({ success: true }),
  ]);
});

test('heeds the header in composite subrequests, and of the outer call in graphs', async () => {
  const node = { method: 'POST', url: `${base}/sobjects/Contact`, referenceId: 'c', body: person };
  const composite = await rest(connection, `${base}/composite`, {
    body: { compositeRequest: [node, { ...node, referenceId: 'd', httpHeaders: allowSave }] },
  });
  expect(valueAt(composite.body, 'compositeResponse')).toMatchObject([
    {
      httpStatusCode: 400,
      body: [{ errorCode: 'DUPLICATES_DETECTED', duplicateResut: { allowSave: true } }],
    },
    { httpStatusCode: 201 },
  ]);
  const graphs = { body: { graphs: [{ graphId: 'g', compositeRequest: [node] }] } };
  const refused = await rest(connection, `${base}/composite/graph`, graphs);
  expect(valueAt(refused.body, 'graphs', 0, 'isSuccessful')).toBe(false);
  const saved = await rest(connection, `${base}/composite/graph`, { ...graphs, headers: allowSave });
  expect(valueAt(saved.body, 'graphs', 0, 'isSuccessful')).toBe(true);
});

test('a rule that blocks does so whatever the header says', async () => {
  await create(connection, 'Lead', {
    LastName: 'Blocked',
    Company: 'x',
    FirstName: 'B',
    Email: 'b@x.example',
  });
  const matching = 'Standard_Lead_Match_Rule_v1_0';
  await deployRule('Lead', { insert: 'Block', update: 'Allow', alerts: true, matching });
  const lead = { LastName: 'Blocked', Company: 'y', FirstName: 'B', Email: 'B@X.example' };
  expect((await post(lead, allowSave, 'Lead')).body).toMatchObject([
    { duplicateResut: { allowSave: false, duplicateRule: 'Standard_Lead_Duplicate_Rule' } },
  ]);
});

test('a rule that only reports lets everything through', async () => {
  const account = { Name: 'Reported', Phone: '1' };
  await create(connection, 'Account', account);
  const matching = 'Standard_Account_Match_Rule_v1_0';
  await deployRule('Account', { insert: 'Allow', update: 'Allow', alerts: false, matching });
  expect((await post(account, {}, 'Account')).status).toBe(201);
  await deployRule('Account', { insert: 'Allow', update: 'Allow', alerts: true, matching });
  expect((await post(account, {}, 'Account')).status).toBe(400);
});

test('runs a matching rule of its own with its filter, and stops when the rule is deleted', async () => {
  const files = { 'matchingRules/Contact.matchingRule': matchingXml };
  const deployed = await deploy(admin, { types: { MatchingRule: ['Contact.Same_Phone'] }, files });
  expect(deployed.failures).toEqual([]);
  await deployRule('Contact', { ...standardContact, matching: 'Same_Phone' });
  const contact = (values: object) => ({ LastName: 'Phones', ...values });
  expect((await post(contact({ Phone: '1', MobilePhone: '2' }))).status).toBe(201);
  const { body } = await post(contact({ Phone: '3', MobilePhone: '2' }));
  expect(valueAt(body, 0, 'duplicateResut', 'matchResults', 0)).toMatchObject({
    matchEngine: 'ExactMatchEngine',
    rule: 'Same_Phone',
  });
  expect((await post(contact({ Phone: '4' }))).status).toBe(201);
  await deploy(admin, { destructive: { DuplicateRule: ['Contact.Standard_Contact_Duplicate_Rule'] } });
  expect((await post(contact({ MobilePhone: '2' }))).status).toBe(201);
});

// Queues as owners, and assignment rules that choose the owner of new leads and cases.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_autoassign.htm (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, xml } from './metadata-client.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let rep = '';
let me = '';
let queue = '';
const data = '/services/data/v67.0';

const entry = (assignedTo: string, type: string, condition: string) =>
  `<ruleEntry><assignedTo>${assignedTo}</assignedTo><assignedToType>${type}</assignedToType>${condition}</ruleEntry>`;
const criterion = (field: string, operation: string, value: string) =>
  `<criteriaItems><field>${field}</field><operation>${operation}</operation><value>${value}</value></criteriaItems>`;

const rules = xml(
  'AssignmentRules',
  `<assignmentRule><fullName>Standard</fullName><active>true</active>
    ${entry('Inbound', 'Queue', `<booleanFilter>1 AND (2 OR 3)</booleanFilter>${criterion('Lead.LeadSource', 'equals', 'Web')}${criterion('Lead.Company', 'startsWith', 'Acme')}${criterion('Lead.Company', 'contains', 'bike')}`)}
    ${entry('rep@acme.example', 'User', '<formula>ISPICKVAL(LeadSource, "Other")</formula>')}
  </assignmentRule>
  <assignmentRule><fullName>Everything</fullName><active>false</active>${entry('rep@acme.example', 'User', '')}</assignmentRule>`,
);

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  const result = await deploy(admin, {
    types: { Queue: ['Inbound'], AssignmentRules: ['Lead'] },
    files: {
      'queues/Inbound.queue': xml(
        'Queue',
        '<doesSendEmailToMembers>false</doesSendEmailToMembers><name>Inbound Leads</name><queueMembers><users><user>rep@acme.example</user></users></queueMembers><queueSobject><sobjectType>Lead</sobjectType></queueSobject>',
      ),
      'assignmentRules/Lead.assignmentRules': rules,
    },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
  const idOf = async (soql: string) => (await findOne(admin, soql))['Id'] ?? '';
  rep = await idOf("SELECT Id FROM User WHERE Username = 'rep@acme.example'");
  me = await idOf("SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  queue = await idOf("SELECT Id FROM Group WHERE Type = 'Queue' AND DeveloperName = 'Inbound'");
});
afterAll(() => running.stop());

const lead = { LastName: 'Lind', Company: 'Acme Bikes' };
const ownerOf = async (id: string) =>
  (await findOne(admin, `SELECT OwnerId FROM Lead WHERE Id = '${id}'`))['OwnerId'];

test('lists queues with their objects and members', async () => {
  const { records } = await admin.query(
    "SELECT SobjectType, Queue.Name, Queue.DeveloperName FROM QueueSobject WHERE Queue.Type = 'Queue'",
  );
  expect(records).toMatchObject([
    { SobjectType: 'Lead', Queue: { Name: 'Inbound Leads', DeveloperName: 'Inbound' } },
  ]);
  const members = await admin.query(`SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '${queue}'`);
  expect(members.records).toMatchObject([{ UserOrGroupId: rep }]);
});

test('lets a queue own records of its objects, and of no other one', async () => {
  const id = await create(admin, 'Lead', { ...lead, OwnerId: queue });
  const { records } = await admin.query(
    `SELECT Owner.Name, Owner.Type FROM Lead WHERE Owner.Type = 'Queue' AND Id = '${id}'`,
  );
  expect(records).toMatchObject([{ Owner: { Name: 'Inbound Leads', Type: 'Queue' } }]);
  const onCase = await refusalOf(admin.sobject('Case').create({ Subject: 'Help', OwnerId: queue }));
  expect(onCase).toMatchObject({
    errorCode: 'INVALID_OPERATION',
    message: 'Queue not associated with this SObject type',
  });
  const onContact = await refusalOf(admin.sobject('Contact').create({ LastName: 'A', OwnerId: queue }));
  expect(onContact.errorCode).toBe('FIELD_INTEGRITY_EXCEPTION');
});

test('makes queues from records too', async () => {
  const id = await create(admin, 'Group', { Type: 'Queue', Name: 'Support', DeveloperName: 'Support' });
  await create(admin, 'QueueSobject', { QueueId: id, SobjectType: 'Case' });
  const caseId = await create(admin, 'Case', { Subject: 'Help', OwnerId: id });
  expect(await findOne(admin, `SELECT OwnerId FROM Case WHERE Id = '${caseId}'`)).toMatchObject({
    OwnerId: id,
  });
  const wrong = await refusalOf(
    admin.sobject('QueueSobject').create({ QueueId: id, SobjectType: 'Account' }),
  );
  expect(wrong.errorCode).toBe('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
});

test('shows the assignment rules, and runs the active one unless the header says FALSE', async () => {
  const { records } = await admin.query<Record<string, unknown>>(
    "SELECT Id, Name, SobjectType, Active FROM AssignmentRule WHERE SobjectType = 'Lead' ORDER BY Name",
  );
  expect(records).toMatchObject([
    { Name: 'Everything', Active: false },
    { Name: 'Standard', Active: true },
  ]);
  const post = async (values: object, header?: string) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'Sforce-Auto-Assign': header };
    const { body } = await rest(admin, `${data}/sobjects/Lead`, { body: { ...lead, ...values }, headers });
    return ownerOf(String(valueAt(body, 'id')));
  };
  expect(await post({ LeadSource: 'Web' })).toBe(queue);
  expect(await post({ LeadSource: 'Web', Company: 'Other' })).toBe(me);
  expect(await post({ LeadSource: 'Web', Company: 'My Bike' })).toBe(queue);
  expect(await post({ LeadSource: 'Other' })).toBe(rep);
  expect(await post({ LeadSource: 'Web' }, 'FALSE')).toBe(me);
  expect(await post({ LeadSource: 'Web' }, 'true')).toBe(queue);
  expect(await post({}, String(records[0]?.['Id']))).toBe(rep);
});

test('lets the header of a composite or graph call count for what is inside', async () => {
  const compositeRequest = [
    {
      method: 'POST',
      url: `${data}/sobjects/Lead`,
      referenceId: 'one',
      body: { ...lead, LeadSource: 'Web' },
    },
  ];
  const headers = { 'Sforce-Auto-Assign': 'FALSE' };
  const entries = async (header: boolean) => {
    const init = header ? { headers } : {};
    const flat = await rest(admin, `${data}/composite`, { body: { compositeRequest }, ...init });
    const graph = await rest(admin, `${data}/composite/graph`, {
      body: { graphs: [{ graphId: 'g', compositeRequest }] },
      ...init,
    });
    return [
      valueAt(flat.body, 'compositeResponse', 0, 'body', 'id'),
      valueAt(graph.body, 'graphs', 0, 'graphResponse', 'compositeResponse', 0, 'body', 'id'),
    ];
  };
  for (const id of await entries(true)) expect(await ownerOf(String(id))).toBe(me);
  for (const id of await entries(false)) expect(await ownerOf(String(id))).toBe(queue);
});

test('leaves the owner of a changed record alone unless the header asks', async () => {
  const id = await create(admin, 'Lead', { ...lead, Company: 'Else' });
  await admin.sobject('Lead').update({ Id: id, LeadSource: 'Web', Company: 'Acme' });
  expect(await ownerOf(id)).toBe(me);
  const headers = { 'Sforce-Auto-Assign': 'TRUE' };
  const body = { Title: 'Chief' };
  expect((await rest(admin, `${data}/sobjects/Lead/${id}`, { method: 'PATCH', body, headers })).status).toBe(
    204,
  );
  expect(await ownerOf(id)).toBe(queue);
});

// What becomes of a booking when records are gone, when owners change, when a link names what is somebody else's, and when the
// org refuses a field. Never a second record, never a lost booking.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deploy, xml } from '../local-org/tests/metadata-client.ts';
import { records } from './booking-org.ts';
import { addSource, genericEvent, openWorld, take, uniqueId, untilSync } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';
import { book, fixed, from, idOf, make, row, save } from './rules-world.ts';

let world: World;
let source: Source;
let hostId: string;
let queueId: string;

beforeAll(async () => {
  world = await openWorld();
  source = await addSource(world, 'generic');
  hostId = await idOf(world, "SELECT Id FROM User WHERE Username LIKE 'rep@%'");
  const result = await deploy(world.admin, {
    types: { Queue: ['Inbound'], AssignmentRules: ['Lead'] },
    files: {
      'queues/Inbound.queue': xml(
        'Queue',
        '<doesSendEmailToMembers>false</doesSendEmailToMembers><name>Inbound</name><queueSobject><sobjectType>Lead</sobjectType></queueSobject>',
      ),
      'assignmentRules/Lead.assignmentRules': xml(
        'AssignmentRules',
        '<assignmentRule><fullName>All</fullName><active>true</active><ruleEntry><assignedTo>Inbound</assignedTo><assignedToType>Queue</assignedToType></ruleEntry></assignmentRule>',
      ),
    },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
  queueId = await idOf(world, "SELECT Id FROM Group WHERE Type = 'Queue' AND DeveloperName = 'Inbound'");
}, 60_000);
afterAll(() => world.close());
beforeEach(() => save(world, () => undefined));

async function assign(permissionSet: string): Promise<void> {
  const set = await idOf(world, `SELECT Id FROM PermissionSet WHERE Name = '${permissionSet}'`);
  const api = world.org.orgs[0]?.users.find(({ role }) => role === 'api-user')?.username;
  const users = await records(
    world,
    `SELECT Id FROM User WHERE Username = '${api}' OR Username LIKE 'admin@%'`,
  );
  for (const { Id } of users)
    await make(world, 'PermissionSetAssignment', { PermissionSetId: set, AssigneeId: Id });
}

describe('what a link names', () => {
  test('a Case of nobody is linked and stays as it is', async () => {
    const caseId = await make(world, 'Case', { Subject: 'Of somebody', Description: 'Theirs' });
    const { one } = await book(world, source, { title: 'Mine', recordIds: [caseId] });
    expect(await one('Case', 'Subject, Description')).toMatchObject({
      Id: caseId,
      Subject: 'Of somebody',
      Description: 'Theirs',
    });
  });

  test('an Account is linked to a new Contact and stays as it is', async () => {
    await save(world, ({ rules, fields }) => {
      rules.unknownPerson = 'contact';
      fields.Account.push(row('Description', fixed('by Bookbridge')));
    });
    const accountId = await make(world, 'Account', { Name: 'Named by a link' });
    const { one } = await book(world, source, { recordIds: [accountId] });
    expect(await one('Account', 'Description')).toMatchObject({ Id: accountId, Description: null });
    expect(await one('Contact', 'AccountId')).toMatchObject({ AccountId: accountId });
  });
});

describe('owners', () => {
  const rep = async () => {
    const [user] = await records(world, `SELECT Email FROM User WHERE Id = '${hostId}'`);
    return { name: 'Rep', email: String(user?.['Email']) };
  };

  test('who took an Event over keeps it, also when the host has left; another host gets it', async () => {
    const [adminUser] = await records(world, "SELECT Id FROM User WHERE Username LIKE 'admin@%'");
    const adminId = String(adminUser?.['Id']);
    const apiUserId = await idOf(world, "SELECT Id FROM User WHERE Username LIKE '%api%'");
    const host = await rep();
    const { id, one, bookingId } = await book(world, source, { host });
    const eventId = String((await one('Event'))['Id']);
    await world.admin.sobject('Event').update({ Id: eventId, OwnerId: adminId });
    // Found no more: as if the user had been made inactive.
    await save(world, ({ rules }) => (rules.hosts.by = ['table']));
    await book(world, source, { host }, { id, hour: 15 });
    expect(await one('Event', 'OwnerId')).toMatchObject({ OwnerId: adminId });
    await save(world, ({ rules }) => {
      rules.hosts.table.push({ email: 'new@host.example', userId: apiUserId, userName: 'API' });
    });
    await take(
      source,
      genericEvent({ type: 'rescheduled', id, host: { name: 'N', email: 'new@host.example' } }, 16),
    );
    await untilSync(world, bookingId, 'done');
    expect(await one('Event', 'OwnerId')).toMatchObject({ OwnerId: apiUserId });
  });

  test('an unmatched host does not take a Lead away from its owner', async () => {
    await save(world, ({ rules }) => (rules.lead.ownerOfFound = { kind: 'host' }));
    const email = `${uniqueId('owned')}@customer.example`;
    const leadId = await make(world, 'Lead', { LastName: 'O', Company: 'A', Email: email });
    await world.admin.sobject('Lead').update({ Id: leadId, OwnerId: hostId });
    const { one } = await book(world, source, {
      person: { lastName: 'O', email },
      host: { name: 'Nobody', email: 'nobody@elsewhere.example' },
    });
    expect(await one('Lead', 'OwnerId')).toMatchObject({ Id: leadId, OwnerId: hostId });
  });

  test('assignment rules choose for the Lead while the Event has its own owner', async () => {
    await save(world, ({ rules }) => (rules.lead.ownerOfNew = { kind: 'assignment_rules' }));
    const { one } = await book(world, source, { host: await rep() });
    expect(await one('Lead', 'OwnerId')).toMatchObject({ OwnerId: queueId });
    expect(await one('Event', 'OwnerId')).toMatchObject({ OwnerId: hostId });
  });

  test('a queue owns a new Lead', async () => {
    await save(
      world,
      ({ rules }) => (rules.lead.ownerOfNew = { kind: 'queue', id: queueId, name: 'Inbound' }),
    );
    expect(await (await book(world, source)).one('Lead', 'OwnerId')).toMatchObject({ OwnerId: queueId });
  });
});

describe('what is gone', () => {
  test('a deleted Event is made again, once; with the rule "park" a person decides', async () => {
    const { id, one, bookingId, booking } = await book(world, source);
    const before = String((await one('Event'))['Id']);
    await world.admin.sobject('Event').delete(before);
    await take(source, genericEvent({ type: 'rescheduled', id }, 15));
    await untilSync(world, bookingId, 'done');
    const after = await records(world, `SELECT Id FROM Event WHERE Booking_Key__c = '${booking.bookingKey}'`);
    expect(after).toHaveLength(1);
    await save(world, ({ rules }) => (rules.event.whenDeleted = 'park'));
    await world.admin.sobject('Event').delete(String(after[0]?.['Id']));
    await take(source, genericEvent({ type: 'rescheduled', id }, 16));
    const parked = await untilSync(world, bookingId, 'parked');
    expect(parked.booking.problem).toMatchObject({ code: 'deleted_in_salesforce' });
  });

  test('the Booking, the person and the Event at once: all are there again, none twice', async () => {
    const { id, one, bookingId, booking } = await book(world, source);
    const [link, event, lead] = [await one('Booking__c'), await one('Event'), await one('Lead')];
    await world.admin.sobject('Event').delete(String(event['Id']));
    await world.admin.sobject('Lead').delete(String(lead['Id']));
    await world.admin.sobject('Booking__c').delete(String(link['Id']));
    await take(source, genericEvent({ type: 'rescheduled', id }, 15));
    await untilSync(world, bookingId, 'done');
    const key = booking.bookingKey;
    expect(await records(world, `SELECT Id FROM Event WHERE Booking_Key__c = '${key}'`)).toHaveLength(1);
    expect(await records(world, `SELECT Id FROM Booking__c WHERE Booking_Key__c = '${key}'`)).toHaveLength(1);
    expect(await one('Lead', 'LastName')).toMatchObject({ LastName: 'Lindt' });
  });

  test('an Account by an external id that names none parks this booking only, not the connection', async () => {
    const result = await deploy(world.admin, {
      types: { CustomField: ['Account.Ext__c', 'Activity.Site__c'], PermissionSet: ['Lookups'] },
      files: {
        'objects/Account.object': xml(
          'CustomObject',
          '<fields><fullName>Ext__c</fullName><label>Ext</label><type>Text</type><length>20</length><externalId>true</externalId><unique>true</unique></fields>',
        ),
        'objects/Activity.object': xml(
          'CustomObject',
          '<fields><fullName>Site__c</fullName><label>Site</label><type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Sites</relationshipName></fields>',
        ),
        'permissionsets/Lookups.permissionset': xml(
          'PermissionSet',
          '<fieldPermissions><editable>true</editable><field>Account.Ext__c</field><readable>true</readable></fieldPermissions><fieldPermissions><editable>true</editable><field>Event.Site__c</field><readable>true</readable></fieldPermissions><label>Lookups</label>',
        ),
      },
    });
    if (!result.success) throw new Error(JSON.stringify(result.failures));
    await assign('Lookups');
    expect((await world.browser.post('/api/setup/look')).status).toBe(200);
    await save(world, ({ fields }) =>
      fields.Event.push(row('Site__c', from('answer:Site'), { lookup: { object: 'Account', by: 'Ext__c' } })),
    );
    const answers = [{ label: 'Site', value: 'none of these' }];
    const { booking } = await book(world, source, { answers }, { until: 'parked' });
    expect(booking.problem?.code).toBe('record_refused_invalid_field');
    await book(world, source);
  });
});

test('a match field that is gone parks the booking and leaves the connection alone', async () => {
  const field = (inner: string) => ({
    types: { CustomField: ['Contact.Second__c'], PermissionSet: ['Second'] },
    files: {
      'objects/Contact.object': xml('CustomObject', inner),
      'permissionsets/Second.permissionset': xml(
        'PermissionSet',
        '<fieldPermissions><editable>true</editable><field>Contact.Second__c</field><readable>true</readable></fieldPermissions><label>Second</label>',
      ),
    },
  });
  const made = await deploy(
    world.admin,
    field('<fields><fullName>Second__c</fullName><label>Second</label><type>Email</type></fields>'),
  );
  if (!made.success) throw new Error(JSON.stringify(made.failures));
  await assign('Second');
  expect((await world.browser.post('/api/setup/look')).status).toBe(200);
  await save(world, ({ rules }) => rules.match.emailFields.Contact.push('Second__c'));
  const email = `${uniqueId('second')}@customer.example`;
  const contactId = await make(world, 'Contact', {
    LastName: 'Second',
    Email: `x-${email}`,
    Second__c: email,
  });
  const person = { lastName: 'Second', email };
  const { one } = await book(world, source, { person });
  expect(await one('Contact')).toMatchObject({ Id: contactId });
  const gone = await deploy(world.admin, { destructive: { CustomField: ['Contact.Second__c'] } });
  if (!gone.success) throw new Error(JSON.stringify(gone.failures));
  const { booking } = await book(world, source, { person }, { until: 'parked' });
  expect(booking.problem?.code).toBe('match_field_missing');
  await save(world, () => undefined);
  await book(world, source);
});

test('a refusal names the field with the label that people know', async () => {
  await save(world, ({ fields }) => fields.Lead.push(row('NumberOfEmployees', from('answer:Size'))));
  const result = await deploy(world.admin, {
    types: { ValidationRule: ['Lead.Not_So_Big'] },
    files: {
      'objects/Lead.object': xml(
        'CustomObject',
        '<validationRules><fullName>Not_So_Big</fullName><active>true</active><errorConditionFormula>NumberOfEmployees &gt; 1000</errorConditionFormula><errorDisplayField>NumberOfEmployees</errorDisplayField><errorMessage>Too big</errorMessage></validationRules>',
      ),
    },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
  const { booking } = await book(
    world,
    source,
    { answers: [{ label: 'Size', value: '5000' }] },
    { until: 'parked' },
  );
  expect(booking.problem).toMatchObject({
    code: 'record_refused_field_custom_validation_exception',
    field: { object: 'Lead', name: 'NumberOfEmployees', label: 'Employees' },
  });
});

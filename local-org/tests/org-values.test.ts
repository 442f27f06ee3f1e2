// Values on their way in and out, references, numbers of records, users and licences, through jsforce.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let connection: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  connection = await signIn(running);
});
afterAll(() => running.stop());

describe('values', () => {
  test('trims text, makes empty text null and fills what is left out', async () => {
    const id = await create(connection, 'Lead', {
      firstname: '  Ada ',
      LASTNAME: 'Byron',
      Company: 'Engines',
      Title: ' ',
    });
    const lead = await findOne(
      connection,
      `SELECT FirstName, Name, Title, Status, IsUnreadByOwner, Owner.Username FROM Lead WHERE Id = '${id}'`,
    );
    expect(lead).toMatchObject({
      FirstName: 'Ada',
      Name: 'Ada Byron',
      Title: null,
      Status: 'Open - Not Contacted',
      IsUnreadByOwner: true,
      Owner: { Username: 'api-user@acme.example' },
    });
  });

  test('reads date-times with any offset and drops milliseconds', async () => {
    const id = await create(connection, 'Booking__c', {
      Booking_Key__c: 'values-1',
      Start__c: '2026-06-01T10:00:00.987+0530',
      Write_Number__c: '7',
    });
    const booking = await findOne(
      connection,
      `SELECT Name, Start__c, Write_Number__c, Status__c FROM Booking__c WHERE Id = '${id}'`,
    );
    expect(booking).toMatchObject({
      Name: expect.stringMatching(/^BK-\d{6}$/),
      Start__c: '2026-06-01T04:30:00.000+0000',
      Write_Number__c: 7,
      Status__c: 'Scheduled',
    });
  });

  // Wording seen in public issues of REST clients, among them restforce/restforce #897 (2024, read 2026-11-23)
  const wrongKinds: [field: string, value: unknown, message: string][] = [
    [
      'StartDateTime',
      '2024-07-30 20:54:16 UTC',
      'datetime from VALUE_STRING value 2024-07-30 20:54:16 UTC or request',
    ],
    ['ActivityDate', '2024-02-30', 'date from VALUE_STRING value 2024-02-30 or request'],
    ['IsAllDayEvent', 'FALSE', 'boolean from VALUE_STRING value FALSE or request'],
    ['DurationInMinutes', 'half an hour', 'int from VALUE_STRING value half an hour or request'],
    ['Location', ['Room 1'], 'string from START_ARRAY value'],
  ];
  for (const [field, value, message] of wrongKinds) {
    test(`refuses ${JSON.stringify(value)} for ${field} before it looks at the record`, async () => {
      const refusal = await refusalOf(connection.sobject('Event').create({ [field]: value }));
      expect(refusal.errorCode).toBe('JSON_PARSER_ERROR');
      expect(refusal.message).toContain(`Cannot deserialize instance of ${message}`);
      expect(refusal.message).toMatch(/\[line:1, column:\d+\]$/);
    });
  }

  test('takes any value for a picklist that is not restricted', async () => {
    const id = await create(connection, 'Lead', {
      LastName: 'Smith',
      Company: 'SmithCorp',
      LeadSource: 'Bookbridge',
    });
    expect((await findOne(connection, `SELECT LeadSource FROM Lead WHERE Id = '${id}'`))['LeadSource']).toBe(
      'Bookbridge',
    );
  });

  test('looks at lengths and formats before required fields, and at rules before unique values', async () => {
    const lead = connection.sobject('Lead');
    expect((await refusalOf(lead.create({ Email: 'nobody' }))).errorCode).toBe('INVALID_EMAIL_ADDRESS');
    expect((await refusalOf(lead.create({ Phone: '0'.repeat(41) }))).errorCode).toBe('STRING_TOO_LONG');
    expect(await refusalOf(lead.create({ FirstName: 'A', LastName: null }))).toMatchObject({
      errorCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [LastName, Company]',
    });
    const id = await create(connection, 'Booking__c', { Booking_Key__c: 'order-1', Write_Number__c: 5 });
    await create(connection, 'Booking__c', { Booking_Key__c: 'order-2' });
    const both = connection
      .sobject('Booking__c')
      .update({ Id: id, Write_Number__c: 4, Booking_Key__c: 'order-2' });
    expect(await refusalOf(both)).toMatchObject({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'A newer state of this booking is already saved.',
      fields: ['Write_Number__c'],
    });
  });

  test('keeps unique values apart by case', async () => {
    await create(connection, 'Booking__c', { Booking_Key__c: 'Case-A' });
    await create(connection, 'Booking__c', { Booking_Key__c: 'case-a' });
    const again = connection.sobject('Booking__c').create({ Booking_Key__c: 'case-a' });
    expect((await refusalOf(again)).errorCode).toBe('DUPLICATE_VALUE');
    const soql = "SELECT Id FROM Booking__c WHERE Booking_Key__c = 'Case-A'";
    expect((await connection.query(soql)).totalSize).toBe(1);
  });
});

describe('references', () => {
  test('takes short ids and shows long ones', async () => {
    const account = await findOne(connection, "SELECT Id FROM Account WHERE Name = 'Harbor Couriers'");
    const long = account['Id'] ?? '';
    const id = await create(connection, 'Contact', { LastName: 'Short', AccountId: long.slice(0, 15) });
    const shown = await connection.sobject('Contact').retrieve(id.slice(0, 15));
    expect(shown).toMatchObject({ Id: id, AccountId: long });
    const soql = `SELECT Id FROM Contact WHERE AccountId = '${long.slice(0, 15)}' AND LastName = 'Short'`;
    expect((await findOne(connection, soql))['Id']).toBe(id);
  });

  test('refuses what is no id, an id of another object, of nothing and of a deleted record', async () => {
    const contact = (accountId: string) =>
      refusalOf(connection.sobject('Contact').create({ LastName: 'Smith', AccountId: accountId }));
    const lead = await findOne(connection, "SELECT Id FROM Lead WHERE LastName = 'Lind'");
    expect(await contact('Harbor')).toMatchObject({
      errorCode: 'MALFORMED_ID',
      message: 'Account ID: id value of incorrect type: Harbor',
      fields: ['AccountId'],
    });
    expect((await contact(lead['Id'] ?? '')).errorCode).toBe('FIELD_INTEGRITY_EXCEPTION');
    expect(await contact('001000000000001')).toMatchObject({
      errorCode: 'INVALID_CROSS_REFERENCE_KEY',
      message: 'invalid cross reference id',
    });
    const gone = await create(admin, 'Account', { Name: 'Gone' });
    await admin.sobject('Account').destroy(gone);
    expect((await contact(gone)).errorCode).toBe('ENTITY_IS_DELETED');
  });

  test('answers an update of an unknown record with 404 and INVALID_CROSS_REFERENCE_KEY', async () => {
    const { status, bodyText } = await rest(
      connection,
      '/services/data/v67.0/sobjects/Lead/00Q000000000001',
      {
        method: 'PATCH',
        body: { LastName: 'Nobody' },
      },
    );
    expect([status, bodyText]).toEqual([
      404,
      '[{"message":"invalid cross reference id","errorCode":"INVALID_CROSS_REFERENCE_KEY","fields":[]}]',
    ]);
  });

  test('finds a parent by its external id', async () => {
    const bookingId = await create(connection, 'Booking__c', { Booking_Key__c: 'parent-1' });
    const id = await create(connection, 'Event', {
      StartDateTime: '2026-05-01T08:00:00Z',
      DurationInMinutes: 30,
      What: { attributes: { type: 'Booking__c' }, Booking_Key__c: 'parent-1' },
    });
    expect((await findOne(connection, `SELECT WhatId FROM Event WHERE Id = '${id}'`))['WhatId']).toBe(
      bookingId,
    );
  });

  test('empties a lookup and deletes children with the parent, and keeps a parent with cases', async () => {
    const accountId = await create(admin, 'Account', { Name: 'Parent' });
    const contactId = await create(admin, 'Contact', { LastName: 'Child', AccountId: accountId });
    const bookingId = await create(connection, 'Booking__c', {
      Booking_Key__c: 'lookup-1',
      Contact__c: contactId,
    });
    const caseId = await create(admin, 'Case', { ContactId: contactId });
    // The account of a case is that of its contact.
    expect((await findOne(admin, `SELECT AccountId FROM Case WHERE Id = '${caseId}'`))['AccountId']).toBe(
      accountId,
    );
    expect((await refusalOf(admin.sobject('Account').destroy(accountId))).errorCode).toBe('DELETE_FAILED');
    await admin.sobject('Case').destroy(caseId);
    await admin.sobject('Account').destroy(accountId);
    expect((await admin.query(`SELECT Id FROM Contact WHERE Id = '${contactId}'`)).totalSize).toBe(0);
    const booking = await findOne(connection, `SELECT Contact__c FROM Booking__c WHERE Id = '${bookingId}'`);
    expect(booking['Contact__c']).toBeNull();
  });
});

describe('users', () => {
  const person = (username: string, profileId: string | undefined) => ({
    Username: username,
    LastName: 'New',
    Alias: 'new',
    Email: 'new@acme.example',
    ProfileId: profileId,
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
  const profileId = async (name: string) =>
    (await findOne(admin, `SELECT Id FROM Profile WHERE Name = '${name}'`))['Id'];

  test('are created with a name and the right to log in, once per username', async () => {
    const profile = await profileId('Standard User');
    const id = await create(admin, 'User', person('new@acme.example', profile));
    const user = await findOne(
      admin,
      `SELECT Name, IsActive, UserType, CommunityNickname FROM User WHERE Id = '${id}'`,
    );
    expect(user).toMatchObject({
      Name: 'New',
      IsActive: true,
      UserType: 'Standard',
      CommunityNickname: 'new',
    });
    expect((await admin.query(`SELECT Id FROM UserLogin WHERE UserId = '${id}'`)).totalSize).toBe(1);
    const again = admin.sobject('User').create(person('NEW@acme.example', profile));
    expect((await refusalOf(again)).errorCode).toBe('DUPLICATE_USERNAME');
    expect((await refusalOf(admin.sobject('User').create({ LastName: 'New' }))).errorCode).toBe(
      'REQUIRED_FIELD_MISSING',
    );
    expect((await refusalOf(admin.sobject('User').destroy(id))).errorCode).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY',
    );
  });

  test('take a licence while they are active, and none when all are taken', async () => {
    const profile = await profileId('Minimum Access - API Only Integrations');
    const soql = "SELECT TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'";
    expect(await findOne(admin, soql)).toMatchObject({ TotalLicenses: 5, UsedLicenses: 0 });
    const ids: string[] = [];
    for (let count = 1; count <= 5; count++) {
      ids.push(await create(admin, 'User', person(`robot${count}@acme.example`, profile)));
    }
    expect(await findOne(admin, soql)).toMatchObject({ UsedLicenses: 5 });
    const sixth = () => admin.sobject('User').create(person('robot6@acme.example', profile));
    expect(await refusalOf(sixth())).toMatchObject({
      errorCode: 'LICENSE_LIMIT_EXCEEDED',
      message: 'License Limit Exceeded',
    });
    await admin.sobject('User').update({ Id: ids[0] ?? '', IsActive: false });
    expect((await sixth()).success).toBe(true);
  });

  test('cannot deactivate themselves', async () => {
    const { Id: id = '' } = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
    const refused = admin.sobject('User').update({ Id: id, IsActive: false });
    expect((await refusalOf(refused)).errorCode).toBe('FIELD_INTEGRITY_EXCEPTION');
  });
});

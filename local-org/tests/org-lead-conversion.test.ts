// Leads converted and records merged through jsforce, as an administrator's tools do it, and by the button of the page.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
});

afterAll(() => running.stop());

const plain = {
  convertedStatus: 'Closed - Converted',
  doNotCreateOpportunity: true,
  overwriteLeadSource: false,
  sendNotificationEmail: false,
};
const makeLead = (LastName: string, more: Record<string, unknown> = {}) =>
  create(admin, 'Lead', { LastName, Company: `${LastName} Ltd`, ...more });
const makeEvent = (values: Record<string, unknown>) =>
  create(admin, 'Event', {
    Subject: 'Visit',
    StartDateTime: '2026-12-01T10:00:00Z',
    DurationInMinutes: 30,
    ...values,
  });
const notFound = { errorCode: 'NOT_FOUND' };

describe('a conversion', () => {
  test('makes account and contact, and takes events and tasks along', async () => {
    const leadId = await makeLead('Silva', {
      FirstName: 'Ana',
      Email: 'ana@silva.example',
      Phone: '+1 555 0100',
      City: 'Porto',
      LeadSource: 'Web',
    });
    const eventId = await makeEvent({ WhoId: leadId });
    const taskId = await create(admin, 'Task', { Subject: 'Call', WhoId: leadId, Status: 'Completed' });

    const result = await admin.soap.convertLead({ ...plain, leadId });
    expect(result).toMatchObject({ success: true, leadId, errors: [] });

    const lead = await admin.sobject('Lead').retrieve(leadId);
    expect(lead).toMatchObject({
      IsConverted: true,
      Status: 'Closed - Converted',
      ConvertedDate: new Date().toISOString().slice(0, 10),
      ConvertedAccountId: result.accountId,
      ConvertedContactId: result.contactId,
      ConvertedOpportunityId: null,
    });
    expect(await admin.sobject('Contact').retrieve(result.contactId ?? '')).toMatchObject({
      Name: 'Ana Silva',
      Email: 'ana@silva.example',
      Phone: '+1 555 0100',
      MailingCity: 'Porto',
      LeadSource: 'Web',
      AccountId: result.accountId,
    });
    expect(await admin.sobject('Account').retrieve(result.accountId ?? '')).toMatchObject({
      Name: 'Silva Ltd',
      BillingCity: 'Porto',
      AccountSource: 'Web',
    });
    const moved = { WhoId: result.contactId, WhatId: result.accountId, AccountId: result.accountId };
    expect(await admin.sobject('Event').retrieve(eventId)).toMatchObject(moved);
    expect(await admin.sobject('Task').retrieve(taskId)).toMatchObject(moved);
  });

  test('makes an opportunity unless told not to, which the activities are about then', async () => {
    const leadId = await makeLead('Moreau');
    const eventId = await makeEvent({ WhoId: leadId });
    const result = await admin.soap.convertLead({
      ...plain,
      leadId,
      doNotCreateOpportunity: false,
      opportunityName: 'Two bikes',
    });
    expect(await admin.sobject('Opportunity').retrieve(result.opportunityId ?? '')).toMatchObject({
      Name: 'Two bikes',
      AccountId: result.accountId,
      StageName: 'Prospecting',
    });
    expect(await admin.sobject('Event').retrieve(eventId)).toMatchObject({ WhatId: result.opportunityId });
  });

  test('goes into an existing contact and leaves what that has', async () => {
    const AccountId = await create(admin, 'Account', { Name: 'Old Account' });
    const contactId = await create(admin, 'Contact', { LastName: 'Old', AccountId, Phone: '1' });
    const leadId = await makeLead('New', { Phone: '2', Email: 'new@old.example', LeadSource: 'Web' });
    const result = await admin.soap.convertLead({
      ...plain,
      leadId,
      accountId: AccountId,
      contactId,
      overwriteLeadSource: true,
    });
    expect(result).toMatchObject({ accountId: AccountId, contactId, success: true });
    expect(await admin.sobject('Contact').retrieve(contactId)).toMatchObject({
      LastName: 'Old',
      Phone: '1',
      Email: 'new@old.example',
      LeadSource: 'Web',
    });
  });

  test('leaves lookups of custom objects on the lead, which nothing can be changed on or linked to any more', async () => {
    const leadId = await makeLead('Gone');
    const api = await signIn(running);
    const bookingId = await create(api, 'Booking__c', {
      Booking_Key__c: 'conversion:1',
      Lead__c: leadId,
      Status__c: 'Scheduled',
    });
    await admin.soap.convertLead({ ...plain, leadId });
    expect(await api.sobject('Booking__c').retrieve(bookingId)).toMatchObject({ Lead__c: leadId });
    // https://github.com/simple-salesforce/simple-salesforce/issues/341 (2026-11-24)
    const refusal = { errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD', message: 'cannot reference converted lead' };
    expect(await refusalOf(admin.sobject('Lead').update({ Id: leadId, Phone: '3' }))).toMatchObject(refusal);
    expect(await refusalOf(makeEvent({ WhoId: leadId }))).toMatchObject(refusal);
  });

  test('is refused with a reason per lead, and the others go on', async () => {
    const good = await makeLead('Good');
    const done = await makeLead('Done');
    await admin.soap.convertLead({ ...plain, leadId: done });
    const gone = await makeLead('Deleted');
    await admin.sobject('Lead').destroy(gone);
    const results = await admin.soap.convertLead([
      { ...plain, leadId: done },
      { ...plain, leadId: good, convertedStatus: 'Working - Contacted' },
      { ...plain, leadId: gone },
      { ...plain, leadId: good },
    ]);
    expect(results.map(({ success, errors }) => [success, errors[0]?.statusCode])).toEqual([
      [false, 'CANNOT_UPDATE_CONVERTED_LEAD'],
      [false, 'INVALID_STATUS'],
      [false, 'ENTITY_IS_DELETED'],
      [true, undefined],
    ]);
    expect(results[1]?.errors[0]?.message).toBe('invalid convertedStatus: Working - Contacted');
  });

  test('leaves nothing behind when it is refused', async () => {
    const rules = 'SELECT COUNT(Id) n FROM Account';
    const before = await findOne(admin, rules);
    const leadId = await makeLead('Half');
    const [result] = await admin.soap.convertLead([
      { ...plain, leadId, contactId: '003000000000001AAA', accountId: undefined },
    ]);
    expect(result?.success).toBe(false);
    expect(await findOne(admin, rules)).toEqual(before);
    expect(await admin.sobject('Lead').retrieve(leadId)).toMatchObject({ IsConverted: false });
  });

  test('needs the right to convert', async () => {
    const leadId = await makeLead('Locked');
    const [profile] = (
      await admin.query<{ Id: string }>("SELECT Id FROM Profile WHERE Name = 'Standard User'")
    ).records;
    const Id = profile?.Id ?? '';
    await admin.sobject('Profile').update({ Id, PermissionsConvertLeads: false });
    const rep = await signIn(running, { who: 'standard' });
    const refused = await rep.soap.convertLead({ ...plain, leadId });
    await admin.sobject('Profile').update({ Id, PermissionsConvertLeads: true });
    expect(refused.errors[0]?.statusCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    expect((await rep.soap.convertLead({ ...plain, leadId })).success).toBe(true);
  });

  test('knows the statuses that stand for one', async () => {
    const row = await findOne(admin, 'SELECT ApiName, MasterLabel FROM LeadStatus WHERE IsConverted = true');
    expect(row).toMatchObject({ ApiName: 'Closed - Converted', MasterLabel: 'Closed - Converted' });
  });

  test('by the button on the page of a lead', async () => {
    const leadId = await makeLead('Button');
    const [production] = running.orgs;
    const page = `${running.login.production}/__local/${production?.orgId}/Lead/${leadId}`;
    expect(await (await fetch(page)).text()).toContain('Convert this lead');
    const press = (headers: Record<string, string>) =>
      fetch(`${page}/convert`, { method: 'POST', body: new URLSearchParams(), headers });
    expect((await press({ origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await press({ origin: 'null', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    // What Chromium sends from a page without referrers.
    const done = await press({ origin: 'null', 'sec-fetch-site': 'same-origin' });
    expect(done.status).toBe(200);
    expect(await done.text()).not.toContain('Convert this lead');
    expect(await admin.sobject('Lead').retrieve(leadId)).toMatchObject({ IsConverted: true });
    expect((await fetch(`${page}/convert`, { method: 'POST' })).status).toBe(409);
  });
});

describe('a merge', () => {
  test('deletes the others with the id of the master, and hands on what points at them', async () => {
    const AccountId = await create(admin, 'Account', { Name: 'Merge Ltd' });
    const master = await create(admin, 'Contact', { LastName: 'Master', AccountId });
    const loser = await create(admin, 'Contact', {
      LastName: 'Loser',
      AccountId,
      Email: 'loser@merge.example',
    });
    const eventId = await makeEvent({ WhoId: loser });
    const caseId = await create(admin, 'Case', { Subject: 'Broken', ContactId: loser });
    const masterRecord = { type: 'Contact', Id: master, Email: 'loser@merge.example' };
    const result = await admin.soap.merge({ masterRecord, recordToMergeIds: [loser] });
    expect(result).toMatchObject({ success: true, id: master, mergedRecordIds: [loser] });
    expect([...result.updatedRelatedIds].toSorted()).toEqual([caseId, eventId].toSorted());
    expect(await admin.sobject('Contact').retrieve(master)).toMatchObject({
      LastName: 'Master',
      Email: 'loser@merge.example',
    });
    expect(await admin.sobject('Event').retrieve(eventId)).toMatchObject({ WhoId: master });
    expect(await admin.sobject('Case').retrieve(caseId)).toMatchObject({ ContactId: master });

    expect(await refusalOf(admin.sobject('Contact').retrieve(loser))).toMatchObject(notFound);
    const deleted = { errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' };
    expect(await refusalOf(admin.sobject('Contact').update({ Id: loser, Phone: '1' }))).toMatchObject(
      deleted,
    );
    expect(await refusalOf(makeEvent({ WhoId: loser }))).toMatchObject(deleted);
    const all = await admin.query<Record<string, unknown>>(
      `SELECT Id, IsDeleted, MasterRecordId FROM Contact WHERE MasterRecordId = '${master}'`,
      { scanAll: true },
    );
    expect(all.records).toMatchObject([{ Id: loser, IsDeleted: true, MasterRecordId: master }]);
  });

  test('takes numbers, checkboxes and emptied fields of the master record as their fields are', async () => {
    const values = { Company: 'Kinds Ltd', Phone: '1' };
    const [master = '', loser = ''] = await Promise.all(
      ['A', 'B'].map((LastName) => create(admin, 'Lead', { LastName, ...values })),
    );
    const masterRecord = {
      type: 'Lead',
      Id: master,
      fieldsToNull: ['Phone'],
      NumberOfEmployees: 12,
      IsUnreadByOwner: false,
    };
    expect((await admin.soap.merge({ masterRecord, recordToMergeIds: [loser] })).success).toBe(true);
    expect(await admin.sobject('Lead').retrieve(master)).toMatchObject({
      Phone: null,
      NumberOfEmployees: 12,
      IsUnreadByOwner: false,
    });
  });

  test('of leads and accounts, three at a time', async () => {
    for (const name of ['Lead', 'Account']) {
      const values = (n: string) =>
        name === 'Lead' ? { LastName: n, Company: 'Three Ltd' } : { Name: `${n} Ltd` };
      const [master = '', ...losers] = await Promise.all(
        ['One', 'Two', 'Three'].map((n) => create(admin, name, values(n))),
      );
      const result = await admin.soap.merge({
        masterRecord: { type: name, Id: master },
        recordToMergeIds: losers,
      });
      expect(result).toMatchObject({ success: true, id: master, mergedRecordIds: losers });
    }
  });

  test('is refused for what is no longer there, for other objects and for the record itself', async () => {
    const kept = await makeLead('Kept');
    const gone = await makeLead('Away');
    await admin.sobject('Lead').destroy(gone);
    const codeOf = async (type: string, Id: string, ids: string[]) => {
      const { success, errors } = await admin.soap.merge({
        masterRecord: { type, Id },
        recordToMergeIds: ids,
      });
      return success ? undefined : errors[0]?.statusCode;
    };
    expect(await codeOf('Lead', kept, [gone])).toBe('ENTITY_IS_DELETED');
    expect(await codeOf('Lead', kept, [kept])).toBe('INVALID_ID_FIELD');
    expect(await codeOf('Lead', kept, ['00Q000000000001'])).toBe('INVALID_CROSS_REFERENCE_KEY');
    expect(await codeOf('Event', kept, [gone])).toBe('INVALID_TYPE');
  });
});

// What a workspace starts with before anybody has set anything: bookings are written with it at once. A rep's data stays,
// a new person becomes a Lead, and nothing is invented except Company, which Salesforce requires and forms seldom ask.
import type { MappingRow, Owner, SetUp } from './set-up-document.ts';
import { moments } from './set-up-document.ts';

/** Told apart from a real name by people and by reports. */
export const noCompany = '[not provided]';

export function defaultSetUp(): SetUp {
  const host: Owner = { kind: 'host' };
  const keep: Owner = { kind: 'keep' };
  return {
    fields: {
      Lead: [
        personRow('FirstName', 'person.firstName'),
        personRow('LastName', 'person.lastName'),
        personRow('Company', 'person.company', noCompany),
        personRow('Email', 'person.email'),
        personRow('Phone', 'person.phone'),
      ],
      Contact: [
        personRow('FirstName', 'person.firstName'),
        personRow('LastName', 'person.lastName'),
        personRow('Email', 'person.email'),
        personRow('Phone', 'person.phone'),
      ],
      // By its website the next person of the company finds the same Account.
      Account: [personRow('Name', 'person.company'), personRow('Website', 'person.companyWebsite')],
      Case: [meetingRow('Subject', 'meeting.title'), meetingRow('Description', 'meeting.notes')],
      Event: [
        meetingRow('Subject', 'meeting.title'),
        meetingRow('Location', 'meeting.place'),
        meetingRow('Description', 'meeting.summary'),
      ],
    },
    rules: {
      unknownPerson: 'lead',
      match: {
        order: ['contact_email', 'lead_email'],
        emailFields: { Lead: ['Email'], Contact: ['Email'] },
        phoneFields: { Lead: [], Contact: [] },
        tie: 'latest',
        linkedRecordDiffers: 'link_only',
      },
      lead: { found: 'update', ownerOfNew: host, ownerOfFound: keep, recordTypeId: null },
      contact: { found: 'update', ownerOfNew: host, ownerOfFound: keep, recordTypeId: null },
      account: {
        match: 'domain',
        createForContact: true,
        // A person's address may belong to another company than the Account that reps keep for them.
        found: 'keep',
        ownerOfNew: host,
        recordTypeId: null,
        ignoredDomains: [],
      },
      case: { create: 'never', found: 'update', ownerOfNew: host, ownerOfFound: keep, recordTypeId: null },
      event: { create: true, owner: host, whenDeleted: 'create_again', recordTypeId: null },
      opportunity: { link: true },
      duplicates: 'use_match',
      canceledBeforeWrite: 'write',
      fallbackOwner: null,
      hosts: { by: ['table', 'email', 'federation_id', 'username'], table: [] },
    },
    overrides: [],
    recordIdParameter: null,
  };
}

function personRow(target: string, field: string, fallback: string | null = null): MappingRow {
  return row(target, field, fallback, 'if_empty');
}

function meetingRow(target: string, field: string): MappingRow {
  return row(target, field, null, 'always');
}

function row(
  target: string,
  field: string,
  fallback: string | null,
  overwrite: MappingRow['overwrite'],
): MappingRow {
  return {
    target,
    source: { kind: 'booking', field, fallback },
    overwrite,
    when: [...moments],
    lookup: null,
  };
}

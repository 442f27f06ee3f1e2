// Stage `match`: the people among the rows of an answer. A converted Lead is read-only in Salesforce, so its Contact takes
// its place wherever it is found.
import type { FoundRecord } from '../plan.ts';
import { foundIn, isTrueAt, parentAt, textAt, textsAt } from './row.ts';
import type { Row } from './row.ts';
import { wantedOf } from './sought.ts';
import type { Sought } from './sought.ts';

export type Candidate = {
  record: FoundRecord & { sObject: 'Contact' | 'Lead' };
  emails: readonly string[];
  phones: readonly string[];
  /** A Contact's own Account; for a Person Account it is the person. */
  account: FoundRecord | null;
  isPersonAccount: boolean;
};

/** `was`: the converted Lead in whose place it stands. */
export type Person = Candidate & { was: string | null };

export type LeadCandidate = Candidate & { isConverted: boolean; convertedTo: Candidate | null };

export function readContact(row: Row, sought: Sought): Candidate | null {
  const record = foundIn('Contact', row, wantedOf(sought, 'Contact'));
  if (record === null) return null;
  const account = parentAt(row, 'Account');
  const { emails, phones } = sought.fields.Contact;
  return {
    record: { ...record, sObject: 'Contact' },
    emails: textsAt(row, emails),
    phones: textsAt(row, phones),
    account: account && foundIn('Account', account, wantedOf(sought, 'Account')),
    isPersonAccount: isTrueAt(row, 'IsPersonAccount'),
  };
}

export function readLead(row: Row, sought: Sought): LeadCandidate | null {
  const record = foundIn('Lead', row, wantedOf(sought, 'Lead'));
  if (record === null) return null;
  const contact = parentAt(row, 'ConvertedContact');
  const { emails, phones } = sought.fields.Lead;
  return {
    record: { ...record, sObject: 'Lead' },
    emails: textsAt(row, emails),
    phones: textsAt(row, phones),
    account: null,
    isPersonAccount: false,
    isConverted: isTrueAt(row, 'IsConverted'),
    convertedTo:
      (contact && readContact(contact, sought)) ?? unseenContact(textAt(row, 'ConvertedContactId')),
  };
}

/** Only its id is known: it can be linked, and nothing of it can be compared or changed. */
export function unseenContact(id: string | null): Candidate | null {
  if (id === null) return null;
  return {
    record: { sObject: 'Contact', id, name: null, values: {}, onlyLink: true },
    emails: [],
    phones: [],
    account: null,
    isPersonAccount: false,
  };
}

/** Who takes a Lead's place, or the Lead itself; null when it was converted and its Contact is gone. */
export function personOfLead(lead: LeadCandidate): Person | null {
  if (!lead.isConverted) return { ...lead, was: null };
  return lead.convertedTo && { ...lead.convertedTo, was: lead.record.name ?? lead.record.id };
}

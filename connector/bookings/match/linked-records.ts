// Stage `match`: what the record ids of a booking link name. A link can be passed on and edited, so a record that does not
// have the booking's own address is not proven to be the person's.
import type { FoundRecord } from '../plan.ts';
import type { TrailRow } from '../booking.ts';
import { emailKey } from '../booking.ts';
import type { Answers } from './ask-org.ts';
import { personOfLead, readContact, readLead, unseenContact } from './candidate.ts';
import type { Candidate, Person } from './candidate.ts';
import { isSameId, linkedObjects } from './link-ids.ts';
import type { LinkedObject } from './link-ids.ts';
import { nameOf } from './reasons.ts';
import { foundIn, isTrueAt, parentAt, textAt } from './row.ts';
import type { Row } from './row.ts';
import { hasPhone, isDuplicate, told, wantedOf } from './sought.ts';
import type { Sought } from './sought.ts';

export type Linked = {
  person: Person | null;
  /** The person's record has another e-mail address than the booking. */
  differs: boolean;
  /** The Case whose Contact the person is, in words. */
  via: string | null;
  account: FoundRecord | null;
  case: FoundRecord | null;
  opportunityId: string | null;
  trail: TrailRow[];
};

export function readLinked(answers: Answers): Linked {
  const { sought } = answers;
  const { byObject, unusable } = sought.links;
  const contacts = answers.contacts.filter(isNamed(byObject.Contact));
  const leads = answers.leads.filter(isNamed(byObject.Lead));
  const accounts = answers.accounts.rows.filter(isNamed(byObject.Account));
  const [caseRow] = answers.cases.filter(isNamed(byObject.Case));
  const caseContact = caseRow && readCaseContact(caseRow, sought);

  const person =
    [
      ...contacts.map((row) => asPerson(readContact(row, sought))),
      ...leads.map((row) => {
        const lead = readLead(row, sought);
        return lead && personOfLead(lead);
      }),
      asPerson(caseContact ?? null),
      asPerson(personAccount(answers)),
    ].find((each) => each !== null) ?? null;
  const differs = person !== null && isAnother(person, sought);
  const isCaseProven = caseContact ? !isAnother(caseContact, sought) : false;

  const foundCase = caseRow ? foundIn('Case', caseRow, wantedOf(sought, 'Case')) : null;
  const isTrusted = sought.rules.match.linkedRecordDiffers === 'trust';
  const companies = accounts.filter((row) => !isTrueAt(row, 'IsPersonAccount'));
  const account = companies.find((row) => isDuplicate(sought, textAt(row, 'Id'))) ?? companies[0];
  const foundAccount = account ? foundIn('Account', account, wantedOf(sought, 'Account')) : null;
  const seen: Record<LinkedObject, boolean> = {
    Contact: contacts.length > 0,
    Lead: leads.length > 0,
    Account: accounts.length > 0 || answers.accounts.failure !== null,
    Case: foundCase !== null,
    Opportunity: answers.opportunityId !== null || !sought.rules.opportunity.link,
  };
  const unknown = [
    ...unusable,
    ...linkedObjects.flatMap((sObject) => (seen[sObject] ? [] : byObject[sObject])),
  ];
  return {
    person,
    differs,
    via: foundCase && person && caseContact?.record.id === person.record.id ? nameOf(foundCase) : null,
    // Nothing in an Account tells whose link it was: it is linked and never written.
    account: foundAccount && { ...foundAccount, onlyLink: true },
    case: foundCase && { ...foundCase, ...(!isCaseProven && !isTrusted && { onlyLink: true }) },
    opportunityId: answers.opportunityId,
    trail: unknown.filter((id) => !isDuplicate(sought, id)).map(unknownId),
  };
}

function unknownId(id: string): TrailRow {
  return told(
    'record_id_unknown',
    `The link's record id ${id.slice(0, 40)} is of no record that can be seen and linked here; it is not used.`,
  );
}

function isNamed(ids: readonly string[]): (row: Row) => boolean {
  return (row) => ids.some((id) => isSameId(id, textAt(row, 'Id') ?? ''));
}

function asPerson(candidate: Candidate | null): Person | null {
  return candidate && { ...candidate, was: null };
}

function readCaseContact(row: Row, sought: Sought): Candidate | null {
  const contact = parentAt(row, 'Contact');
  return (contact && readContact(contact, sought)) ?? unseenContact(textAt(row, 'ContactId'));
}

/** A link that names a Person Account means its Contact, which came with the Contacts. */
function personAccount({ contacts, sought }: Answers): Candidate | null {
  if (!sought.request.personAccounts) return null;
  return (
    contacts
      .map((row) => readContact(row, sought))
      .find(
        (each) =>
          each?.isPersonAccount === true &&
          sought.links.byObject.Account.some((id) => isSameId(id, each.account?.id ?? '')),
      ) ?? null
  );
}

/** A booking without an address contradicts nobody. A record without one can be proven by its phone number. */
function isAnother({ emails, phones }: Candidate, sought: Sought): boolean {
  if (sought.ownEmail === null) return false;
  if (emails.length === 0 && hasPhone(sought, phones)) return false;
  return !emails.some((email) => emailKey(email) === sought.ownEmail);
}

// Stage `match`: who the person is. Our own record, then what the link names, then the keys of the rules in their order,
// then the Contacts of converted Leads, then nobody. Pure.
import type { MatchKey } from '../../setup/set-up-document.ts';
import type { FoundRecord, MatchParked } from '../plan.ts';
import type { TrailRow } from '../booking.ts';
import type { Answers } from './ask-org.ts';
import { personOfLead, readContact, readLead } from './candidate.ts';
import type { Candidate, LeadCandidate, Person } from './candidate.ts';
import type { Linked } from './linked-records.ts';
import { listNames, nobodyReason, personName, personStory, tieWords } from './reasons.ts';
import { textAt } from './row.ts';
import { hasEmail, hasPhone, isDuplicate, isSought, matchedBy, told } from './sought.ts';
import type { PersonObject, Sought } from './sought.ts';

export type Choice = {
  person: Person | null;
  /** The record is linked, but the person's data is not taken over. */
  onlyLink: boolean;
  reason: string;
  trail: TrailRow[];
};

export type Park = MatchParked['park'];

/** `ours`: whom our own record names. `linked`: what the link names. */
export function choosePerson(
  answers: Answers,
  ours: Person | null,
  linked: Linked,
): Choice | { park: Park; trail: TrailRow[] } {
  const { sought } = answers;
  if (ours) return ownChoice(answers, ours, linked);
  const duplicates = duplicatesIn(answers);
  if (duplicates.length > 0)
    return decide(duplicates, 'duplicate_rule', 'by a duplicate rule of the org', sought);
  if (linked.person) return linkedChoice(linked.person, linked, sought);
  for (const key of sought.rules.match.order) {
    const found = candidatesFor(key, answers);
    if (found.length > 0)
      return decide(found, key, matchedBy[key].by === 'email' ? 'by e-mail' : 'by phone number', sought);
  }
  const converted = convertedFor(answers);
  if (converted.people.length > 0) {
    const way = matchedBy[converted.key].by === 'email' ? 'e-mail address' : 'phone number';
    const through = `through the converted Lead ${converted.people[0]?.was ?? ''} with this ${way}`;
    return decide(converted.people, `converted_${converted.key}`, through, sought);
  }
  return choice('nobody', null, nobodyReason(sought));
}

/** What we wrote before stays the person, also when the address was changed in the meantime on either side. */
function ownChoice({ own, sought }: Answers, ours: Person, linked: Linked): Choice {
  // Nobody has proven more since the first write than the link's record id.
  const isLinked = linked.person !== null && linked.person.record.id === ours.record.id;
  const onlyLink =
    ours.record.onlyLink === true ||
    (isLinked && linked.differs && sought.rules.match.linkedRecordDiffers !== 'trust');
  const text = `Written before for ${personStory(ours)}.`;
  // How the person was found in the first place says more than that it was written before.
  const before = own && ours.was === null ? textAt(own, 'Match_Reason__c') : null;
  return { ...choice('own_record', ours, text, onlyLink), reason: before ?? text };
}

function linkedChoice(
  person: Person,
  { differs, via }: Linked,
  { rules }: Sought,
): Choice | { park: Park; trail: TrailRow[] } {
  const names = `The booking link names ${via === null ? '' : `${via} of `}${personStory(person)}`;
  if (!differs) return choice('record_id', person, `${names}.`);
  const doubt = "Its e-mail address differs from the booking's";
  switch (rules.match.linkedRecordDiffers) {
    case 'trust':
      return choice('record_id_differs', person, `${names}. ${doubt}; the rules trust the link.`);
    case 'link_only':
      return choice(
        'record_id_differs',
        person,
        `${names}. ${doubt}: only the Event and the Booking are linked to it.`,
        true,
      );
    case 'park':
      return park(
        'linked_record_differs',
        `${names} (${person.record.id}). ${doubt}.`,
        'If it is the same person, add the address to the record in Salesforce; if not, correct the booking. Then replay it. The creation rules say what happens to such links.',
        [person.record],
      );
  }
}

/** One match, or what the rule for several makes of them. */
function decide(
  found: readonly Person[],
  code: MatchKey | `converted_${MatchKey}` | 'duplicate_rule',
  way: string,
  sought: Sought,
): Choice | { park: Park; trail: TrailRow[] } {
  const [first] = found;
  if (found.length > 1 && sought.rules.match.tie === 'park') {
    const records = found.map(({ record }) => record);
    return park(
      'several_matches',
      `Several people match ${way}: ${listNames(records)}.`,
      'Merge the records in Salesforce if they are one person, or choose another rule for several matches in the creation rules. Then replay the booking.',
      records,
    );
  }
  if (first === undefined) return choice('nobody', null, nobodyReason(sought));
  return choice(code, first, `Found ${personName(first)} ${way}${tieWords(found.length, sought)}.`);
}

/** Whom the org itself takes for this person, in the order of the rule for several. */
function duplicatesIn({ contacts, leads, sought }: Answers): Person[] {
  const people = [
    ...contacts
      .map((row) => readContact(row, sought))
      .filter((each) => each !== null)
      .filter(
        ({ record, isPersonAccount, account }) =>
          isDuplicate(sought, record.id) || (isPersonAccount && isDuplicate(sought, account?.id)),
      )
      .map((each) => ({ ...each, was: null })),
    ...leads
      .map((row) => readLead(row, sought))
      .filter((each) => each !== null)
      .filter(({ record }) => isDuplicate(sought, record.id))
      .map(personOfLead)
      .filter((each) => each !== null),
  ];
  return [...new Map(people.toReversed().map((each) => [each.record.id, each])).values()].toReversed();
}

/** Unconverted Leads, or Contacts, in the order of the rule for several. */
function candidatesFor(key: MatchKey, answers: Answers): Person[] {
  const { sObject } = matchedBy[key];
  const open = peopleOf(sObject, answers).filter((each) => !('isConverted' in each) || !each.isConverted);
  return open.filter((each) => matches(key, each, answers.sought)).map((each) => ({ ...each, was: null }));
}

/** The Contacts that converted Leads have become, each once; by the first key that finds one. */
function convertedFor(answers: Answers): { key: MatchKey; people: Person[] } {
  const leads = answers.leads
    .map((row) => readLead(row, answers.sought))
    .filter((lead): lead is LeadCandidate => lead?.isConverted === true);
  for (const key of answers.sought.rules.match.order) {
    if (matchedBy[key].sObject !== 'Lead') continue;
    const people = leads
      .filter((lead) => matches(key, lead, answers.sought))
      .map(personOfLead)
      .filter((person) => person !== null);
    if (people.length > 0)
      return {
        key,
        people: [...new Map(people.toReversed().map((each) => [each.record.id, each])).values()].toReversed(),
      };
  }
  return { key: 'lead_email', people: [] };
}

function peopleOf(
  sObject: PersonObject,
  { contacts, leads, sought }: Answers,
): (Candidate | LeadCandidate)[] {
  const people =
    sObject === 'Contact'
      ? contacts.map((row) => readContact(row, sought))
      : leads.map((row) => readLead(row, sought));
  return people.filter((each) => each !== null);
}

/** Salesforce found the row by any of the keys or a record id; which of them it was is decided here. */
function matches(key: MatchKey, { emails, phones }: Candidate, sought: Sought): boolean {
  const { sObject, by } = matchedBy[key];
  if (!isSought(sought, sObject, by)) return false;
  return by === 'email' ? hasEmail(sought, emails) : hasPhone(sought, phones);
}

function choice(code: string, person: Person | null, reason: string, onlyLink = false): Choice {
  const detail = person && { type: person.record.sObject, id: person.record.id };
  return { person, onlyLink, reason, trail: [told(code, reason, detail ?? undefined)] };
}

function park(
  code: string,
  message: string,
  fix: string,
  records: readonly FoundRecord[],
): { park: Park; trail: TrailRow[] } {
  const candidates = records.map(({ sObject, id, name }) => ({ type: sObject, id, name }));
  return { park: { code, message, fix }, trail: [told(code, message, { candidates })] };
}

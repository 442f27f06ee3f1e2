// Stage `match`: every decision in words for people. A reason has to fit into Match_Reason__c, names included.
import type { FoundRecord } from '../plan.ts';
import type { Candidate, Person } from './candidate.ts';
import type { Sought } from './sought.ts';

const longestReason = 255;

/** A record as people know it: `Contact Ana Silva`. */
export function nameOf(record: Pick<FoundRecord, 'sObject' | 'name' | 'id'>): string {
  return `${record.sObject} ${shorten(record.name ?? record.id)}`;
}

export function personName({ record, isPersonAccount }: Candidate): string {
  return isPersonAccount ? `Person Account ${shorten(record.name ?? record.id)}` : nameOf(record);
}

/** `Contact Ana Silva`, or `Lead Ana Silva, which has become Contact Ana Silva`. */
export function personStory(person: Person): string {
  return person.was === null
    ? personName(person)
    : `Lead ${shorten(person.was)}, which has become ${personName(person)}`;
}

const numbers = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** How the rule for several matches was used; empty for one match. */
export function tieWords(count: number, { rules }: Sought): string {
  if (count < 2) return '';
  const which = rules.match.tie === 'oldest' ? 'the one created first' : 'the most recently changed';
  return `; ${numbers[count] ?? count} matches, took ${which}`;
}

/** What is to become of a person whom nobody in the org matches. */
export function nobodyReason({ email, phone, rules }: Sought): string {
  const keys = [...(email === null ? [] : ['e-mail address']), ...(phone === null ? [] : ['phone number'])];
  const why =
    keys.length === 0
      ? 'The booking has no e-mail address that Salesforce could know'
      : `Nobody in Salesforce has this ${keys.join(' or ')}`;
  return `${why}: ${madeInstead[rules.unknownPerson]}.`;
}

const madeInstead = {
  lead: 'a new Lead is made',
  contact: 'a new Contact is made',
  person_account: 'a new Person Account is made',
  none: 'the rules make nobody new',
} as const;

/** Candidates for a person to choose from, with the ids to look them up by. */
export function listNames(records: readonly FoundRecord[], most = 5): string {
  const shown = records.slice(0, most).map((record) => `${nameOf(record)} (${record.id})`);
  const more = records.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

export function fitReason(text: string): string {
  return cutTo(text, longestReason);
}

function shorten(name: string): string {
  return cutTo(name, 80);
}

/** Never through the middle of a character that takes two places. */
function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text
    .slice(0, most - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}

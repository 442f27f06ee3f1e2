// TRIP 2, stage `match`, told from top to bottom: what is looked for, one question to Salesforce, then who the person is,
// which Account and which Case, all with the reason in words. Anything that Salesforce could not tell is an error.
import type { SalesforceClient } from '../salesforce/client.ts';
import type { FoundRecord, Match, MatchParked, OwnRecord } from './plan.ts';
import { askOrg } from './match/ask-org.ts';
import type { Answers } from './match/ask-org.ts';
import { personOfLead, readContact, readLead, unseenContact } from './match/candidate.ts';
import type { Person } from './match/candidate.ts';
import { chooseAccount } from './match/choose-account.ts';
import { choosePerson } from './match/choose-person.ts';
import { readLinked } from './match/linked-records.ts';
import type { Linked } from './match/linked-records.ts';
import type { MatchRequest } from './match/match-request.ts';
import { readValues } from './match/read-values.ts';
import { fitReason, nameOf } from './match/reasons.ts';
import { foundIn, numberAt, parentAt, textAt } from './match/row.ts';
import type { Row } from './match/row.ts';
import { planSearch, told, wantedOf } from './match/sought.ts';
import type { Sought } from './match/sought.ts';

/**
 * Usually 1 API call. Throws SalesforceError, `companion_app_missing` when our own object cannot be seen, and
 * `match_field_missing` when a field of the set-up cannot.
 */
export async function matchBooking(
  client: SalesforceClient,
  request: MatchRequest,
  signal: AbortSignal,
): Promise<Match | MatchParked> {
  const answers = await askOrg(client, planSearch(request), signal);
  const { own, sought } = answers;
  const linked = readLinked(answers);
  const before = [...sought.trail, ...linked.trail];

  const who = choosePerson(answers, own && ownPerson(own, sought), linked);
  if ('park' in who) return { park: who.park, trail: [...before, ...who.trail] };
  const company = chooseAccount(answers, who.person, own && ownAccount(own, sought), linked);
  if ('park' in company) return { park: company.park, trail: [...before, ...who.trail, ...company.trail] };
  const supported = chooseCase(answers, linked);

  const match: Match = {
    own: own && ownRecord(own),
    person: who.person && who.person.record,
    account: company.account,
    isPersonAccount: who.person?.isPersonAccount ?? false,
    case: supported.case,
    opportunityId: chooseOpportunity(own, linked, sought),
    eventGone: answers.eventGone,
    onlyLink: who.onlyLink || who.person?.record.onlyLink === true,
    reason: fitReason(who.reason),
    trail: [...before, ...who.trail, ...company.trail, ...supported.trail],
  };
  return answers.thin ? readValues(client, match, request.read, signal) : match;
}

function ownRecord(own: Row): OwnRecord {
  return {
    id: textAt(own, 'Id') ?? '',
    writeNumber: numberAt(own, 'Write_Number__c') ?? 0,
    eventId: textAt(own, 'Event_Id__c'),
    status: textAt(own, 'Status__c'),
    start: textAt(own, 'Start__c'),
    accountId: textAt(own, 'Account__c'),
    caseId: textAt(own, 'Case__c'),
    opportunityId: textAt(own, 'Opportunity__c'),
  };
}

/** Whom our own record names; a Lead that was converted since has become its Contact. */
function ownPerson(own: Row, sought: Sought): Person | null {
  const contact = parentAt(own, 'Contact__r');
  const candidate = (contact && readContact(contact, sought)) ?? unseenContact(textAt(own, 'Contact__c'));
  if (candidate) return { ...candidate, was: null };
  const leadId = textAt(own, 'Lead__c');
  if (leadId === null) return null;
  // Without a look at the Lead itself, only its id is known, and whether it was converted.
  const row = { ...parentAt(own, 'Lead__r'), Id: leadId };
  const lead = readLead(row, sought);
  if (lead === null) return null;
  const isSeen = textAt(row, 'Name') !== null;
  return personOfLead(isSeen ? lead : { ...lead, record: { ...lead.record, onlyLink: true } });
}

function ownAccount(own: Row, sought: Sought): FoundRecord | null {
  const account = parentAt(own, 'Account__r');
  return account && foundIn('Account', account, wantedOf(sought, 'Account'));
}

/** The Case written before, else the one that the link names; a new one is up to the rules. */
function chooseCase({ own, sought }: Answers, linked: Linked): Pick<Match, 'case' | 'trail'> {
  const row = own && parentAt(own, 'Case__r');
  const ours = row && foundIn('Case', row, wantedOf(sought, 'Case'));
  if (ours) {
    // What a link named at first is still not proven.
    const isOnlyLinked = linked.case?.id === ours.id && linked.case.onlyLink === true;
    return { case: { ...ours, ...(isOnlyLinked && { onlyLink: true }) }, trail: [] };
  }
  if (linked.case === null) return { case: null, trail: [] };
  const doubt = linked.case.onlyLink === true ? ' It is linked and not changed.' : '';
  const text = `The booking link names ${nameOf(linked.case)}.${doubt}`;
  return { case: linked.case, trail: [told('case_link', text, { type: 'Case', id: linked.case.id })] };
}

function chooseOpportunity(own: Row | null, linked: Linked, { rules }: Sought): string | null {
  if (!rules.opportunity.link) return null;
  return (own && textAt(own, 'Opportunity__c')) ?? linked.opportunityId;
}

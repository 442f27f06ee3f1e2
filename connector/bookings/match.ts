// Trip 2, stage `match`: what of this booking is in the org already, and who is the person? One API call.
// In: the booking and what was tried last. Out: our own record and the person, with the reason in words.
// A query that failed is an error here, never "nobody": guessing would make a second Lead.
import { z } from 'zod';
import type { SalesforceClient } from '../salesforce/client.ts';
import { runComposite } from '../salesforce/composite.ts';
import type { PartAnswer, Subrequest } from '../salesforce/composite.ts';
import { isSalesforceError, salesforceError } from '../salesforce/errors.ts';
import { queryPath, soql } from '../salesforce/soql.ts';
import { companionAppMissing, meansMissingApp } from './companion-app.ts';
import { emailKey } from './booking.ts';
import type { Person, PersonRecord, TrailRow } from './booking.ts';

export type OwnRecord = {
  id: string;
  writeNumber: number;
  eventId: string | null;
  status: string | null;
  start: string | null;
};

export type Match = {
  /** `Booking__c` with this booking's key. */
  own: OwnRecord | null;
  /** Null: nobody, a new Lead is needed. */
  person: PersonRecord | null;
  /** For `Match_Reason__c`. */
  reason: string;
  trail: TrailRow[];
};

const id = z.string();
const ownSchema = z.looseObject({
  Id: id,
  Write_Number__c: z.number().nullable(),
  Event_Id__c: z.string().nullable(),
  Status__c: z.string().nullable(),
  Start__c: z.string().nullable(),
  Contact__c: z.string().nullable(),
  Lead__c: z.string().nullable(),
  Lead__r: z.looseObject({ IsConverted: z.boolean(), ConvertedContactId: z.string().nullable() }).nullish(),
});
const contactSchema = z.looseObject({ Id: id, Email: z.string().nullable(), Name: z.string().nullable() });
const leadSchema = contactSchema.extend({
  IsConverted: z.boolean(),
  ConvertedContactId: z.string().nullable(),
});
type Contact = z.infer<typeof contactSchema>;
type Lead = z.infer<typeof leadSchema>;

type Sought = { bookingKey: string; person: Person };

/** Codes of a query whose id is none, though it looks like one. */
const refusedId = ['MALFORMED_ID', 'INVALID_QUERY_FILTER_OPERATOR'];

/** Throws SalesforceError, and `companion_app_missing` when our own object cannot be seen. */
export async function matchBooking(
  client: SalesforceClient,
  sought: Sought,
  signal: AbortSignal,
): Promise<Match> {
  try {
    return await matchOnce(client, sought, signal);
  } catch (error) {
    const { recordId } = sought.person;
    if (recordId === null || !isSalesforceError(error) || !refusedId.includes(error.errorCode)) throw error;
    // Anybody can write anything into a link; it must not stop the booking.
    const match = await matchOnce(
      client,
      { ...sought, person: { ...sought.person, recordId: null } },
      signal,
    );
    return { ...match, trail: [unknownRecordId(recordId), ...match.trail] };
  }
}

async function matchOnce(client: SalesforceClient, sought: Sought, signal: AbortSignal): Promise<Match> {
  const { person } = sought;
  const email = emailToLookUp(person.email);
  const hint = recordHint(person.recordId);
  const answers = await runComposite(
    client,
    [
      part(client, 'own', ownQuery(sought.bookingKey)),
      ...partIf(client, 'contact', whoQuery('contact', email, hint?.type === 'Contact' ? hint.id : null)),
      ...partIf(client, 'lead', whoQuery('lead', email, hint?.type === 'Lead' ? hint.id : null)),
    ],
    { signal },
  );
  const own = recordsOf(answers, 'own', ownSchema)[0] ?? null;
  const contacts = recordsOf(answers, 'contact', contactSchema);
  const leads = recordsOf(answers, 'lead', leadSchema);
  const record = own && {
    id: own.Id,
    writeNumber: own.Write_Number__c ?? 0,
    eventId: own.Event_Id__c,
    status: own.Status__c,
    start: own.Start__c,
  };
  return { own: record, ...choosePerson({ own, contacts, leads, email, person }) };
}

/** Salesforce keeps 80 characters: nobody there has a longer address, and asking with any length would fail. */
function emailToLookUp(email: string | null): string | null {
  const key = emailKey(email);
  return key === null || key.length > 80 ? null : key;
}

type Found = {
  own: z.infer<typeof ownSchema> | null;
  contacts: Contact[];
  leads: Lead[];
  email: string | null;
  person: Person;
};
type Choice = Pick<Match, 'person' | 'reason' | 'trail'>;

/** The order of the rules: our own record, the link's record id, Contact by e-mail, Lead by e-mail, nobody. */
function choosePerson({ own, contacts, leads, email, person }: Found): Choice {
  const before = own && ownPerson(own);
  if (before) return before;
  const hint = recordHint(person.recordId);
  const trail: TrailRow[] = [];
  if (person.recordId !== null) {
    const linked = hint && byRecordId(hint, contacts, leads, email);
    if (linked) return linked;
    trail.push(unknownRecordId(person.recordId));
  }
  const hasEmail = (record: Contact): boolean => email !== null && emailKey(record.Email) === email;
  const found = byEmail(contacts.filter(hasEmail), leads.filter(hasEmail), email);
  return { ...found, trail: [...trail, ...found.trail] };
}

function unknownRecordId(recordId: string): TrailRow {
  return {
    stage: 'match',
    code: 'record_id_unknown',
    text: `The link's record id ${recordId.slice(0, 40)} is no Lead or Contact that can be seen here; it is not used.`,
  };
}

function ownPerson(own: z.infer<typeof ownSchema>): Choice | null {
  const converted = own.Lead__r?.IsConverted === true ? own.Lead__r.ConvertedContactId : null;
  const contactId = own.Contact__c ?? converted;
  if (contactId !== null) {
    const how = own.Contact__c === null ? ', whose Lead was converted' : '';
    return chosen('own_record', { type: 'Contact', id: contactId }, `Written before for this Contact${how}.`);
  }
  if (own.Lead__c === null) return null;
  return chosen('own_record', { type: 'Lead', id: own.Lead__c }, 'Written before for this Lead.');
}

function byRecordId(
  hint: PersonRecord,
  contacts: Contact[],
  leads: Lead[],
  email: string | null,
): Choice | null {
  const isHinted = (record: Contact): boolean => record.Id.slice(0, 15) === hint.id.slice(0, 15);
  const record = contacts.find(isHinted) ?? leads.find(isHinted);
  if (!record) return null;
  const person = personBehind(record, hint.type);
  if (person === null) return null;
  // The link can be passed on and edited: the record is linked, but the person's data is not taken over.
  const differs = email !== null && emailKey(record.Email) !== email;
  const doubt = differs
    ? ' Its e-mail differs from the booking: only the Event and the Booking are linked to it.'
    : '';
  return chosen(
    differs ? 'record_id_differs' : 'record_id',
    person,
    `The booking link names this ${hint.type}.${doubt}`,
  );
}

function byEmail(contacts: Contact[], leads: Lead[], email: string | null): Choice {
  const contact = contacts[0];
  if (contact)
    return chosen(
      'contact_email',
      personBehind(contact, 'Contact'),
      `A Contact has this e-mail address.${latestOf(contacts)}`,
    );
  const open = leads.filter((lead) => !lead.IsConverted);
  const lead = open[0];
  if (lead)
    return chosen(
      'lead_email',
      personBehind(lead, 'Lead'),
      `A Lead has this e-mail address.${latestOf(open)}`,
    );
  const converted = leads.map((each) => personBehind(each, 'Lead')).find((each) => each !== null);
  if (converted)
    return chosen(
      'converted_lead_email',
      converted,
      'A converted Lead has this e-mail address; its Contact takes its place.',
    );
  const why =
    email === null
      ? 'The booking has no e-mail address that Salesforce could know'
      : 'Nobody in Salesforce has this e-mail address';
  return chosen('nobody', null, `${why}: a new Lead is made.`);
}

function latestOf(records: readonly unknown[]): string {
  return records.length > 1 ? ` Latest of ${records.length}, the one changed last.` : '';
}

function chosen(code: string, person: PersonRecord | null, reason: string): Choice {
  return {
    person,
    reason,
    trail: [
      { stage: 'match', code, text: reason, ...(person && { detail: { type: person.type, id: person.id } }) },
    ],
  };
}

/** A converted Lead is read-only in Salesforce; its Contact takes its place. */
function personBehind(record: Contact | Lead, type: PersonRecord['type']): PersonRecord | null {
  const lead = leadSchema.safeParse(record);
  if (type === 'Contact' || !lead.success || !lead.data.IsConverted) return { type, id: record.Id };
  return lead.data.ConvertedContactId === null ? null : { type: 'Contact', id: lead.data.ConvertedContactId };
}

/** Lead or Contact by its key prefix; anything else in that place is no person. */
function recordHint(recordId: string | null): PersonRecord | null {
  if (recordId === null || !/^(003|00Q)([A-Za-z0-9]{12}|[A-Za-z0-9]{15})$/.test(recordId)) return null;
  // 15 characters are enough: the other three are a checksum, and a wrong one would fail the whole query.
  return { type: recordId.startsWith('003') ? 'Contact' : 'Lead', id: recordId.slice(0, 15) };
}

function ownQuery(key: string): string {
  return soql`SELECT Id, Write_Number__c, Event_Id__c, Status__c, Start__c, Contact__c, Lead__c,
    Lead__r.IsConverted, Lead__r.ConvertedContactId FROM Booking__c WHERE Booking_Key__c = ${key} LIMIT 1`;
}

/** Latest first: of several records the first one is taken. */
function whoQuery(what: 'contact' | 'lead', email: string | null, recordId: string | null): string | null {
  if (email === null && recordId === null) return null;
  const ids = recordId === null ? [] : [recordId];
  if (what === 'contact') {
    if (email === null) return soql`SELECT Id, Email, Name FROM Contact WHERE Id IN ${ids} LIMIT 1`;
    return recordId === null
      ? soql`SELECT Id, Email, Name FROM Contact WHERE Email = ${email} ORDER BY LastModifiedDate DESC, Id DESC LIMIT 50`
      : soql`SELECT Id, Email, Name FROM Contact WHERE Email = ${email} OR Id IN ${ids}
          ORDER BY LastModifiedDate DESC, Id DESC LIMIT 50`;
  }
  if (email === null) {
    return soql`SELECT Id, Email, Name, IsConverted, ConvertedContactId FROM Lead WHERE Id IN ${ids} LIMIT 1`;
  }
  return recordId === null
    ? soql`SELECT Id, Email, Name, IsConverted, ConvertedContactId FROM Lead WHERE Email = ${email}
        ORDER BY LastModifiedDate DESC, Id DESC LIMIT 50`
    : soql`SELECT Id, Email, Name, IsConverted, ConvertedContactId FROM Lead WHERE Email = ${email} OR Id IN ${ids}
        ORDER BY LastModifiedDate DESC, Id DESC LIMIT 50`;
}

function part(client: SalesforceClient, referenceId: string, query: string): Subrequest {
  return { method: 'GET', url: queryPath(client.apiVersion, query), referenceId };
}

function partIf(client: SalesforceClient, referenceId: string, query: string | null): Subrequest[] {
  return query === null ? [] : [part(client, referenceId, query)];
}

function recordsOf<T>(
  answers: ReadonlyMap<string, PartAnswer>,
  referenceId: string,
  record: z.ZodType<T>,
): T[] {
  const answer = answers.get(referenceId);
  // Not asked: without e-mail and record id there is nobody to look for.
  if (!answer) return [];
  if (answer.failure) {
    if (meansMissingApp(referenceId === 'own' ? 'Booking__c' : '', answer.failure))
      throw companionAppMissing(answer.failure);
    throw salesforceError(answer.failure);
  }
  return z.looseObject({ records: z.array(record) }).parse(answer.body).records;
}

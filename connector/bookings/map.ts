// Trip 2, stage `map`: from a booking, its match and the set-up to the records to write. Pure.
// Out: a plan, or why it cannot be written. Text is cut to what the org takes, what it would not take is left out; both are
// told. To records that were there before, only what this booking has newly to say is sent.
import { statusInOrg } from '../setup/booking-fields.ts';
import type { ObjectDescribe } from '../salesforce/describe.ts';
import { mappedObjects } from '../setup/set-up-document.ts';
import type { MappedObject, Rules, SetUp } from '../setup/set-up-document.ts';
import type { Describes } from '../salesforce/describe-cache.ts';
import type { TrailRow } from './booking.ts';
import { bookingValues } from './map/booking-record.ts';
import type { MapInput } from './map/map-input.ts';
import { tellNotes } from './map/notes.ts';
import { tellFallback } from './map/owners.ts';
import { hasPersonAccounts, personAccountRows } from './map/person-account.ts';
import { opportunityOf, planCase, planEvent } from './map/plan-meeting.ts';
import { planPeople } from './map/plan-people.ts';
import type { People } from './map/plan-people.ts';
import { missingFields, requiredFieldProblem } from './map/required-fields.ts';
import { newId } from './plan.ts';
import type { Plan, PlannedRecord, PlanParked } from './plan.ts';

export function planBooking(input: MapInput): Plan | PlanParked {
  const people = planPeople(input);
  if ('code' in people) return parked(people);
  const aCase = planCase(input, people);
  if (aCase !== null && 'code' in aCase) return parked(aCase);
  const event = planEvent(input, people, aCase?.record ?? null);
  if (event !== null && 'code' in event) return parked(event);
  const booking = planBookingRecord(input, people, aCase?.record ?? null, event?.record ?? null);
  const notes = [...people.notes, ...(aCase?.notes ?? []), ...(event?.notes ?? []), ...booking.notes];
  const records = [
    ...people.records,
    ...(aCase === null ? [] : [aCase.record]),
    ...(event === null ? [] : [event.record]),
    booking.record,
  ];
  const asksForHost = needsHost(input.rules);
  const trail: TrailRow[] = [
    ...tellNotes(notes),
    ...(asksForHost ? tellFallback(input.details.host, input) : []),
  ];
  const park = findMissing(records, input, people);
  if (park !== null) return { park, trail };
  return {
    records,
    person: people.person,
    readPersonContact: people.newPersonAccount,
    headers: {
      allowDuplicates: input.rules.duplicates === 'save_anyway',
      assignmentRules: records.some(({ assignmentRules }) => assignmentRules),
    },
    trail: [...trail, tellPlan(records, input)],
  };
}

function parked(park: PlanParked['park']): PlanParked {
  return { park, trail: [] };
}

function findMissing(
  records: readonly PlannedRecord[],
  { describes }: MapInput,
  people: People,
): PlanParked['park'] | null {
  for (const record of records) {
    const describe = describes.get(record.sObject);
    const isPersonAccount = record.ref === 'account' && people.newPersonAccount;
    const problem =
      describe && requiredFieldProblem(record.sObject, missingFields(record, describe, isPersonAccount));
    if (problem) return problem;
  }
  return null;
}

function planBookingRecord(
  input: MapInput,
  people: People,
  caseRecord: PlannedRecord | null,
  event: PlannedRecord | null,
) {
  const { values, notes } = bookingValues(input, input.describes.get('Booking__c'));
  const id = input.match.own?.id ?? null;
  const isContact = people.person?.type === 'Contact';
  const all = {
    ...values,
    // An update says which record by its id; the key is fixed.
    ...(id === null && { Booking_Key__c: input.bookingKey }),
    Event_Id__c: event === null ? null : (event.id ?? newId.event),
    Lead__c: isContact ? null : people.personId,
    Contact__c: isContact ? people.personId : null,
    Account__c: people.accountId,
    Case__c: caseRecord === null ? null : (caseRecord.id ?? newId.case),
    Opportunity__c: opportunityOf(input),
  };
  const record: PlannedRecord = {
    ref: 'booking',
    sObject: 'Booking__c',
    id,
    values: all,
    planned: all,
    assignmentRules: false,
  };
  return { record, notes };
}

function tellPlan(records: readonly PlannedRecord[], { status }: MapInput): TrailRow {
  const named = records
    .filter(({ ref, id, values }) => ref === 'booking' || id === null || Object.keys(values).length > 0)
    .map(({ sObject, id }) => {
      if (sObject === 'Booking__c') return 'the Booking';
      if (sObject === 'Event') return 'the Event';
      return id === null ? `a new ${sObject}` : `the ${sObject}`;
    });
  const last = named.pop() ?? 'the Booking';
  const what = named.length === 0 ? last : `${named.join(', ')} and ${last}`;
  return {
    stage: 'map',
    code: 'planned',
    text: `To write: ${what}, with the status ${statusInOrg[status]}.`,
  };
}

/** Whether any rule asks who the host is in the org. */
export function needsHost({ lead, contact, account, case: ofCase, event }: Rules): boolean {
  const owners = [
    lead.ownerOfNew,
    lead.ownerOfFound,
    contact.ownerOfNew,
    contact.ownerOfFound,
    account.ownerOfNew,
    ofCase.ownerOfNew,
    ofCase.ownerOfFound,
    event.owner,
  ];
  return owners.some(({ kind }) => kind === 'host');
}

/** The fields whose present values decide what is sent; only those that the API user sees. */
export function fieldsToRead(
  { fields }: Pick<SetUp, 'fields'>,
  describes: Describes,
): Partial<Record<MappedObject, string[]>> {
  const account = describes.get('Account');
  const rowsOf = (sObject: MappedObject): string[] => {
    const own = fields[sObject].map(({ target }) => target);
    const ofPerson =
      sObject === 'Account' && account && hasPersonAccounts(account)
        ? personAccountRows(fields.Contact, [], account).map(({ target }) => target)
        : [];
    const targets = [...own, ...ofPerson];
    // Whether a dependent value may be chosen is up to another field, which perhaps nobody has mapped.
    const controllers = targets.map((name) => describes.get(sObject)?.fields.get(name)?.controllerName);
    const named = controllers.filter((name) => name !== null && name !== undefined);
    return [...new Set([...targets, ...named, 'OwnerId'])];
  };
  return Object.fromEntries(
    mappedObjects.flatMap((sObject) => {
      const describe = describes.get(sObject);
      // Events are known by what was written last.
      if (!describe || sObject === 'Event') return [];
      return [[sObject, rowsOf(sObject).filter((name) => isReadable(describe, name))]];
    }),
  );
}

function isReadable(describe: ObjectDescribe, name: string): boolean {
  const type = describe.fields.get(name)?.type;
  return type !== undefined && !['address', 'location', 'base64', 'complexvalue'].includes(type);
}

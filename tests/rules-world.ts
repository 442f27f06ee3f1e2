// What the tests of rules share: a set-up with one change, rows of the mapping, records made by an admin, and a booking that is
// followed until it is in the org.
import { z } from 'zod';
import { defaultSetUp } from '../connector/setup/default-set-up.ts';
import type { MappingRow, SetUp } from '../connector/setup/set-up-document.ts';
import { records } from './booking-org.ts';
import { genericEvent, take, uniqueId, untilSync } from './booking-world.ts';
import type { BookingAnswer, Source, World } from './booking-world.ts';

export const row = (
  target: string,
  source: MappingRow['source'],
  more: Partial<MappingRow> = {},
): MappingRow => ({
  target,
  source,
  overwrite: 'always',
  when: ['booked', 'rescheduled', 'canceled', 'completed', 'no_show'],
  lookup: null,
  ...more,
});
export const from = (field: string): MappingRow['source'] => ({ kind: 'booking', field, fallback: null });
export const fixed = (value: string | number | boolean): MappingRow['source'] => ({ kind: 'fixed', value });

/** The defaults with one change. */
export async function save(world: World, change: (setUp: SetUp) => void): Promise<void> {
  const setUp = defaultSetUp();
  change(setUp);
  const present = await world.browser.get('/api/setup');
  const { revision } = z.looseObject({ revision: z.number() }).parse(present.body);
  const answer = await world.browser.put('/api/setup', { revision, setUp });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
}

export async function make(world: World, sObject: string, values: Record<string, unknown>): Promise<string> {
  const made = await world.admin.sobject(sObject).create(values);
  return made.id ?? '';
}

export async function idOf(world: World, query: string): Promise<string> {
  return String((await records(world, query))[0]?.['Id']);
}

export type Booked = BookingAnswer & {
  id: string;
  bookingId: string;
  /** Reads its only record of a kind, also later. */
  one: (sObject: string, fields?: string) => Promise<Record<string, unknown>>;
};

/** Sends an event of a booking and waits until it is as said. */
export async function book(
  world: World,
  source: Source,
  event: Record<string, unknown> = {},
  { id = uniqueId('rules'), hour = 10, until = 'done' } = {},
): Promise<Booked> {
  const { bookingId = '' } = await take(source, genericEvent({ type: 'scheduled', id, ...event }, hour));
  const answer = await untilSync(world, bookingId, until);
  const key = answer.booking.bookingKey;
  const one = async (sObject: string, fields = 'Id'): Promise<Record<string, unknown>> => {
    const [link] = await records(
      world,
      `SELECT Id, Lead__c, Contact__c, Account__c, Case__c, Opportunity__c, Event_Id__c, Match_Reason__c, Trail__c FROM Booking__c WHERE Booking_Key__c = '${key}'`,
    );
    if (sObject === 'Booking__c') return link ?? {};
    const recordId = sObject === 'Event' ? link?.['Event_Id__c'] : link?.[`${sObject}__c`];
    const names = fields === 'Id' ? 'Id' : `Id, ${fields}`;
    const [record] = await records(world, `SELECT ${names} FROM ${sObject} WHERE Id = '${String(recordId)}'`);
    return record ?? {};
  };
  return { ...answer, id, bookingId, one };
}

// kill -9 of the connector in the middle of its work: 200 bookings, 10 rounds, each kill while a Salesforce call is open.
// Afterwards every booking is compared in the org: once, with its last state, without orphans.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { plantFault, readCalls, records } from './booking-org.ts';
import { addSource, genericEvent, openWorld, readCounts, settled, take, until } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

const bookings = 200;
const rounds = 10;
const seed = Number(process.env['BOOKBRIDGE_KILL_SEED'] ?? 20261123);

let world: World;
let source: Source;
beforeAll(async () => {
  world = await openWorld();
  source = await addSource(world, 'generic');
}, 120_000);
afterAll(() => world.close());

/** The same numbers from 0 to 1 for the same seed. */
function seededRandom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Expected = { id: string; email: string; hour: number; status: string };

/** One in three is moved, one in five canceled; every tenth person books twice. */
function planBookings(random: () => number): { expected: Expected[]; events: Record<string, unknown>[][] } {
  const expected: Expected[] = [];
  const events: Record<string, unknown>[][] = [];
  for (let number = 0; number < bookings; number += 1) {
    const id = `kill-${number}`;
    const email = `kill-${number % 10 === 9 ? number - 1 : number}@customer.example`;
    const hour = 6 + (number % 6);
    const base = { id, person: { firstName: 'Kai', lastName: `Number ${number}`, email } };
    const at = (offset: number): string => new Date(Date.now() + offset).toISOString();
    const own = [genericEvent({ ...base, type: 'scheduled', occurredAt: at(0) }, hour)];
    let last = { hour, status: 'Scheduled' };
    if (random() < 1 / 3) {
      last = { hour: hour + 8, status: 'Rescheduled' };
      own.push(genericEvent({ ...base, type: 'rescheduled', occurredAt: at(1000) }, last.hour));
    }
    if (random() < 1 / 5) {
      last = { ...last, status: 'Canceled' };
      own.push(genericEvent({ ...base, type: 'canceled', occurredAt: at(2000) }, last.hour));
    }
    expected.push({ id, email, ...last });
    events.push(own);
  }
  return { expected, events };
}

test(`${bookings} bookings survive ${rounds} kills, each while a Salesforce call is open`, async () => {
  process.stdout.write(`kill test: seed ${seed}\n`);
  const random = seededRandom(seed);
  const { expected, events } = planBookings(random);
  // Half of the events come first, the rest while the connector is killed again and again.
  const queue = events.flat();
  const perRound = Math.ceil(queue.length / (rounds + 1));
  const backAfterMs: number[] = [];
  const killedIn: string[] = [];
  const sendSome = async (): Promise<void> => {
    const part = queue.splice(0, perRound);
    for (let at = 0; at < part.length; at += 10) {
      await Promise.all(part.slice(at, at + 10).map((event) => take(source, event)));
    }
  };
  await sendSome();
  for (let round = 0; round < rounds; round += 1) {
    // Some calls of this round take long, so that the seeded moment falls into one of them.
    await plantFault(world, {
      kind: 'slow',
      on: random() < 0.5 ? 'graph' : 'composite',
      delayMs: 400,
      times: 3,
    });
    await wait(Math.floor(random() * 150));
    const { done } = await readCounts(world);
    const moment = Math.floor(random() * 30);
    let open: string[] = [];
    await until('a Salesforce call is open at the moment of the kill', 60_000, async () => {
      if ((await readCalls(world)).open.length === 0) return false;
      await wait(moment);
      ({ open } = await readCalls(world));
      return open.length > 0;
    });
    await world.kill();
    killedIn.push(open.join('+'));
    await world.restart();
    const restarted = Date.now();
    await until('work goes on', 60_000, async () => (await readCounts(world)).done > done);
    backAfterMs.push(Date.now() - restarted);
    await sendSome();
  }
  await settled(world, 120_000);
  const times = backAfterMs.map((ms) => `${ms} ms`).join(', ');
  process.stdout.write(`kill test: killed in ${killedIn.join(', ')}; work went on after ${times}\n`);
  expect(killedIn).toHaveLength(rounds);
  expect(await readCounts(world)).toMatchObject({ all: bookings, done: bookings, parked: 0 });
  expect(await compareInOrg(expected)).toEqual([]);
}, 300_000);

/** What differs from what was sent, booking by booking. */
async function compareInOrg(expected: Expected[]): Promise<string[]> {
  const inOrg = await records(
    world,
    'SELECT Id, Booking_Key__c, Status__c, Start__c, Event_Id__c, Lead__c, Contact__c, Person_Name__c FROM Booking__c',
  );
  const events = await records(
    world,
    'SELECT Id, Booking_Key__c, StartDateTime, WhoId, Booking_Status__c FROM Event WHERE Booking_Key__c != null',
  );
  const leads = await records(world, 'SELECT Id, Email FROM Lead WHERE Email != null');
  const problems: string[] = [];
  const named = new Set<unknown>();
  for (const { id, email, hour, status } of expected) {
    const number = id.slice('kill-'.length);
    const own = inOrg.filter((record) => record['Person_Name__c'] === `Kai Number ${number}`);
    const people = leads.filter((lead) => lead['Email'] === email);
    const keys = own.map((record) => record['Booking_Key__c']);
    const mine = events.filter((event) => keys.includes(event['Booking_Key__c']));
    if (own.length !== 1 || mine.length !== 1 || people.length !== 1) {
      problems.push(`${id}: ${own.length} Bookings, ${mine.length} Events, ${people.length} Leads`);
      continue;
    }
    const [booking, event, lead] = [own[0], mine[0], people[0]];
    named.add(event?.['Id']);
    const links = booking?.['Event_Id__c'] === event?.['Id'] && booking?.['Lead__c'] === lead?.['Id'];
    const start = new Date(String(event?.['StartDateTime'])).getUTCHours();
    if (!links || event?.['WhoId'] !== lead?.['Id'])
      problems.push(`${id}: its records do not name each other`);
    if (start !== hour || new Date(String(booking?.['Start__c'])).getUTCHours() !== hour)
      problems.push(`${id}: starts at ${start}`);
    if (booking?.['Status__c'] !== status || event?.['Booking_Status__c'] !== status) {
      problems.push(`${id}: is ${String(booking?.['Status__c'])}, not ${status}`);
    }
  }
  const orphans = events.filter((event) => !named.has(event['Id']));
  if (orphans.length > 0) problems.push(`${orphans.length} Events belong to no booking`);
  const strangers = leads.filter((lead) => String(lead['Email']).startsWith('kill-')).length;
  const persons = new Set(expected.map(({ email }) => email)).size;
  if (strangers !== persons) problems.push(`${strangers} Leads for ${persons} people`);
  if (inOrg.length !== expected.length) problems.push(`${inOrg.length} Bookings for ${expected.length}`);
  return problems;
}

// The local org as the tests of trip 2 see it: faults on demand, API calls counted and open, and records by jsforce with an
// admin's rights.
import { z } from 'zod';
import { ownClientId } from './booking-world.ts';
import type { World } from './booking-world.ts';

export async function plantFault(world: World, fault: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${world.org.login.production}/__local/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (answer.status !== 201) throw new Error(`The fault was not taken: ${await answer.text()}`);
}

export async function clearFaults(world: World): Promise<void> {
  await fetch(`${world.org.login.production}/__local/faults`, { method: 'DELETE' });
}

export async function pendingFaults(world: World): Promise<number> {
  const answer = await fetch(`${world.org.login.production}/__local/faults`);
  const body: unknown = await answer.json();
  return z
    .array(z.unknown())
    .or(z.object({ faults: z.array(z.unknown()) }).transform((value) => value.faults))
    .parse(body).length;
}

const callsSchema = z.object({
  byClient: z.record(z.string(), z.looseObject({ total: z.number() })),
  open: z.array(z.looseObject({ clientId: z.string(), resource: z.string() })),
});

/** API calls of Bookbridge alone, as Salesforce would count them, and those open at this moment. */
export async function readCalls(world: World): Promise<{ total: number; open: string[] }> {
  const answer = await fetch(`${world.org.login.production}/__local/calls`);
  const { byClient, open } = callsSchema.parse(await answer.json());
  const clientId = ownClientId(world.org);
  return {
    total: byClient[clientId]?.total ?? 0,
    open: open.filter((call) => call.clientId === clientId).map((call) => call.resource),
  };
}

export async function resetCalls(world: World): Promise<void> {
  await fetch(`${world.org.login.production}/__local/calls`, { method: 'DELETE' });
}

export async function records(world: World, query: string): Promise<Record<string, unknown>[]> {
  return (await world.admin.query<Record<string, unknown>>(query)).records;
}

/** The booking's records by its key: `Booking__c`, Events, and the people of this e-mail. */
export async function inOrg(world: World, key: string, email: string) {
  return {
    bookings: await records(
      world,
      `SELECT Id, Status__c, Start__c, Event_Id__c, Lead__c, Contact__c, Write_Number__c, Cancel_Reschedule_Reason__c, Match_Reason__c, Trail__c FROM Booking__c WHERE Booking_Key__c = '${key}'`,
    ),
    events: await records(
      world,
      `SELECT Id, StartDateTime, WhoId, ShowAs, Booking_Status__c, Subject FROM Event WHERE Booking_Key__c = '${key}'`,
    ),
    leads: await records(world, `SELECT Id, FirstName, LastName, Company FROM Lead WHERE Email = '${email}'`),
    contacts: await records(world, `SELECT Id FROM Contact WHERE Email = '${email}'`),
  };
}

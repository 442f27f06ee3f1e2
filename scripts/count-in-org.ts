// Counts what is in the org, booking by booking, with an admin's rights and a client that is not ours (jsforce).
import jsforce from 'jsforce';
import { walkAuthorization } from '../local-org/browser-walk.ts';
import type { SentBooking } from './demo-bookings.ts';
import type { LocalOrgAddresses } from './try-out.ts';

type Org = LocalOrgAddresses['orgs'][number];

/** Signs the org's admin in through its login and consent pages; throws when the walk does not reach the callback. */
export async function connectAsAdmin(
  localOrg: LocalOrgAddresses,
  org: Org,
  redirectUri: string,
): Promise<jsforce.Connection> {
  const admin = org.users.find((user) => user.role === 'admin');
  const app = localOrg.apps.find((candidate) => candidate.scope === 'global');
  if (admin === undefined || app === undefined)
    throw new Error(`The org ${org.name} has no admin or no OAuth app.`);
  const connection = new jsforce.Connection({
    oauth2: {
      loginUrl: localOrg.login[org.kind],
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      redirectUri,
      useVerifier: true,
    },
    instanceUrl: org.origin,
    version: '67.0',
  });
  const authorizeUrl = connection.oauth2.getAuthorizationUrl({ scope: 'api id refresh_token' });
  const { username, password } = admin;
  const walked = await walkAuthorization({ authorizeUrl, username, password });
  const code = walked.callbackUrl === undefined ? null : new URL(walked.callbackUrl).searchParams.get('code');
  if (code === null) throw new Error('The admin’s sign-in at the local org gave no code.');
  const { id: userId } = await connection.authorize(code);
  await seeBookings(connection, userId);
  return connection;
}

/** Fields without a field permission are invisible, to System Administrators too: the admin takes the permission set. */
async function seeBookings(connection: jsforce.Connection, userId: string): Promise<void> {
  const [set] = await records<{ Id: string }>(
    connection,
    "SELECT Id FROM PermissionSet WHERE Name = 'Bookbridge_API_User'",
  );
  // Before the companion app is there, there is nothing to see.
  if (set === undefined) return;
  const assigned = await records<{ Id: string }>(
    connection,
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${userId}' AND PermissionSetId = '${set.Id}'`,
  );
  if (assigned.length > 0) return;
  await connection.sobject('PermissionSetAssignment').create({ AssigneeId: userId, PermissionSetId: set.Id });
}

type BookingRecord = {
  Id: string;
  Status__c: string;
  Start__c: string;
  Event_Id__c: string | null;
  Lead__c: string | null;
  Contact__c: string | null;
};
type EventRecord = { Id: string; StartDateTime: string; WhoId: string | null; Booking_Status__c: string };

export type InOrg = { inOrg: number; duplicates: number; problems: string[] };

/**
 * One `Booking__c`, one Event with the last start and status, one person each: that counts as in the org.
 * Anything more than once is a duplicate; Events of ours that no booking names are orphans and count as duplicates.
 */
export async function countInOrg(connection: jsforce.Connection, sent: SentBooking[]): Promise<InOrg> {
  const result: InOrg = { inOrg: 0, duplicates: 0, problems: [] };
  const named = new Set<string>();
  for (const booking of sent) {
    const email = booking.email.replaceAll(/['\\]/g, String.raw`\$&`);
    const bookings = await records<BookingRecord>(
      connection,
      `SELECT Id, Status__c, Start__c, Event_Id__c, Lead__c, Contact__c FROM Booking__c WHERE Person_Email__c = '${email}'`,
    );
    const people = [
      ...(await records<{ Id: string }>(connection, `SELECT Id FROM Lead WHERE Email = '${email}'`)),
      ...(await records<{ Id: string }>(connection, `SELECT Id FROM Contact WHERE Email = '${email}'`)),
    ];
    const personIds = people.map((person) => `'${person.Id}'`).join(', ');
    const events =
      people.length === 0
        ? []
        : await records<EventRecord>(
            connection,
            `SELECT Id, StartDateTime, WhoId, Booking_Status__c FROM Event WHERE WhoId IN (${personIds})`,
          );
    for (const event of events) named.add(event.Id);
    result.duplicates += [bookings, people, events].reduce(
      (sum, list) => sum + Math.max(0, list.length - 1),
      0,
    );
    const problem = compare(booking, bookings, people.length, events);
    if (problem === null) result.inOrg += 1;
    else result.problems.push(`${booking.email}: ${problem}`);
  }
  const all = await records<{ Id: string }>(connection, 'SELECT Id FROM Event WHERE Booking_Key__c != null');
  const orphans = all.filter((event) => !named.has(event.Id));
  result.duplicates += orphans.length;
  if (orphans.length > 0)
    result.problems.push(`${orphans.length} Events belong to no booking that was sent.`);
  return result;
}

function compare(
  sent: SentBooking,
  bookings: BookingRecord[],
  people: number,
  events: EventRecord[],
): string | null {
  const [booking] = bookings;
  const [event] = events;
  if (
    booking === undefined ||
    event === undefined ||
    bookings.length !== 1 ||
    events.length !== 1 ||
    people !== 1
  ) {
    return `${bookings.length} bookings, ${events.length} Events, ${people} people`;
  }
  if (booking.Event_Id__c !== event.Id) return 'the booking names another Event';
  if ((booking.Lead__c ?? booking.Contact__c) !== event.WhoId)
    return 'booking and Event name different people';
  for (const [what, found] of [
    ['Booking', booking.Start__c],
    ['Event', event.StartDateTime],
  ] as const) {
    if (new Date(found).toISOString() !== sent.startsAt)
      return `${what} starts ${found}, sent ${sent.startsAt}`;
  }
  if (booking.Status__c !== sent.status) return `Booking is ${booking.Status__c}, sent ${sent.status}`;
  if (event.Booking_Status__c !== sent.status)
    return `Event is ${event.Booking_Status__c}, sent ${sent.status}`;
  return null;
}

async function records<T extends object>(connection: jsforce.Connection, soql: string): Promise<T[]> {
  const answer = await connection.query<T & Record<string, unknown>>(soql);
  if (!answer.done) throw new Error(`The org gave only a part of the answer to: ${soql}`);
  return answer.records;
}

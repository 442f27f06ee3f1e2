// Another calendar sync in the org makes a second Event of each meeting. It is noticed by its Events: same time, same person
// or owner as one of ours, made by somebody else. Which product it is cannot be read; who makes them can.
import { z } from 'zod';
import type { SalesforceClient } from '../../salesforce/client.ts';
import { runComposite } from '../../salesforce/composite.ts';
import type { PartAnswer } from '../../salesforce/composite.ts';
import { queryPath, soql } from '../../salesforce/soql.ts';
import type { Db } from '../../store/schema.ts';

/** Who makes them, of how many of the bookings that were compared, and one of the Events. */
export const otherSyncSchema = z.object({
  creator: z.string(),
  doubled: z.number(),
  compared: z.number(),
  eventId: z.string(),
  subject: z.string().nullable(),
});
export type OtherSync = z.infer<typeof otherSyncSchema>;

const compared = 20;
/** One meeting can be entered twice by hand; a sync does it again and again. */
const leastDoubled = 2;

const rowsSchema = z.looseObject({ records: z.array(z.unknown()) });
const eventRow = z.looseObject({
  Id: z.string(),
  Subject: z.string().nullish(),
  OwnerId: z.string(),
  WhoId: z.string().nullish(),
  StartDateTime: z.string().nullable(),
  CreatedBy: z.looseObject({ Name: z.string() }).nullish(),
});
type EventRow = z.infer<typeof eventRow>;

/** One API call, none when nothing was written lately. A refusal of the query says nothing about other syncs. */
export async function findOtherSyncs(
  db: Db,
  client: SalesforceClient,
  workspaceId: string,
): Promise<OtherSync[]> {
  const written = await readWritten(db, workspaceId, client.orgId);
  if (written.length === 0) return [];
  const starts = [...new Set(written.map(({ start }) => start))].map((start) => new Date(start));
  const atThoseTimes = starts.map((start) => soql`StartDateTime = ${start}`).join(' OR ');
  const answers = await ask(client, {
    ours: soql`SELECT Id, Subject, OwnerId, WhoId, StartDateTime FROM Event
      WHERE Id IN ${written.map(({ eventId }) => eventId)}`,
    others: `${soql`SELECT Id, Subject, OwnerId, WhoId, StartDateTime, CreatedBy.Name FROM Event
      WHERE CreatedById != ${client.userId} AND Booking_Key__c = null`} AND (${atThoseTimes}) LIMIT 500`,
  });
  const ours = readEvents(answers.get('ours'));
  return countDoubled(ours, readEvents(answers.get('others')));
}

/** Pure. */
export function countDoubled(ours: readonly EventRow[], others: readonly EventRow[]): OtherSync[] {
  const found = new Map<string, { doubled: Set<string>; event: EventRow }>();
  for (const event of others) {
    const twin = ours.find((own) => isSameMeeting(own, event));
    if (!twin) continue;
    const creator = event.CreatedBy?.Name ?? 'an unknown user';
    const entry = found.get(creator) ?? { doubled: new Set(), event };
    entry.doubled.add(twin.Id);
    found.set(creator, entry);
  }
  const all = new Set([...found.values()].flatMap(({ doubled }) => [...doubled]));
  // A sync that works in each person's name doubles few meetings of each, and many together.
  if (all.size < leastDoubled) return [];
  return [...found]
    .map(([creator, { doubled, event }]) => ({
      creator,
      doubled: doubled.size,
      compared: ours.length,
      eventId: event.Id,
      subject: event.Subject ?? null,
    }))
    .toSorted((one, other) => other.doubled - one.doubled);
}

function isSameMeeting(own: EventRow, other: EventRow): boolean {
  const isSameTime =
    own.StartDateTime !== null &&
    other.StartDateTime !== null &&
    Date.parse(own.StartDateTime) === Date.parse(other.StartDateTime);
  const isSamePerson = Boolean(own.WhoId) && own.WhoId === other.WhoId;
  return isSameTime && (isSamePerson || own.OwnerId === other.OwnerId);
}

async function readWritten(db: Db, workspaceId: string, orgId: string) {
  const rows = await db
    .selectFrom('bookings')
    .select(['event_record_id', 'details'])
    .where('workspace_id', '=', workspaceId)
    .where('org_id', '=', orgId)
    .where('event_record_id', 'is not', null)
    .where('status', 'in', ['scheduled', 'rescheduled', 'completed'])
    .orderBy('updated_at', 'desc')
    .limit(compared)
    .execute();
  const detailsRow = z.looseObject({ start: z.iso.datetime({ offset: true }) });
  return rows.flatMap(({ event_record_id: eventId, details }) => {
    const start = detailsRow.safeParse(details).data?.start;
    return eventId !== null && start !== undefined ? [{ eventId, start }] : [];
  });
}

function ask(
  client: SalesforceClient,
  queries: Record<string, string>,
): Promise<ReadonlyMap<string, PartAnswer>> {
  return runComposite(
    client,
    Object.entries(queries).map(([referenceId, query]) => ({
      method: 'GET',
      url: queryPath(client.apiVersion, query),
      referenceId,
    })),
  );
}

function readEvents(part: PartAnswer | undefined): EventRow[] {
  const body = part?.failure === null ? rowsSchema.safeParse(part.body).data : undefined;
  return (body?.records ?? []).flatMap((row) => eventRow.safeParse(row).data ?? []);
}

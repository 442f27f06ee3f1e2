// Bookings that were written to another org than the connected one stay there. Upcoming ones can be written anew to the
// present one: as if they had never been written, under the same key.
import { sql } from 'kysely';
import { addTrail } from '../../bookings/trail.ts';
import type { Db } from '../../store/schema.ts';

/** `upcoming`: in the future, neither canceled nor given way to another booking. */
export type Elsewhere = { orgId: string; written: number; upcoming: number };

/** The start is an ISO text in UTC: it is ordered as it is written. */
function isUpcoming(now: Date) {
  return sql<boolean>`details ->> 'start' > ${now.toISOString()}
    and status in ('scheduled', 'rescheduled') and merged_into is null`;
}

export async function countElsewhere(
  db: Db,
  workspaceId: string,
  orgId: string,
  now: Date,
): Promise<Elsewhere[]> {
  const rows = await db
    .selectFrom('bookings')
    .select(({ fn }) => [
      'org_id',
      fn.countAll<string>().as('written'),
      fn.countAll<string>().filterWhere(isUpcoming(now)).as('upcoming'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('org_id', '!=', orgId)
    .groupBy('org_id')
    .orderBy('org_id')
    .execute();
  return rows.flatMap(({ org_id: other, written, upcoming }) =>
    other === null ? [] : [{ orgId: other, written: Number(written), upcoming: Number(upcoming) }],
  );
}

/** Gives how many there are. What is in hand at this moment is left out; asked for again, it is taken too. */
export async function writeUpcomingAnew(
  db: Db,
  workspaceId: string,
  orgId: string,
  who: string,
  now: Date,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('bookings')
      .set({
        org_id: null,
        person_type: null,
        person_id: null,
        event_record_id: null,
        booking_record_id: null,
        // No number of this org: the present one knows none.
        written_version: 0,
        attempted_version: 0,
        unsettled: false,
        sync: 'pending',
        due_at: now,
        tries: 0,
        problem: null,
        updated_at: now,
      })
      .where('workspace_id', '=', workspaceId)
      .where('org_id', '!=', orgId)
      .where('sync', '!=', 'claimed')
      .where(isUpcoming(now))
      .returning(['id', 'workspace_id'])
      .execute();
    for (const row of rows)
      await addTrail(trx, row, now, [
        {
          stage: 'inbox',
          code: 'written_anew',
          text: `${who} asked for this booking to be written anew, to the org that is connected now. What is in the other org stays there.`,
        },
      ]);
    return rows.length;
  });
}

// The trail: why everything was decided so, in words, row by row. Written in the transaction of what it tells about.
import type { Db } from '../store/schema.ts';
import type { TrailRow } from './booking.ts';

export async function addTrail(
  db: Db,
  booking: { id: string; workspace_id: string },
  at: Date,
  rows: readonly TrailRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('trail')
    .values(
      rows.map(({ stage, code, text, detail }) => ({
        workspace_id: booking.workspace_id,
        booking_id: booking.id,
        at,
        stage,
        code,
        text,
        detail: detail === undefined ? null : JSON.stringify(detail),
      })),
    )
    .execute();
}

/** The whole trail as text for `Trail__c`; when it is too long, the oldest lines go. */
export function trailText(
  rows: readonly { at: Date; stage: string; text: string }[],
  maxLength: number,
): string {
  const lines = rows.map(({ at, stage, text }) => `${at.toISOString().slice(0, 19)}Z ${stage}: ${text}`);
  let length = -1;
  let first = lines.length;
  while (first > 0 && length + 1 + (lines[first - 1]?.length ?? 0) <= maxLength) {
    first -= 1;
    length += 1 + (lines[first]?.length ?? 0);
  }
  return lines.slice(first).join('\n');
}

/** The stored trail and the rows of the write under way, as text. */
export async function readTrailText(
  db: Db,
  bookingId: string,
  more: readonly TrailRow[],
  maxLength: number,
  now: Date,
): Promise<string> {
  const stored = await db
    .selectFrom('trail')
    .select(['at', 'stage', 'text'])
    .where('booking_id', '=', bookingId)
    .orderBy('id', 'desc')
    // More lines than this never fit.
    .limit(500)
    .execute();
  return trailText([...stored.toReversed(), ...more.map((row) => ({ ...row, at: now }))], maxLength);
}

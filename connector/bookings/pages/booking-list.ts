// The list of bookings: filtered, searched and paged with the help of indexes, newest first.
import { sql } from 'kysely';
import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { BookingSync, Database, Db } from '../../store/schema.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { searchWords } from './search-words.ts';

const pageSize = 50;

/** The pages' words for what a person wants to see together. */
const groups: Record<string, readonly BookingSync[]> = {
  waiting: ['pending', 'claimed', 'waiting'],
  parked: ['parked'],
  done: ['done'],
  none: ['none'],
};

export const listQuery = z.object({
  state: z.enum(['', 'all', ...Object.keys(groups)]).catch(''),
  q: z.string().max(200).catch(''),
  source: z
    .string()
    .max(100)
    .catch('')
    .transform((id) => id.replaceAll('\u0000', '')),
  cursor: z.string().max(200).catch(''),
});
export type ListQuery = z.infer<typeof listQuery>;

type BookingsExpression = ExpressionBuilder<Database, 'bookings'>;

/** What gave way to another booking is out of the list once nothing of it is left to do. */
function isShown(eb: BookingsExpression) {
  return eb.or([eb('merged_into', 'is', null), eb('sync', 'not in', ['none', 'done'])]);
}

export async function listBookings(
  db: Db,
  workspaceId: string,
  query: ListQuery,
): Promise<{ rows: BookingRow[]; next: string | null }> {
  const cursor = readCursor(query.cursor);
  const words = readSearch(query.q);
  const group = groups[query.state];
  const rows = await db
    .selectFrom('bookings')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(isShown)
    .$if(group !== undefined, (select) => select.where('sync', 'in', [...(group ?? [])]))
    .$if(query.source !== '', (select) => select.where('source_id', '=', query.source))
    .$if(words !== null, (select) =>
      select.where(sql<boolean>`to_tsvector('simple', search_text) @@ to_tsquery('simple', ${words})`),
    )
    .$if(cursor !== null, (select) =>
      select.where(sql<boolean>`(received_at, id) < (${cursor?.at}::timestamptz, ${cursor?.id})`),
    )
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize + 1)
    .execute();
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  return { rows: page, next: rows.length > pageSize && last ? writeCursor(last) : null };
}

export async function countBookings(
  db: Db,
  workspaceId: string,
): Promise<{ all: number; waiting: number; parked: number; done: number }> {
  const counted = await db
    .selectFrom('bookings')
    .select(({ fn }) => ['sync', fn.countAll<string>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where(isShown)
    .groupBy('sync')
    .execute();
  const of = (syncs: readonly BookingSync[] | undefined): number =>
    counted.reduce((sum, { sync, count }) => sum + (syncs?.includes(sync) ? Number(count) : 0), 0);
  const all = counted.reduce((sum, { count }) => sum + Number(count), 0);
  return { all, waiting: of(groups['waiting']), parked: of(groups['parked']), done: of(groups['done']) };
}

/** Every word must be there, each may be only the beginning of one. Null: nothing was asked for. */
function readSearch(text: string): string | null {
  if (text.trim() === '') return null;
  // Of signs alone no word is left; PostgreSQL finds nothing by an empty query.
  return searchWords(text)
    .map((word) => `'${word}':*`)
    .join(' & ');
}

function writeCursor(row: BookingRow): string {
  return Buffer.from(JSON.stringify([row.received_at.toISOString(), row.id])).toString('base64url');
}

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()]);

function readCursor(text: string): { at: string; id: string } | null {
  if (text === '') return null;
  try {
    const [at, id] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { at, id };
  } catch (cause) {
    throw new AppError('bad_cursor', 'This page of the list cannot be found.', {
      status: 400,
      fix: 'Load the list again from the start.',
      cause,
    });
  }
}

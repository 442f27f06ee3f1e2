// The list of bookings: narrowed by the filter and paged with the help of indexes, newest first; and how many stand where.
import { sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { BookingSync, Db } from '../../store/schema.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { groups, matches } from './booking-filter.ts';
import type { BookingFilter } from './booking-filter.ts';

const pageSize = 50;

export type Cursor = { at: string; id: string };

/** The next bookings after the cursor, in the order of the list. */
export function readBookings(
  db: Db,
  workspaceId: string,
  filter: BookingFilter,
  after: Cursor | null,
  limit: number,
): Promise<BookingRow[]> {
  return db
    .selectFrom('bookings')
    .selectAll()
    .where(matches(workspaceId, filter))
    .$if(after !== null, (select) =>
      select.where(sql<boolean>`(received_at, id) < (${after?.at}::timestamptz, ${after?.id})`),
    )
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function listBookings(
  db: Db,
  workspaceId: string,
  filter: BookingFilter,
  cursor: string,
): Promise<{ rows: BookingRow[]; next: string | null }> {
  const rows = await readBookings(db, workspaceId, filter, readCursor(cursor), pageSize + 1);
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  return { rows: page, next: rows.length > pageSize && last ? writeCursor(cursorOf(last)) : null };
}

export type Counts = { all: number; waiting: number; parked: number; done: number };

/** Of all bookings in the list. Two questions, because each has an index that answers it without the rows. */
export async function countBookings(db: Db, workspaceId: string): Promise<Counts> {
  const countWhere = (merged: boolean) =>
    db
      .selectFrom('bookings')
      .select(({ fn }) => ['sync', fn.countAll<string>().as('count')])
      .where('workspace_id', '=', workspaceId)
      .where('merged_into', merged ? 'is not' : 'is', null)
      .groupBy('sync')
      .execute();
  const merged = (await countWhere(true)).filter(({ sync }) => sync !== 'none' && sync !== 'done');
  return sumUp([...(await countWhere(false)), ...merged]);
}

/** How far a replay is: where the bookings stand that it took up. */
export async function countReplayed(db: Db, workspaceId: string, replayId: string): Promise<Counts> {
  const counted = await db
    .selectFrom('bookings')
    .select(({ fn }) => ['sync', fn.countAll<string>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where('replay_id', '=', replayId)
    .groupBy('sync')
    .execute();
  return sumUp(counted);
}

function sumUp(counted: readonly { sync: BookingSync; count: string }[]): Counts {
  const of = (syncs: readonly BookingSync[]): number =>
    counted.reduce((sum, { sync, count }) => sum + (syncs.includes(sync) ? Number(count) : 0), 0);
  const all = counted.reduce((sum, { count }) => sum + Number(count), 0);
  return { all, waiting: of(groups.waiting), parked: of(groups.parked), done: of(groups.done) };
}

export function cursorOf(row: BookingRow): Cursor {
  return { at: row.received_at.toISOString(), id: row.id };
}

function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()]);

function readCursor(text: string): Cursor | null {
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

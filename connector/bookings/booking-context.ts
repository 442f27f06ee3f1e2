// The words around a booking that its records carry: its source's name, and the booking it gave way to.
import type { Db } from '../store/schema.ts';
import type { BookingRow } from './state/booking-chain.ts';

export async function readContext(
  db: Db,
  row: BookingRow,
): Promise<{ sourceName: string; sameAs: string | null }> {
  const source = await db
    .selectFrom('sources')
    .select('name')
    .where('id', '=', row.source_id)
    .executeTakeFirstOrThrow();
  if (row.merged_into === null) return { sourceName: source.name, sameAs: null };
  const other = await db
    .selectFrom('bookings')
    .select('booking_key')
    .where('id', '=', row.merged_into)
    .executeTakeFirstOrThrow();
  return { sourceName: source.name, sameAs: other.booking_key };
}

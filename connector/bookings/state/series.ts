// A tool that cancels all remaining meetings of a series may name only one of them. The others are looked up with the
// source's API key at the next comparison, which is asked for at once; without a key, the story says so.
import type { Transaction } from 'kysely';
import type { Database } from '../../store/schema.ts';
import { addTrail } from '../trail.ts';
import type { BookingRow } from './booking-chain.ts';

export async function noteEndOfSeries(
  trx: Transaction<Database>,
  row: BookingRow,
  { sourceId, receivedAt }: { sourceId: string; receivedAt: Date },
): Promise<void> {
  const asked = await trx
    .updateTable('sources')
    .set({ reconcile_at: receivedAt })
    .where('id', '=', sourceId)
    .where('api_key_sealed', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  const text = asked
    ? 'All later meetings of this series were canceled too. The scheduling tool names only this one; the others are looked up there.'
    : 'All later meetings of this series were canceled too, but the scheduling tool names only this one. Add its API key on the page "Sources", so that Bookbridge can look the others up.';
  await addTrail(trx, row, receivedAt, [{ stage: 'inbox', code: 'series_ended', text }]);
}

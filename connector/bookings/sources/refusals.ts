// Why events of a source were refused, counted by reason. Outside the event's own transaction, which never happened.
import { sql } from 'kysely';
import type { AppError } from '../../errors.ts';
import type { BookingDeps } from '../booking-deps.ts';

/** Never throws: the sender's answer must not depend on it. */
export async function noteRefusal(
  { db, log }: BookingDeps,
  sourceId: string,
  error: AppError,
  at: Date,
): Promise<void> {
  try {
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto('source_refusals')
        .values({
          source_id: sourceId,
          code: error.code,
          message: error.message.slice(0, 1000),
          fix: error.fix ?? null,
          count: 1,
          last_at: at,
        })
        .onConflict((conflict) =>
          conflict.columns(['source_id', 'code']).doUpdateSet(({ ref }) => ({
            message: ref('excluded.message'),
            fix: ref('excluded.fix'),
            last_at: ref('excluded.last_at'),
            count: sql<number>`source_refusals.count + 1`,
          })),
        )
        .execute();
      await trx
        .updateTable('sources')
        .set(({ eb }) => ({ refused: eb('refused', '+', 1) }))
        .where('id', '=', sourceId)
        .execute();
    });
  } catch (cause) {
    log.warn({ err: cause }, 'a refusal could not be counted');
  }
}

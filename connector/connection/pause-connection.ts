// A person pauses the connection: bookings go on being accepted, and nothing is written until it is resumed.
import { sql } from 'kysely';
import { AppError } from '../errors.ts';
import type { ConnectionDeps } from './stages.ts';

type PauseDeps = Pick<ConnectionDeps, 'db' | 'now' | 'wake'>;

/** Paused twice, it stays paused since the first time. */
export async function pauseByUser({ db, now }: PauseDeps, workspaceId: string): Promise<void> {
  const at = now();
  const row = await db
    .updateTable('connections')
    .set({ paused_by_user_at: sql<Date>`coalesce(paused_by_user_at, ${at})`, updated_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('state', '!=', 'disconnected')
    .returning('id')
    .executeTakeFirst();
  if (!row) {
    throw new AppError('not_connected', 'No API user is connected.', {
      status: 404,
      fix: 'There is nothing to pause: without a connection, nothing is written.',
    });
  }
}

/** What waited for it is written at once. */
export async function resumeByUser({ db, now, wake }: PauseDeps, workspaceId: string): Promise<void> {
  const at = now();
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('connections')
      .set({ paused_by_user_at: null, updated_at: at })
      .where('workspace_id', '=', workspaceId)
      .execute();
    await trx
      .updateTable('bookings')
      .set({ sync: 'pending', due_at: at, problem: null, updated_at: at })
      .where('workspace_id', '=', workspaceId)
      .where('sync', '=', 'waiting')
      .where(sql<string>`problem ->> 'code'`, '=', 'paused_by_user')
      .execute();
  });
  await wake(workspaceId);
}

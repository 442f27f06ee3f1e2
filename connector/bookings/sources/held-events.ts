// Events that were kept while their source was paused, applied now that it goes on: one transaction each, oldest first. Order
// does not matter for the result; several processes may work on them at once.
import type { Db } from '../../store/schema.ts';
import type { Waits } from '../../waits.ts';
import { messageSchema } from '../booking.ts';
import { againOnDeadlock } from '../inbox.ts';
import { applyMessage } from '../state/apply-message.ts';

type HeldDeps = {
  db: Db;
  now: () => Date;
  waits: Pick<Waits, 'predecessor'>;
  wake: (workspaceId: string) => Promise<void>;
};

/** Until none is left or the signal says stop. Gives how many were applied. */
export async function applyHeldEvents(deps: HeldDeps, signal: AbortSignal): Promise<number> {
  for (let applied = 0; ; applied += 1) {
    const workspaceId = signal.aborted ? null : await againOnDeadlock(() => applyNext(deps));
    if (workspaceId === null) return applied;
    await deps.wake(workspaceId);
  }
}

/** The workspace of the event, or null when there is none to apply. */
function applyNext({ db, now, waits }: HeldDeps): Promise<string | null> {
  return db.transaction().execute(async (trx) => {
    const event = await trx
      .selectFrom('booking_events')
      .innerJoin('sources', 'sources.id', 'booking_events.source_id')
      .selectAll('booking_events')
      .where('booking_events.state', '=', 'held')
      .where('sources.paused_at', 'is', null)
      .where('sources.removed_at', 'is', null)
      .orderBy('booking_events.received_at')
      .limit(1)
      .forUpdate('booking_events')
      .skipLocked()
      .executeTakeFirst();
    if (!event) return null;
    await trx.updateTable('booking_events').set({ state: 'received' }).where('id', '=', event.id).execute();
    const { id, type, workspace_id: workspaceId, source_id: sourceId, occurred_at: occurredAt } = event;
    const message = messageSchema.parse(event.words);
    await applyMessage(
      trx,
      { id, type, message, occurredAt },
      { workspaceId, sourceId, receivedAt: now() },
      waits,
    );
    return workspaceId;
  });
}

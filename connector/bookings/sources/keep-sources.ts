// What sources need beside their webhooks, round and round in the background: events kept during a pause are applied, imports
// run, and each source with an API key is compared with its tool every hour. Safe in several processes at once.
import { setTimeout as wait } from 'node:timers/promises';
import { failLostReadings } from './backfill.ts';
import { applyHeldEvents } from './held-events.ts';
import { runImports } from './imports.ts';
import { reconcile } from './reconcile.ts';
import type { ReconcileDeps } from './reconcile.ts';
import type { SourceRow } from './source-rows.ts';

export type SourceKeeper = {
  /** Ends after the booking or request in hand. */
  stop(): Promise<void>;
};

const everyMs = 3_600_000;

export function startSourceKeeper(deps: ReconcileDeps): SourceKeeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rounds = Promise.all([
    repeat(deps, signal, async () => {
      await applyHeldEvents(deps, signal);
      await failLostReadings(deps);
      await runImports(deps, signal);
    }),
    // By itself: asking a slow tool must not hold up what is due here.
    repeat(deps, signal, () => reconcileDue(deps, signal)),
  ]);
  return {
    async stop() {
      stopping.abort();
      await rounds;
    },
  };
}

async function repeat(
  { log, waits }: ReconcileDeps,
  signal: AbortSignal,
  run: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await run().catch((error: unknown) => {
      if (!signal.aborted)
        log.warn({ err: error }, 'the sources could not be looked after; the next round will');
    });
    await wait(waits.sweep, undefined, { signal }).catch(() => undefined);
  }
}

async function reconcileDue(deps: ReconcileDeps, signal: AbortSignal): Promise<void> {
  for (let row = await takeDue(deps); row !== null && !signal.aborted; row = await takeDue(deps)) {
    const result = await reconcile(deps, row, signal);
    await deps.db
      .updateTable('sources')
      .set({ reconciled: JSON.stringify(result) })
      .where('id', '=', row.id)
      .execute();
  }
}

/** Set to its next hour before it begins: nobody else takes it, and one that dies comes again then. */
async function takeDue({ db, now }: ReconcileDeps): Promise<SourceRow | null> {
  const row = await db
    .updateTable('sources')
    .set({ reconcile_at: new Date(now().getTime() + everyMs) })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('sources')
        .select('id')
        .where('reconcile_at', '<=', now())
        .where('api_key_sealed', 'is not', null)
        .where('removed_at', 'is', null)
        .orderBy('reconcile_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

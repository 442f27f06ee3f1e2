// Shows other processes that this one lives: a session-level advisory lock on its key, on a connection of its own.
// PostgreSQL lets go of it the moment the process dies, also after kill -9; no time-out is needed to know.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Log } from '../../log.ts';
import type { Db } from '../../store/schema.ts';

export type ProcessLock = { key: string; release(): Promise<void> };

const retryMs = 500;

export async function holdProcessLock(connection: pg.ClientConfig, log: Log): Promise<ProcessLock> {
  const key = randomUUID();
  let held: pg.Client | null = null;
  let released = false;

  async function hold(): Promise<void> {
    const client = new pg.Client({
      ...connection,
      application_name: 'bookbridge process lock',
      keepAlive: true,
    });
    client.on('error', (error) => log.warn({ err: error }, 'the process lock connection broke'));
    await client.connect();
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [lockName(key)]);
    client.on('end', () => {
      held = null;
      if (!released) void holdAgain();
    });
    held = client;
  }

  // Meanwhile others may take us for dead and free our claims; tokens and fence make that harmless.
  async function holdAgain(): Promise<void> {
    while (!released && held === null) {
      await wait(retryMs, undefined, { ref: false });
      await hold().catch((error: unknown) =>
        log.warn({ err: error }, 'the process lock cannot be taken again yet'),
      );
    }
  }

  await hold();
  return {
    key,
    async release() {
      released = true;
      await held?.end();
    },
  };
}

/** Runs `work` when the process with this key is dead, holding its lock meanwhile so that only one process does so. */
export async function ifProcessIsDead(db: Db, key: string, work: () => Promise<void>): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const answer = await sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${lockName(key)}, 0)) as free`.execute(trx);
    const isDead = answer.rows[0]?.free === true;
    if (isDead) await work();
    return isDead;
  });
}

function lockName(key: string): string {
  return `process ${key}`;
}

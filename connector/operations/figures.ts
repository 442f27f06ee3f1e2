// What the Health page shows hour by hour. Messages and writes are counted from the history itself, so a restart, a second
// process or a missed minute changes nothing; calls of Salesforce are counted as they happen and put down every few seconds.
import { sql } from 'kysely';
import type { Log } from '../log.ts';
import type { ApiUsage } from '../salesforce/send.ts';
import type { Db } from '../store/schema.ts';

export type Figures = {
  /** A call that Salesforce counted, and what it said of the org's calls. */
  noteCall(workspaceId: string, usage: ApiUsage | null): void;
  stop(): Promise<void>;
};

export type FigureDeps = { db: Db; log: Log; now: () => Date };

type Noted = { workspaceId: string; hour: Date; calls: number; usage: ApiUsage | null };

const countEveryMs = 60_000;
const putDownEveryMs = 5_000;
export const hourMs = 3_600_000;
/** After a longer stop, older hours are left empty. */
const lookBackMs = 7 * 24 * hourMs;

export function startFigures(deps: FigureDeps): Figures {
  const { db, log, now } = deps;
  let noted = new Map<string, Noted>();
  let running = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    running = running.then(work).catch((error: unknown) => {
      log.warn({ err: error }, 'figures for the Health page could not be kept; the next minute tries again');
    });
    return running;
  };
  const putDown = async (): Promise<void> => {
    const taken = noted;
    noted = new Map();
    for (const each of taken.values()) await addCalls(db, each);
  };
  const timers = [
    setInterval(() => void inTurn(putDown), putDownEveryMs),
    setInterval(() => void inTurn(() => countHours(db, now())), countEveryMs),
  ];
  for (const timer of timers) timer.unref();
  void inTurn(() => countHours(db, now()));
  return {
    noteCall(workspaceId, usage) {
      const hour = hourOf(now());
      const key = `${workspaceId} ${hour.getTime()}`;
      const before = noted.get(key);
      const calls = (before?.calls ?? 0) + 1;
      noted.set(key, { workspaceId, hour, calls, usage: usage ?? before?.usage ?? null });
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await inTurn(putDown);
    },
  };
}

export function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}

async function addCalls(db: Db, { workspaceId, hour, calls, usage }: Noted): Promise<void> {
  const org = usage && { org_used: usage.used, org_max: usage.max };
  await db
    .insertInto('hourly_figures')
    .values({ workspace_id: workspaceId, hour, api_calls: calls, ...org })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'hour']).doUpdateSet(({ eb, ref }) => ({
        api_calls: eb(ref('hourly_figures.api_calls'), '+', calls),
        ...org,
      })),
    )
    .execute();
}

/**
 * Counts this hour and those since the last count, for one workspace or all. Safe in several processes at once: each finds
 * the same numbers.
 */
export async function countHours(db: Db, now: Date, workspaceId?: string): Promise<void> {
  const hour = hourOf(now);
  const from = await countFrom(db, hour);
  const of = workspaceId === undefined ? sql`true` : sql`workspace_id = ${workspaceId}`;
  await sql`
    insert into hourly_figures (workspace_id, hour, received, written)
    select workspace_id, hour, sum(received), sum(written) from (
      select workspace_id, ${inHour('received_at')} as hour, count(*) as received, 0 as written
        from booking_events
        where workspace_id in (select workspace_id from sources) and ${of}
          and received_at >= ${from} and state <> 'ignored'
        group by 1, 2
      union all
      select workspace_id, ${inHour('at')}, 0, count(*)
        from trail
        where workspace_id in (select workspace_id from sources) and ${of} and at >= ${from} and code = 'written'
        group by 1, 2
    ) as counted group by workspace_id, hour
    on conflict (workspace_id, hour) do update set received = excluded.received, written = excluded.written`.execute(
    db,
  );
  await sql`
    insert into hourly_figures (workspace_id, hour, parked, oldest_waiting_s)
    select workspace_id, ${hour}::timestamptz, count(*) filter (where sync = 'parked'),
      coalesce(greatest(0, extract(epoch from ${now}::timestamptz - min(waiting_since))::integer), 0)
    from bookings
    where sync in ('pending', 'claimed', 'waiting', 'parked') and merged_into is null and ${of}
    group by workspace_id
    on conflict (workspace_id, hour) do update set
      parked = greatest(hourly_figures.parked, excluded.parked),
      oldest_waiting_s = greatest(hourly_figures.oldest_waiting_s, excluded.oldest_waiting_s)`.execute(db);
}

/** The hour before the last one kept: something may have come in after it was counted. */
async function countFrom(db: Db, hour: Date): Promise<Date> {
  const last = await db
    .selectFrom('hourly_figures')
    .select(({ fn }) => fn.max('hour').as('hour'))
    .where('hour', '<', hour)
    .executeTakeFirst();
  const kept = last?.hour ?? new Date(hour.getTime() - lookBackMs);
  return new Date(Math.max(hour.getTime() - lookBackMs, kept.getTime() - hourMs));
}

/** Hours since 1970 in UTC: the beginning of the hour in which a time of this column lies. */
function inHour(column: 'received_at' | 'at') {
  return sql`date_trunc('hour', ${sql.ref(column)}, 'UTC')`;
}

/** Figures and runs of checks older than this are of no use to anybody. */
const keptMs = 90 * 24 * hourMs;

export async function removeOldFigures(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptMs);
  await db.deleteFrom('hourly_figures').where('hour', '<', before).execute();
  await db.deleteFrom('check_runs').where('at', '<', before).execute();
}

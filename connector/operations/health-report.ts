// Everything on the Health page, from the database alone: no call of Salesforce is made to look at one's health.
import { sql } from 'kysely';
import { z } from 'zod';
import { readCauses } from '../bookings/pages/booking-causes.ts';
import { countBookings } from '../bookings/pages/booking-list.ts';
import { holdOf } from '../bookings/worker/holds.ts';
import type { ConnectionRow } from '../bookings/worker/holds.ts';
import type { Db } from '../store/schema.ts';
import { countHours, hourMs, hourOf } from './figures.ts';
import { tellHealth } from './health-sentence.ts';
import type { HealthFacts } from './health-sentence.ts';

const shownHours = 7 * 24;
const shownChecksMs = 30 * 24 * hourMs;

export async function reportHealth(db: Db, workspaceId: string, now: Date) {
  // This hour as it is now, and not as it was up to a minute ago.
  await countHours(db, now, workspaceId);
  const connection = await db
    .selectFrom('connections')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  const facts: HealthFacts = {
    connection: stateOf(connection),
    hold: connection ? readHold(connection, now) : null,
    counts: await countBookings(db, workspaceId),
    ...(await readTimes(db, workspaceId)),
  };
  const hours = await readHours(db, workspaceId, now);
  return {
    at: now.toISOString(),
    sentence: tellHealth(facts, now),
    ...facts,
    causes: await readCauses(db, workspaceId),
    api: readApiUse(hours, now),
    hours,
    checkRuns: await readCheckRuns(db, workspaceId, now),
    checkedAt: connection?.checked_at?.toISOString() ?? null,
  };
}

function stateOf(connection: ConnectionRow | undefined): HealthFacts['connection'] {
  return connection === undefined || connection.state === 'disconnected' ? 'none' : connection.state;
}

function readHold(connection: ConnectionRow, now: Date): HealthFacts['hold'] {
  if (connection.state !== 'ready') return null;
  const hold = holdOf(connection, now);
  if (!hold) return null;
  if (connection.paused_by_user_at !== null) return { kind: 'by_user', until: null };
  const isLimit = hold.problem.code.includes('limit');
  return { kind: isLimit ? 'limit' : 'unavailable', until: hold.until.toISOString() };
}

async function readTimes(
  db: Db,
  workspaceId: string,
): Promise<Pick<HealthFacts, 'oldestWaitingAt' | 'lastWrittenAt'>> {
  const waiting = await db
    .selectFrom('bookings')
    .select(({ fn }) => fn.min('waiting_since').as('at'))
    .where('workspace_id', '=', workspaceId)
    .where('sync', 'in', ['pending', 'claimed', 'waiting'])
    .executeTakeFirst();
  const written = await db
    .selectFrom('trail')
    .select('at')
    .where('workspace_id', '=', workspaceId)
    // As the index has it: a parameter would not be seen to be that.
    .where(sql<boolean>`code = 'written'`)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    oldestWaitingAt: waiting?.at?.toISOString() ?? null,
    lastWrittenAt: written?.at.toISOString() ?? null,
  };
}

type Hour = {
  hour: string;
  received: number;
  written: number;
  parked: number;
  oldestWaitingSeconds: number;
  apiCalls: number;
  orgUsed: number | null;
  orgMax: number | null;
};

/** Every hour of the last seven days, also those in which nothing happened. */
async function readHours(db: Db, workspaceId: string, now: Date): Promise<Hour[]> {
  const last = hourOf(now).getTime();
  const first = last - (shownHours - 1) * hourMs;
  const rows = await db
    .selectFrom('hourly_figures')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('hour', '>=', new Date(first))
    .execute();
  const byHour = new Map(rows.map((row) => [row.hour.getTime(), row]));
  return Array.from({ length: shownHours }, (_, at) => {
    const hour = first + at * hourMs;
    const row = byHour.get(hour);
    return {
      hour: new Date(hour).toISOString(),
      received: row?.received ?? 0,
      written: row?.written ?? 0,
      parked: row?.parked ?? 0,
      oldestWaitingSeconds: row?.oldest_waiting_s ?? 0,
      apiCalls: row?.api_calls ?? 0,
      orgUsed: row?.org_used ?? null,
      orgMax: row?.org_max ?? null,
    };
  });
}

/** Salesforce counts over the last 24 hours, rolling; what it said last is what is known. */
function readApiUse(hours: readonly Hour[], now: Date) {
  const said = hours.findLast(({ orgMax }) => orgMax !== null);
  const since = now.getTime() - 24 * hourMs;
  const own = hours
    .filter(({ hour }) => new Date(hour).getTime() > since)
    .reduce((sum, { apiCalls }) => sum + apiCalls, 0);
  return {
    own,
    org: said ? { used: said.orgUsed ?? 0, max: said.orgMax ?? 0, hour: said.hour } : null,
  };
}

const keptChecks = z.array(
  z.object({ id: z.string(), title: z.string(), status: z.enum(['pass', 'warn', 'fail', 'unknown']) }),
);

/** Newest first; of runs in a row that found the same, the first one and how many there were. */
async function readCheckRuns(db: Db, workspaceId: string, now: Date) {
  const rows = await db
    .selectFrom('check_runs')
    .select(['at', 'state', 'checks'])
    .where('workspace_id', '=', workspaceId)
    .where('at', '>=', new Date(now.getTime() - shownChecksMs))
    .orderBy('at', 'desc')
    .limit(2_000)
    .execute();
  const runs: { from: string; to: string; runs: number; state: string; passed: number; others: Others }[] =
    [];
  for (const row of rows) {
    const checks = keptChecks.catch([]).parse(row.checks);
    const others = checks.filter(({ status }) => status !== 'pass');
    const at = row.at.toISOString();
    const passed = checks.length - others.length;
    const later = runs.at(-1);
    if (later && later.state === row.state && sameChecks(later.others, others) && later.passed === passed) {
      later.from = at;
      later.runs += 1;
    } else {
      runs.push({ from: at, to: at, runs: 1, state: row.state, passed, others });
    }
  }
  return runs.slice(0, 50);
}

type Others = z.infer<typeof keptChecks>;

function sameChecks(one: Others, other: Others): boolean {
  const tell = (checks: Others): string => checks.map(({ id, status }) => `${id} ${status}`).join(', ');
  return tell(one) === tell(other);
}

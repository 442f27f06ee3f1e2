// `npm run bench`: API calls per booking and per org set-up (counted by the local org), seconds to start, to write and to
// make an org ready; several runs, medians.
// Nothing here fails on a slow machine: it prints figures, and tests never look at them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { timeOrgs } from './bench-org.ts';
import { benchedPages, pageLatencyMs, timePages } from './bench-pages.ts';
import { timeStarts } from './bench-starts.ts';
import { openConnectorSession } from './connector-session.ts';
import { bookingDeliveries, deliver } from './demo-bookings.ts';
import { addSource, callCounter, connect, settled, signIn } from './demo-trip.ts';
import { readCount, readFlags } from './flags.ts';
import { listenForStop } from './stop-signal.ts';
import { type TryOut, startTryOut, withoutRealThings } from './try-out.ts';

const help = `npm run bench -- [--runs N] [--json]

  --runs N  how often each figure is taken (default 5); the median is printed with the smallest and the largest
  --json    one JSON object as the last line of standard output`;

const flags = readFlags(help, {
  runs: { type: 'string', default: '5' },
  json: { type: 'boolean', default: false },
});

type Figure = { name: string; unit: string; values: number[]; goal?: string };

function say(line: string): void {
  (flags?.json === true ? process.stderr : process.stdout).write(`${line}\n`);
}

async function benchStarts(runs: number, stopAsked: AbortSignal): Promise<Figure[]> {
  const first: Figure = { name: 'start, first time (pages built)', unit: 's', values: [], goal: 'under 25' };
  const after: Figure = { name: 'start, after that', unit: 's', values: [], goal: 'under 6' };
  for (let run = 0; run < runs; run += 1) {
    const seconds = await timeStarts(stopAsked);
    first.values.push(seconds.first);
    after.values.push(seconds.after);
    say(`  start ${run + 1} of ${runs}: ${seconds.first.toFixed(1)} s, then ${seconds.after.toFixed(1)} s`);
  }
  return [first, after];
}

/** Side by side in one run, in the same local org: our one command, and the same work as sf commands. */
async function benchOrgs(runs: number, stopAsked: AbortSignal): Promise<Figure[]> {
  const one: Figure = { name: 'scratch org ready, one command', unit: 's', values: [], goal: 'under 8' };
  const many: Figure = { name: 'scratch org ready, sf commands', unit: 's', values: [] };
  const factor: Figure = { name: 'one command is faster by', unit: 'times', values: [], goal: 'at least 5' };
  const again: Figure = { name: 'set up again', unit: 's', values: [], goal: 'under 2' };
  const oneCalls: Figure = { name: 'API calls, one command', unit: '', values: [] };
  const manyCalls: Figure = { name: 'API calls, sf commands', unit: '', values: [] };
  const againCalls: Figure = { name: 'API calls, set up again', unit: '', values: [], goal: 'at most 12' };
  for (let run = 0; run < runs; run += 1) {
    const times = await timeOrgs(stopAsked);
    const { oneCommand, sfCommands } = times;
    one.values.push(oneCommand.seconds);
    many.values.push(sfCommands.seconds);
    factor.values.push(sfCommands.seconds / oneCommand.seconds);
    again.values.push(times.again.seconds);
    oneCalls.values.push(oneCommand.calls);
    manyCalls.values.push(sfCommands.calls);
    againCalls.values.push(times.again.calls);
    const seconds = `${oneCommand.seconds.toFixed(1)} s, by ${sfCommands.commands} sf commands ${sfCommands.seconds.toFixed(1)} s`;
    say(`  org ${run + 1} of ${runs}: ${seconds}`);
  }
  return [one, many, factor, oneCalls, manyCalls, again, againCalls];
}

async function benchBookings(runs: number, stopAsked: AbortSignal): Promise<Figure[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bookbridge-bench-'));
  let tryOut: TryOut | undefined;
  try {
    tryOut = await startTryOut({
      dataFolder,
      connectorPort: 0,
      localOrgPort: 0,
      env: withoutRealThings(process.env),
      say: () => undefined,
      stopAsked,
    });
    const session = openConnectorSession(tryOut.connectorUrl);
    await signIn(session, tryOut.link);
    const [org] = tryOut.localOrg.orgs;
    if (org === undefined) throw new Error('The local org has no org.');
    const calls = callCounter(tryOut.localOrg);
    await calls.reset();
    await connect(session, org);
    const connecting: Figure = {
      name: 'API calls, connect',
      unit: '',
      values: [await calls.total()],
      goal: 'at most 3',
    };
    const source = await addSource(session, 'generic');
    const figures: Record<'created' | 'changed' | 'canceled' | 'latency' | 'burst', Figure> = {
      created: { name: 'API calls, lone new booking', unit: '', values: [], goal: '2' },
      changed: { name: 'API calls, new time', unit: '', values: [], goal: 'at most 2' },
      canceled: { name: 'API calls, cancellation', unit: '', values: [], goal: 'at most 2' },
      latency: { name: 'webhook to written, lone booking', unit: 'ms', values: [] },
      burst: { name: 'burst of 100 bookings, one a call', unit: 'bookings/s', values: [] },
    };
    const measure = async (figure: Figure | undefined, work: () => Promise<void>): Promise<number> => {
      await calls.reset();
      const began = performance.now();
      await work();
      await settled(session);
      figure?.values.push(await calls.total());
      return performance.now() - began;
    };
    // Describe, users and token are warm after the first booking.
    await measure(undefined, () => deliver(bookingDeliveries(source, 0, 'none', new Date()).booked));
    for (let run = 0; run < runs; run += 1) {
      for (const [follow, figure] of [
        ['reschedule', figures.changed],
        ['cancel', figures.canceled],
      ] as const) {
        const { booked, followed } = bookingDeliveries(source, run, follow, new Date());
        figures.latency.values.push(await measure(figures.created, () => deliver(booked)));
        if (followed !== null) await measure(figure, () => deliver(followed));
      }
      const burst = Array.from({ length: 100 }, (_, number) =>
        bookingDeliveries(source, number, 'none', new Date()),
      );
      const ms = await measure(undefined, async () => {
        await Promise.all(burst.map(({ booked }) => deliver(booked)));
        await settled(session, 120_000);
      });
      figures.burst.values.push(100_000 / ms);
    }
    return [connecting, ...Object.values(figures)];
  } finally {
    await tryOut?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function benchPages(runs: number, stopAsked: AbortSignal): Promise<Figure[]> {
  const times = await timePages(runs, stopAsked);
  return [
    ...benchedPages.map((phase) => ({
      name: `${phase}, org ${pageLatencyMs} ms away`,
      unit: 'ms',
      values: times.screens[phase],
      goal: 'under 1000',
    })),
    { name: 'API calls, rehearsal', unit: '', values: times.rehearsalCalls, goal: '2' },
    { name: 'JavaScript of the first page', unit: 'kB', values: [times.firstLoadKb], goal: 'under 300' },
  ];
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
    : (sorted[Math.floor(middle)] ?? 0);
}

async function runBench(runs: number, stopAsked: AbortSignal): Promise<void> {
  const figures = [
    ...(await benchBookings(runs, stopAsked)),
    ...(await benchPages(Math.max(runs, 2), stopAsked)),
    ...(await benchOrgs(Math.min(runs, 3), stopAsked)),
    ...(await benchStarts(Math.min(runs, 3), stopAsked)),
  ];
  const rows = figures.map(({ name, unit, values, goal }) => ({
    name,
    unit,
    median: Math.round(median(values) * 100) / 100,
    smallest: Math.round(Math.min(...values) * 100) / 100,
    largest: Math.round(Math.max(...values) * 100) / 100,
    runs: values.length,
    goal: goal ?? null,
  }));
  for (const row of rows) {
    const span = `${row.smallest} to ${row.largest}, ${row.runs} runs`;
    const goal = row.goal === null ? '' : `, goal ${row.goal}`;
    say(`${row.name.padEnd(36)} ${String(row.median).padStart(8)} ${row.unit.padEnd(10)} (${span}${goal})`);
  }
  if (flags?.json === true) process.stdout.write(`${JSON.stringify({ figures: rows })}\n`);
}

const runs = flags === null ? null : readCount('--runs', flags.runs, 50);
if (runs !== null) {
  // A second wish to stop ends at once and may leave a folder for temporary files behind.
  const stopAsked = listenForStop(() => process.exit(1));
  try {
    await runBench(runs, stopAsked);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(stopAsked.aborted ? 'Stopped before the end.\n' : `The bench stopped. ${why}\n`);
    process.exitCode = 1;
  }
}

// `npm run demo`: the whole trip over HTTP, without a browser, on free ports and in a folder of its own.
// `-- --once` ends after one trip (exit code 1 if anything fell short); `-- --json` prints one JSON object last.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { owner, runDemoTrip } from './demo-trip.ts';
import { readCount, readFlags } from './flags.ts';
import { listenForStop } from './stop-signal.ts';
import { type TryOut, startTryOut, withoutRealThings } from './try-out.ts';

const help = `npm run demo -- [--once] [--json] [--bookings N]

Starts a local org, the database and the connector on free ports, connects the API user, sends bookings,
and counts in the org what has arrived. Leaves no process and no file behind.
  --once        stop after one trip; else it stays for a look around until Ctrl-C
  --json        one JSON object as the last line of standard output; everything else goes to standard error
  --bookings N  how many bookings to send (default 6)

Exit code: 0 all arrived once · 1 something fell short, or it was stopped before the end · 2 a wrong flag`;

type Say = (line: string) => void;

/** The exit code. Throws when a part does not start or a step of the trip is refused. */
async function demonstrate(count: number, isOnce: boolean, isJson: boolean): Promise<number> {
  const say: Say = (line) => (isJson ? process.stderr : process.stdout).write(`${line}\n`);
  const dataFolder = mkdtempSync(join(tmpdir(), 'bookbridge-demo-'));
  const log: string[] = [];
  let tryOut: TryOut | undefined;
  const stopAsked = listenForStop(() => {
    for (const child of tryOut?.children ?? []) child.process.kill('SIGKILL');
  });
  const began = performance.now();
  try {
    tryOut = await startTryOut({
      dataFolder,
      connectorPort: 0,
      localOrgPort: 0,
      env: withoutRealThings(process.env),
      say,
      onLogLine: (line) => log.push(line),
      stopAsked,
    });
    const startSeconds = seconds(performance.now() - began);
    say(`✔ Started       in ${startSeconds} s`);
    const { complete, tripMs, ...figures } = await runDemoTrip({ tryOut, count, say });
    const summary = { ...figures, seconds: { start: startSeconds, trip: seconds(tripMs) } };
    say(`${complete ? '✔' : '✖'} Trip          ${count} bookings in ${summary.seconds.trip} s`);
    if (isJson) process.stdout.write(`${JSON.stringify(summary)}\n`);
    if (!isOnce) await stayForALook(tryOut, stopAsked, say);
    if (!complete) for (const line of log.filter(isLogEntry)) process.stderr.write(`${line}\n`);
    return complete ? 0 : 1;
  } catch (error) {
    if (stopAsked.aborted) say('Stopped before the end.');
    else throw new Error([describe(error), ...log.filter(isLogEntry)].join('\n'), { cause: error });
    return 1;
  } finally {
    await tryOut?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function stayForALook(tryOut: TryOut, stopAsked: AbortSignal, say: Say): Promise<void> {
  say('');
  say(`Look around     ${tryOut.connectorUrl} (sign in as ${owner.email}, password ${owner.password})`);
  say(`In the org      ${tryOut.localOrg.login.production}/__local/`);
  say('Stop            Ctrl-C; nothing is kept');
  if (!stopAsked.aborted) await once(stopAsked, 'abort');
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

/** Plain lines are the last words of a part, which are told anyway. */
function isLogEntry(line: string): boolean {
  return line.startsWith('{');
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const flags = readFlags(help, {
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  bookings: { type: 'string', default: '6' },
});
const count = flags === null ? null : readCount('--bookings', flags.bookings, 1000);
if (flags !== null && count !== null) {
  try {
    process.exitCode = await demonstrate(count, flags.once, flags.json);
  } catch (error) {
    process.stderr.write(`The demo stopped. ${describe(error)}\n`);
    process.exitCode = 1;
  }
}

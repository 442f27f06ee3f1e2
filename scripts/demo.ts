// `npm run demo`: the whole trip over HTTP, without a browser, on free ports and in a folder of its own.
// `-- --once` ends after one trip (exit code 1 if anything fell short); `-- --json` prints one JSON object last.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runDemoTrip } from './demo-trip.ts';
import { startTryOut } from './try-out.ts';

const { values: flags } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    bookings: { type: 'string', default: '6' },
    help: { type: 'boolean', default: false },
  },
});

const help = `npm run demo -- [--once] [--json] [--bookings N]

Starts a local org, the database and the connector on free ports, connects the API user and sends bookings.
  --once        stop after one trip; exit code 1 if anything fell short
  --json        print one JSON object as the last line of standard output
  --bookings N  how many bookings to send (default 6)`;

async function run(): Promise<number> {
  const count = Number(flags.bookings);
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    process.stderr.write(`--bookings is "${flags.bookings}"; it takes a whole number from 1 to 1000.\n`);
    return 2;
  }
  const say = (line: string) => (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  const dataFolder = mkdtempSync(join(tmpdir(), 'bookbridge-demo-'));
  const stopAsked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopAsked.abort());
  const began = performance.now();
  try {
    const tryOut = await startTryOut({
      dataFolder,
      connectorPort: 0,
      localOrgPort: 0,
      env: { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn' },
      say,
    });
    try {
      const startSeconds = seconds(performance.now() - began);
      say(`✔ Started       in ${startSeconds} s`);
      const result = await runDemoTrip({ tryOut, count, say });
      const summary = {
        connected: result.connected,
        checks: result.checks,
        bookings: result.bookings,
        apiCalls: result.apiCalls,
        seconds: { start: startSeconds, trip: seconds(result.tripMs) },
      };
      if (!flags.once) {
        say(
          `Open ${tryOut.connectorUrl} or the org's records at ${tryOut.localOrg.login.production}/__local/`,
        );
        say('Stop with Ctrl-C.');
        await pause(2_000_000_000, undefined, { signal: stopAsked.signal }).catch(() => undefined);
      }
      if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
      return result.complete ? 0 : 1;
    } finally {
      await tryOut.stop();
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

if (flags.help) {
  process.stdout.write(`${help}\n`);
} else {
  try {
    process.exitCode = await run();
  } catch (error) {
    process.stderr.write(`The demo stopped: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

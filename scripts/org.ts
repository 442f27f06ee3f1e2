// `npm run org -- create | setup | check | delete`. Reads the flags, hands them to the command, and says how it ended:
// one line per step for a person, one object for a machine (--json), an exit code for both.
import process from 'node:process';
import { readArguments } from './org/terminal/arguments.ts';
import { emptyReport, exitCodeOf } from './org/report.ts';
import type { Report } from './org/report.ts';
import { runCommand } from './org/run-command.ts';
import { showOnTerminal } from './org/terminal/show.ts';
import type { Show } from './org/terminal/show.ts';
import { listenForStop } from './stop-signal.ts';

async function main(): Promise<void> {
  // The log file of @salesforce/core would hold names of users and orgs; nobody asked for one.
  process.env['SF_DISABLE_LOG_FILE'] ??= 'true';
  const asked = readArguments(process.argv.slice(2), process.env);
  if (asked.kind === 'help') {
    process.stdout.write(`${asked.text}\n`);
  } else if (asked.kind === 'mistake') {
    const { command, sentence: message, fix } = asked;
    const report = emptyReport(command, { code: 'wrong_usage', message, fix });
    if (asked.isForMachine) process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stderr.write(`${message} ${fix}\n`);
    process.exitCode = exitCodeOf(report);
  } else {
    const stopAsked = listenForStop(() => process.exit(130));
    const show = showOnTerminal({ isForMachine: asked.isForMachine, isCi: Boolean(process.env['CI']) });
    const report = await runCommand(asked, process.env, stopAsked, show);
    if (asked.isForMachine) process.stdout.write(`${JSON.stringify(report)}\n`);
    else tellEnd(report, show);
    process.exitCode = exitCodeOf(report);
  }
  // Nothing may hold the process: @salesforce/core keeps timers, and an agent keeps sockets open.
  process.stdout.write('', () => process.exit());
}

function tellEnd(report: Report, show: Show): void {
  if (report.checks.length > 0) show.checks(report.checks.filter(({ status }) => status !== 'pass'));
  const { error, org } = report;
  const name = org === null ? '' : (org.alias ?? org.username);
  show.line('');
  if (error !== undefined) {
    process.stderr.write(`${error.message}\n${error.fix}\n`);
    const byHand = report.steps.find(({ state }) => state === 'failed')?.byHand;
    // A sentence that names the way already need not say it twice; who stopped did not fail.
    if (report.status === 'failed' && byHand !== undefined && !error.fix.includes(byHand))
      process.stderr.write(`By hand: ${byHand}\n`);
  } else if (report.status === 'needs_attention') {
    show.line(
      report.command === 'check'
        ? `${name} needs attention: npm run org -- setup --target-org ${name} mends what is marked.`
        : `${name} needs attention: do what is said above, then run the same command again.`,
    );
  } else if (report.status === 'planned') {
    show.line('Nothing was changed (--dry-run).');
  } else if (report.status === 'deleted') {
    show.line(`${name} is deleted.`);
  } else if (report.command === 'check') {
    show.line(`${name} is set up right.`);
  } else {
    const changed = report.steps.filter(({ id, state }) => state === 'done' && id !== 'checks').length;
    show.line(changed === 0 ? `${name} is ready; nothing needed to be changed.` : `${name} is ready.`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

// `npm run org -- create | setup | check | delete`. Reads the flags, hands them to the command, and says how it ended:
// one line per step for a person, one object for a machine (--json), an exit code for both.
import process from 'node:process';
import { apiUsername, readUserDefinition } from './org/api-user-definition.ts';
import { readArguments } from './org/arguments.ts';
import type { Asked } from './org/arguments.ts';
import { askAtTerminal } from './org/ask.ts';
import { checkOrg } from './org/check-org.ts';
import { deleteOrg } from './org/delete-org.ts';
import { createFacts } from './org/org-facts.ts';
import { openRecord } from './org/org-record.ts';
import type { OrgRecord } from './org/org-record.ts';
import { problemOf } from './org/problem.ts';
import { emptyReport, exitCodeOf } from './org/report.ts';
import type { Report } from './org/report.ts';
import { planOrg, setUpOrg, stepsFor } from './org/set-up-org.ts';
import { showOnTerminal } from './org/show.ts';
import type { Show } from './org/show.ts';
import { orgOf } from './org/step.ts';
import type { Context } from './org/step.ts';
import { listedTypes } from './org/listed-types.ts';
import { listenForStop } from './stop-signal.ts';

type Run = Asked & { kind: 'run' };

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
    const report = await runCommand(asked, stopAsked, show).catch((error: unknown) => {
      const { code, message, fix } = problemOf(error, 'preparing the command', 'the org');
      return emptyReport(asked.command, { code, message, fix });
    });
    if (asked.isForMachine) process.stdout.write(`${JSON.stringify(report)}\n`);
    else tellEnd(report, show);
    process.exitCode = exitCodeOf(report);
  }
  // Nothing may hold the process: @salesforce/core keeps timers, and an agent keeps sockets open.
  process.stdout.write('', () => process.exit());
}

async function runCommand(asked: Run, stopAsked: AbortSignal, show: Show): Promise<Report> {
  const { command } = asked;
  const context = await makeContext(asked, stopAsked, show);
  const steps = stepsFor(asked.wish.org.kind);
  const run = {
    create: async () => await setUpOrg(steps, context, show, stopAsked),
    setup: async () => await setUpOrg(steps, context, show, stopAsked),
    check: async () => await checkOrg(context, show),
    delete: async () => await deleteOrg(context, show, asked.isDryRun),
  }[command];
  const isPlan = asked.isDryRun && command !== 'delete';
  const outcome = isPlan ? await planOrg(steps, context, show) : await run();
  const { org, wish } = context;
  return {
    command,
    status: outcome.status,
    org:
      org === null
        ? null
        : {
            orgId: org.orgId,
            username: org.username,
            kind: org.kind,
            instanceUrl: org.instanceUrl,
            alias: org.alias,
          },
    apiUser:
      org === null || command === 'delete' ? null : apiUsername(await readUserDefinition(), wish, org.orgId),
    steps: outcome.steps,
    checks: context.checks,
    connection: context.connection,
    ...(outcome.error !== undefined && {
      error: { code: outcome.error.code, message: outcome.error.message, fix: outcome.error.fix },
    }),
  };
}

async function makeContext(asked: Run, stopAsked: AbortSignal, show: Show): Promise<Context> {
  const { wish, isForMachine } = asked;
  const definition = await readUserDefinition();
  let record: Promise<OrgRecord> | undefined;
  const context: Context = {
    wish,
    env: process.env,
    ask: askAtTerminal({ isForMachine, isCi: Boolean(process.env['CI']), signal: stopAsked }),
    progress: (text) => show.progress(text),
    org: null,
    checks: [],
    connection: null,
    facts: createFacts(
      () => orgOf(context).connection,
      () => apiUsername(definition, context.wish, orgOf(context).orgId),
      () => orgOf(context).username,
      async () => await listedTypes(context.wish.app),
    ),
    record: async () => await (record ??= openRecord(wish.dataFolder, orgOf(context).orgId)),
  };
  return context;
}

function tellEnd(report: Report, show: Show): void {
  if (report.checks.length > 0) show.checks(report.checks.filter(({ status }) => status !== 'pass'));
  const { error, org } = report;
  const name = org === null ? '' : (org.alias ?? org.username);
  show.line('');
  if (error !== undefined) {
    process.stderr.write(`${error.message}\n${error.fix}\n`);
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

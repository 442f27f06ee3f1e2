// One command of `npm run org` from its flags to its report: whatever goes wrong, the report says so.
import { apiUsername, readUserDefinition } from './api-user-definition.ts';
import type { Asked } from './terminal/arguments.ts';
import { askAtTerminal } from './terminal/ask.ts';
import { checkOrg } from './check-org.ts';
import { deleteOrg } from './delete-org.ts';
import { listedTypes } from './listed-types.ts';
import { createFacts } from './org-facts.ts';
import { openRecord } from './org-record.ts';
import type { OrgRecord } from './org-record.ts';
import { problemOf } from './problem.ts';
import { emptyReport } from './report.ts';
import type { Report } from './report.ts';
import { planOrg, setUpOrg, stepsFor } from './set-up-org.ts';
import type { Show } from './terminal/show.ts';
import { orgOf } from './step.ts';
import type { Context } from './step.ts';
import { unlessStopped } from './unless-stopped.ts';

type Env = Context['env'];
type Run = Asked & { kind: 'run' };

export async function runCommand(asked: Run, env: Env, stopAsked: AbortSignal, show: Show): Promise<Report> {
  try {
    return await carryOut(asked, await makeContext(asked, env, stopAsked, show), stopAsked, show);
  } catch (error) {
    const { code, message, fix } = problemOf(error, 'preparing the command', 'the org');
    return emptyReport(asked.command, { code, message, fix });
  }
}

async function carryOut(asked: Run, context: Context, stopAsked: AbortSignal, show: Show): Promise<Report> {
  const { command } = asked;
  const steps = stepsFor(asked.wish.org.kind);
  const run = {
    create: async () => await setUpOrg(steps, context, show, stopAsked),
    setup: async () => await setUpOrg(steps, context, show, stopAsked),
    check: async () => await unlessStopped(checkOrg(context, show), stopAsked),
    delete: async () => await unlessStopped(deleteOrg(context, show, asked.isDryRun), stopAsked),
  }[command];
  const isPlan = asked.isDryRun && command !== 'delete';
  const outcome = isPlan ? await unlessStopped(planOrg(steps, context, show), stopAsked) : await run();
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

async function makeContext(asked: Run, env: Env, stopAsked: AbortSignal, show: Show): Promise<Context> {
  const { wish, isForMachine } = asked;
  const definition = await readUserDefinition();
  let record: Promise<OrgRecord> | undefined;
  const context: Context = {
    wish,
    env,
    ask: askAtTerminal({
      isForMachine,
      isCi: Boolean(env['CI']),
      signal: stopAsked,
      aside: show.aside,
    }),
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

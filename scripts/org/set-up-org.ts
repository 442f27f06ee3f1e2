// Sets an org up for Bookbridge: these steps, top to bottom. Each looks first whether it is done, so the same command run
// again changes nothing, and one that was interrupted goes on where it stopped.
import { apiUser } from './steps/api-user.ts';
import { companionApp } from './steps/companion-app.ts';
import { agreeToOtherMode, keepChoices, recallChoices } from './choices.ts';
import { checks, connect, isReady } from './steps/connection-checks.ts';
import { connectorSettings } from './steps/connector-settings.ts';
import { agreeToProduction, existingOrg } from './steps/existing-org.ts';
import { oauthApp } from './steps/oauth-app.ts';
import { oauthPolicies } from './steps/oauth-policies.ts';
import { passwordEmail } from './steps/password-email.ts';
import { permissionSetLicense } from './steps/permission-set-license.ts';
import { permissionSets } from './steps/permission-sets.ts';
import { takeLock } from './lock.ts';
import type { Lock } from './lock.ts';
import { problemOf, stopped } from './problem.ts';
import type { SetUpProblem } from './problem.ts';
import type { Report, StepReport } from './report.ts';
import { sandbox } from './steps/sandbox.ts';
import { scratchOrg } from './steps/scratch-org.ts';
import type { Show } from './terminal/show.ts';
import { orgOf, reportOf, whichOrg } from './step.ts';
import { unlessStopped } from './unless-stopped.ts';
import type { Context, Finding, Step } from './step.ts';

const orgSteps = { scratch: scratchOrg, sandbox, existing: existingOrg } as const;

export function stepsFor(kind: keyof typeof orgSteps): Step[] {
  return [
    orgSteps[kind],
    companionApp,
    oauthApp,
    apiUser,
    permissionSetLicense,
    permissionSets,
    // From here on only pre-authorised users get in, so the API user must be one.
    oauthPolicies,
    passwordEmail,
    connectorSettings,
    checks,
    connect,
  ];
}

type Outcome = Pick<Report, 'status' | 'steps'> & { error?: SetUpProblem };

export async function setUpOrg(
  steps: readonly Step[],
  context: Context,
  show: Show,
  stopAsked: AbortSignal,
): Promise<Outcome> {
  const locks: Lock[] = [];
  try {
    return await goThrough(steps, context, show, stopAsked, locks);
  } finally {
    for (const lock of locks) await lock.release();
  }
}

async function goThrough(
  steps: readonly Step[],
  context: Context,
  show: Show,
  stopAsked: AbortSignal,
  locks: Lock[],
): Promise<Outcome> {
  const { dataFolder, org: wanted } = context.wish;
  const reports: StepReport[] = [];
  for (const [index, step] of steps.entries()) {
    try {
      if (stopAsked.aborted) throw stopped();
      if (index === 0 && wanted.kind !== 'existing') locks.push(await takeLock(dataFolder, wanted.alias));
      reports.push(await runStep(step, context, show, stopAsked));
      if (index === 0) {
        await agreeToProduction(context);
        locks.push(await takeLock(dataFolder, orgOf(context).orgId));
        await recallChoices(context);
        await agreeToOtherMode(context);
      }
      if (step === connectorSettings) await keepChoices(context);
    } catch (error) {
      const problem = stopAsked.aborted
        ? stopped()
        : problemOf(error, `working on “${step.title}”`, whichOrg(context));
      const isWaiting = ['still_creating', 'asked_not_to_wait'].includes(problem.code);
      if (reports.length === index)
        reports.push(report(step, context, isWaiting ? 'skipped' : 'failed', problem.message, 0));
      for (const later of steps.slice(reports.length))
        reports.push(report(later, context, 'skipped', 'not reached', 0));
      const status = problem.code === 'stopped' ? 'stopped' : isWaiting ? 'waiting' : 'failed';
      return { status, steps: reports, error: problem };
    }
  }
  return { status: isReady(context.checks) ? 'ready' : 'needs_attention', steps: reports };
}

/** Looks only. Steps that need an org which is not there yet are told as they are meant. */
export async function planOrg(steps: readonly Step[], context: Context, show: Show): Promise<Outcome> {
  const reports: StepReport[] = [];
  for (const step of steps) {
    const began = Date.now();
    try {
      // Looking at the connection would start the connector's database.
      const isUnseen = (context.org === null && reports.length > 0) || step === connect;
      const finding: Finding = isUnseen ? plannedUnseen(step, context) : await step.isDone(context);
      if (reports.length === 0 && context.org !== null) await recallChoices(context);
      reports.push(report(step, context, plannedState[finding.state], finding.detail, Date.now() - began));
      show.result(step.title, plannedState[finding.state], finding.detail);
    } catch (error) {
      const problem = problemOf(error, `looking at “${step.title}”`, whichOrg(context));
      reports.push(report(step, context, 'failed', problem.message, Date.now() - began));
      for (const later of steps.slice(reports.length))
        reports.push(report(later, context, 'skipped', 'not reached', 0));
      return { status: 'failed', steps: reports, error: problem };
    }
  }
  return { status: 'planned', steps: reports };
}

function plannedUnseen(step: Step, context: Context): Finding {
  const detail = step.plan(context.wish);
  return detail === null ? { state: 'not-needed', detail: 'not asked for' } : { state: 'open', detail };
}

const plannedState = { done: 'already', open: 'planned', 'not-needed': 'skipped' } as const;

async function runStep(
  step: Step,
  context: Context,
  show: Show,
  stopAsked: AbortSignal,
): Promise<StepReport> {
  const began = Date.now();
  const finding = await show.working(
    step.title,
    async () => await unlessStopped(step.isDone(context), stopAsked),
  );
  if (finding.state !== 'open') {
    const state = plannedState[finding.state];
    show.result(step.title, state, finding.detail);
    return report(step, context, state, finding.detail, Date.now() - began);
  }
  await agree(finding, context);
  try {
    const detail = await show.working(
      step.title,
      async () => await unlessStopped(step.do(context), stopAsked),
    );
    show.result(step.title, 'done', detail);
    return report(step, context, 'done', detail, Date.now() - began);
  } catch (error) {
    const problem = problemOf(error, `working on “${step.title}”`, whichOrg(context));
    show.result(step.title, 'failed', '');
    throw problem;
  }
}

async function agree(finding: Finding & { state: 'open' }, context: Context): Promise<void> {
  const { consent } = finding;
  if (consent === undefined || context.wish.fix) return;
  if (context.ask.isPossible && (await context.ask.yes(consent.question))) return;
  throw consent.refusal;
}

function report(
  step: Step,
  context: Context,
  state: StepReport['state'],
  detail: string,
  ms: number,
): StepReport {
  return reportOf(step, context, { state, detail, ms });
}

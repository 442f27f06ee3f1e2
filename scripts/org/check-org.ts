// `check`: are the parts in the org as we left them, and does the connector find everything right? Changes nothing.
import { apiUser } from './steps/api-user.ts';
import { recallChoices } from './choices.ts';
import { companionApp } from './steps/companion-app.ts';
import { checks, isReady } from './steps/connection-checks.ts';
import { connectorSettings } from './steps/connector-settings.ts';
import { existingOrg } from './steps/existing-org.ts';
import { oauthApp } from './steps/oauth-app.ts';
import { oauthPolicies } from './steps/oauth-policies.ts';
import { permissionSetLicense } from './steps/permission-set-license.ts';
import { permissionSets } from './steps/permission-sets.ts';
import { problemOf } from './problem.ts';
import type { SetUpProblem } from './problem.ts';
import type { Report, StepReport } from './report.ts';
import type { Show } from './terminal/show.ts';
import { reportOf, whichOrg } from './step.ts';
import type { Context, Step } from './step.ts';

const looked: readonly Step[] = [
  existingOrg,
  companionApp,
  oauthApp,
  apiUser,
  permissionSetLicense,
  permissionSets,
  oauthPolicies,
  connectorSettings,
];

export async function checkOrg(
  context: Context,
  show: Show,
): Promise<Pick<Report, 'status' | 'steps'> & { error?: SetUpProblem }> {
  const reports: StepReport[] = [];
  let step: Step = existingOrg;
  try {
    for (step of looked) {
      const began = Date.now();
      const finding = await step.isDone(context);
      if (step === existingOrg) await recallChoices(context);
      const state = finding.state === 'done' ? 'already' : finding.state === 'open' ? 'failed' : 'skipped';
      const detail =
        finding.state === 'open' ? `not as it should be; setup would ${finding.detail}` : finding.detail;
      const row = reportOf(step, context, { state, detail, ms: Date.now() - began });
      reports.push(row);
      show.result(step.title, state, detail);
      if (row.byHand !== undefined) show.line(`      By hand: ${row.byHand}`);
    }
    step = checks;
    const began = Date.now();
    const detail = await checks.do(context);
    reports.push(reportOf(step, context, { state: 'done', detail, ms: Date.now() - began }));
    show.result(step.title, isReady(context.checks) ? 'done' : 'failed', detail);
  } catch (error) {
    const problem = problemOf(error, `looking at “${step.title}”`, whichOrg(context));
    reports.push(reportOf(step, context, { state: 'failed', detail: problem.message, ms: 0 }));
    show.result(step.title, 'failed', '');
    return { status: 'failed', steps: reports, error: problem };
  }
  const isWhole = reports.every(({ state }) => state !== 'failed');
  return { status: isWhole && isReady(context.checks) ? 'ready' : 'needs_attention', steps: reports };
}

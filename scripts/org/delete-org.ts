// `delete`: a scratch org or a sandbox, with what was kept about it here (settings, key, record). Never a production org.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { secretFileOf } from './app-secret.ts';
import { removeSettings } from './steps/connector-settings.ts';
import { describeOrg } from './steps/existing-org.ts';
import { openRecord } from './org-record.ts';
import { codesOf, problemOf, SetUpProblem } from './problem.ts';
import type { Report, StepReport } from './report.ts';
import type { Show } from './terminal/show.ts';
import { whichOrg } from './step.ts';
import type { Context } from './step.ts';
import { loadCore, nameOf, openOrg } from './target-org.ts';
import type { TargetOrg } from './target-org.ts';

type Outcome = Pick<Report, 'status' | 'steps'> & { error?: SetUpProblem };

export async function deleteOrg(context: Context, show: Show, isDryRun: boolean): Promise<Outcome> {
  const steps: StepReport[] = [];
  const done = (
    id: string,
    title: string,
    state: StepReport['state'],
    detail: string,
    began: number,
  ): void => {
    steps.push({ id, title, state, detail, ms: Date.now() - began });
    show.result(title, state, state === 'failed' ? '' : detail);
  };
  let title = 'Org';
  let began = Date.now();
  try {
    const { org: wish } = context.wish;
    const org = (context.org = await openOrg(wish.kind === 'existing' ? wish.org : null));
    if (org.kind === 'production') {
      throw new SetUpProblem(
        'production_is_kept',
        `${nameOf(org)} is a production org; it is not deleted.`,
        'Name a scratch org or a sandbox with --target-org.',
      );
    }
    if (isDryRun) {
      done('org', title, 'planned', `delete the ${describeOrg(org)}`, began);
      done(
        'kept-here',
        'Kept here',
        'planned',
        `remove its settings and key from ${context.wish.dataFolder}`,
        began,
      );
      return { status: 'planned', steps };
    }
    await agree(context, org);
    await show.working(title, async () => await remove(org));
    done('org', title, 'done', `deleted ${describeOrg(org)}`, began);
    title = 'Kept here';
    began = Date.now();
    done('kept-here', title, 'done', await forget(context.wish.dataFolder, org), began);
    return { status: 'deleted', steps };
  } catch (error) {
    const problem = problemOf(error, 'deleting the org', whichOrg(context));
    done('org', title, 'failed', problem.message, began);
    return { status: problem.code === 'stopped' ? 'stopped' : 'failed', steps, error: problem };
  }
}

async function agree(context: Context, org: TargetOrg): Promise<void> {
  if (context.wish.yes) return;
  const question = `Delete the ${org.kind} org ${nameOf(org)} (${org.username}) with everything in it?`;
  if (context.ask.isPossible && (await context.ask.yes(question))) return;
  throw new SetUpProblem(
    'delete_needs_yes',
    `The ${org.kind} org ${nameOf(org)} was not deleted.`,
    'Add --yes.',
  );
}

async function remove(org: TargetOrg): Promise<void> {
  const core = await loadCore();
  const state = await core.StateAggregator.getInstance();
  const aliases = state.aliases.getAll(org.username);
  try {
    await org.org.delete();
  } catch (error) {
    const codes = codesOf(error);
    // Gone already, for example by an earlier run whose answer was lost; its login was removed.
    if (
      !codes.some((code) =>
        ['ScratchOrgNotFoundError', 'ScratchOrgNotFound', 'scratchOrgNotFound'].includes(code),
      )
    )
      throw error;
  }
  for (const alias of aliases) await state.aliases.unsetAndSave(alias).catch(() => undefined);
}

async function forget(dataFolder: string, org: TargetOrg): Promise<string> {
  const hadSettings = await removeSettings(dataFolder, org);
  await rm(join(dataFolder, 'keys', `${org.orgId}.key`), { force: true });
  await rm(secretFileOf(dataFolder, org.orgId), { force: true });
  await (await openRecord(dataFolder, org.orgId)).remove();
  return hadSettings ? 'settings, key and record removed' : 'key and record removed';
}

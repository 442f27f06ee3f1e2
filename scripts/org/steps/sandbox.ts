// The first step of `create --sandbox NAME`: asked for once, waited for as long as it takes (minutes to days), found again
// by its name from any computer that is logged in to the production org.
import { readFile } from 'node:fs/promises';
import { Duration } from '@salesforce/kit';
import { z } from 'zod';
import { describeOrg } from './existing-org.ts';
import { logInToLocalHub } from '../local-hub.ts';
import { quoted } from '../org-facts.ts';
import { codesOf, problemOf, SetUpProblem } from '../problem.ts';
import type { Context, Step } from '../step.ts';
import { loadCore, nameOf, openOrg } from '../target-org.ts';
import type { TargetOrg } from '../target-org.ts';
import type { OrgWish } from '../wish.ts';

type SandboxWish = OrgWish & { kind: 'sandbox' };

export const sandbox: Step = {
  id: 'org',
  title: 'Org',
  plan: ({ org }) => (org.kind === 'sandbox' ? planned(org) : null),
  async isDone(context) {
    const wish = sandboxWish(context);
    const core = await loadCore();
    const state = await core.StateAggregator.getInstance();
    const username = state.aliases.getUsername(wish.alias);
    if (username === null || username === undefined) return { state: 'open', detail: planned(wish) };
    try {
      context.org = await openOrg(username);
    } catch (error) {
      // Its login may be of a sandbox that was refreshed or deleted: production tells.
      if (problemOf(error, 'opening the sandbox', wish.alias).code !== 'login_expired') throw error;
      return { state: 'open', detail: `log in to the sandbox ${wish.name}, or create it` };
    }
    if (context.org.kind === 'sandbox') return { state: 'done', detail: describeOrg(context.org) };
    const { kind, username: other } = context.org;
    throw new SetUpProblem(
      'alias_taken',
      `The alias ${wish.alias} stands for the ${kind} org ${other} already.`,
      'Choose another one with --alias NAME.',
    );
  },
  async do(context) {
    const wish = sandboxWish(context);
    const production = await openProduction(context, wish);
    const present = await findProcess(production, wish.name);
    if (present === null) await order(production, wish);
    if (context.wish.isAsync) throw stillProcessing(wish, await findProcess(production, wish.name), 'async');
    const username = await waitFor(production, wish, context);
    const core = await loadCore();
    const state = await core.StateAggregator.getInstance();
    await state.aliases.setAndSave(wish.alias, username);
    context.org = await openOrg(username);
    return `${present === null ? 'created' : 'ready:'} ${describeOrg(context.org)}`;
  },
  byHand: ({ wish }) =>
    `sf org create sandbox --name ${wish.org.kind === 'sandbox' ? wish.org.name : 'NAME'} --license-type Developer --target-org PRODUCTION`,
};

function planned(wish: SandboxWish): string {
  return `create the sandbox ${wish.name}`;
}

function sandboxWish(context: Context): SandboxWish {
  const { org } = context.wish;
  if (org.kind !== 'sandbox') throw new Error('No sandbox was asked for.');
  return org;
}

async function openProduction(context: Context, wish: SandboxWish): Promise<TargetOrg> {
  const name =
    context.wish.localOrgUrl === null
      ? wish.production
      : await logInToLocalHub(context.wish, context.progress);
  const production = await openOrg(name).catch((error: unknown) => {
    if (codesOf(error).includes('no_target_org')) throw noProduction(error);
    throw error;
  });
  if (production.kind === 'production') return production;
  throw new SetUpProblem(
    'not_production',
    `${nameOf(production)} is a ${production.kind} org; sandboxes are made by a production org.`,
    'Name the production org with --target-org.',
  );
}

function noProduction(cause: unknown): SetUpProblem {
  return new SetUpProblem(
    'no_target_org',
    'A sandbox is made by the production org; none was named, and the CLI has no target-org.',
    'Add --target-org NAME of the production org (see "sf org list"), or --local-org to use the local org of this computer.',
    cause,
  );
}

const processSchema = z.object({
  Id: z.string(),
  Status: z.string(),
  CopyProgress: z.number().nullish(),
});
type SandboxProcess = z.infer<typeof processSchema>;

/** The newest that was not deleted. */
async function findProcess(production: TargetOrg, name: string): Promise<SandboxProcess | null> {
  const { records } = await production.connection.tooling.query(
    `SELECT Id, Status, CopyProgress FROM SandboxProcess WHERE SandboxName = ${quoted(name)} ORDER BY CreatedDate DESC`,
  );
  return (
    z
      .array(processSchema)
      .parse(records)
      .find(({ Status }) => !Status.startsWith('Del')) ?? null
  );
}

const definitionSchema = z.looseObject({ licenseType: z.string().default('Developer') });

async function order(production: TargetOrg, wish: SandboxWish): Promise<void> {
  const definition = definitionSchema.safeParse(await readJson(wish.definitionFile));
  if (!definition.success) throw unreadable(wish.definitionFile, definition.error);
  const { sandboxName: _name, ...others } = definition.data;
  const request = Object.fromEntries(
    Object.entries(others).map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]),
  );
  try {
    await production.org.createSandbox(
      { LicenseType: definition.data.licenseType, ...request, SandboxName: wish.name },
      { async: true },
    );
  } catch (error) {
    // The order stands when only its answer was lost.
    if ((await findProcess(production, wish.name).catch(() => null)) !== null) return;
    if (!codesOf(error).includes('LIMIT_EXCEEDED')) throw error;
    throw new SetUpProblem(
      'sandbox_limit_reached',
      `${nameOf(production)} has no ${definition.data.licenseType} sandbox left.`,
      `Delete one in ${production.instanceUrl}/lightning/setup/DataManagementCreateTestInstance/home, or name another licence type in the definition file.`,
      error,
    );
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): SetUpProblem {
  return new SetUpProblem(
    'definition_unreadable',
    `The definition file ${file} cannot be read as JSON.`,
    'Name another one with --definition-file; config/developer-sandbox-def.json is the usual one.',
    cause,
  );
}

/** A small sandbox is quick: looked at each second in the first half minute, every 15 seconds after that. */
const rounds = [
  { everySeconds: 1, forSeconds: 30 },
  { everySeconds: 15, forSeconds: Infinity },
] as const;

async function waitFor(production: TargetOrg, wish: SandboxWish, context: Context): Promise<string> {
  const core = await loadCore();
  let username: string | undefined;
  const events = core.Lifecycle.getInstance();
  events.on(core.SandboxEvents.EVENT_AUTH, async (answer: unknown) => {
    username = z.object({ authUserName: z.string() }).parse(answer).authUserName;
  });
  events.on(core.SandboxEvents.EVENT_STATUS, async (event: unknown) => {
    const seen = z.object({ sandboxProcessObj: processSchema }).safeParse(event);
    if (seen.success) context.progress(told(seen.data.sandboxProcessObj));
  });
  const endsAt = Date.now() + context.wish.waitMinutes * 60_000;
  for (const round of rounds) {
    // --wait 0 looks once.
    const left = Math.max(Math.ceil((endsAt - Date.now()) / 1_000), round === rounds[0] ? 1 : 0);
    if (left === 0) break;
    try {
      await production.org.resumeSandbox(
        { SandboxName: wish.name },
        {
          wait: Duration.seconds(Math.min(round.forSeconds, left)),
          interval: Duration.seconds(Math.min(round.everySeconds, left)),
          async: false,
        },
      );
      if (username !== undefined) return username;
    } catch (error) {
      if (!codesOf(error).includes('PollingClientTimeout')) throw error;
    }
  }
  throw stillProcessing(wish, await findProcess(production, wish.name), 'waited');
}

function told({ Status, CopyProgress }: SandboxProcess): string {
  return typeof CopyProgress === 'number' ? `${Status}, ${CopyProgress} %` : Status;
}

function stillProcessing(
  wish: SandboxWish,
  process: SandboxProcess | null,
  why: 'async' | 'waited',
): SetUpProblem {
  const state = process === null ? 'Processing' : told(process);
  return new SetUpProblem(
    why === 'async' ? 'asked_not_to_wait' : 'still_creating',
    `The sandbox ${wish.name} is not ready yet (${state}).`,
    `Run the same command again${why === 'async' ? ' without --async' : ', with a longer --wait if you like'}: it goes on with this sandbox. Salesforce may take minutes to days.`,
  );
}

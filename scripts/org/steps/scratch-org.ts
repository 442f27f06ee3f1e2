// The first step of `create --scratch`: a scratch org under its alias. An unfinished creation is gone on with, a live org is
// used again, one that expired or was deleted is made anew.
import { readFile } from 'node:fs/promises';
import { Duration } from '@salesforce/kit';
import { z } from 'zod';
import { describeOrg } from './existing-org.ts';
import { logInToLocalHub } from '../local-hub.ts';
import { codesOf, problemOf, SetUpProblem } from '../problem.ts';
import { limitProblem, settingsProblem, signUpProblem } from '../sign-up-problems.ts';
import { quoted } from '../org-facts.ts';
import type { Context, Step } from '../step.ts';
import { loadCore, openOrg } from '../target-org.ts';
import type { TargetOrg } from '../target-org.ts';
import { forgetUnfinished, keepUnfinished, newAdminUsername, readUnfinished } from '../unfinished.ts';
import type { UnfinishedOrg } from '../unfinished.ts';
import type { OrgWish } from '../wish.ts';

type ScratchWish = OrgWish & { kind: 'scratch' };

export const scratchOrg: Step = {
  id: 'org',
  title: 'Org',
  plan: ({ org }) => (org.kind === 'scratch' ? planned(org) : null),
  async isDone(context) {
    const wish = scratchWish(context);
    const unfinished = await readUnfinished(context.wish.dataFolder, wish.alias);
    if (unfinished !== null)
      return { state: 'open', detail: `go on with the scratch org ${wish.alias} that was asked for` };
    const core = await loadCore();
    const state = await core.StateAggregator.getInstance();
    const username = state.aliases.getUsername(wish.alias);
    if (username === null || username === undefined) return { state: 'open', detail: planned(wish) };
    const found = await openLive(username, wish.alias);
    if (found === null) return { state: 'open', detail: `${planned(wish)} (the one before is gone)` };
    context.org = found;
    return { state: 'done', detail: describeOrg(found) };
  },
  async do(context) {
    const wish = scratchWish(context);
    const { dataFolder, isAsync } = context.wish;
    const hub = await openHub(context, wish);
    let unfinished = await readUnfinished(dataFolder, wish.alias);
    if (unfinished === null || unfinished.hub !== hub.username) {
      const definition = await readDefinition(wish.definitionFile);
      unfinished = {
        alias: wish.alias,
        hub: hub.username,
        username: definition.username ?? newAdminUsername(),
        jobId: null,
      };
      await keepUnfinished(dataFolder, unfinished);
    } else if (unfinished.jobId === null) {
      unfinished = { ...unfinished, jobId: await findOrder(hub, unfinished, wish.definitionFile) };
    }
    const jobId = unfinished.jobId ?? (await order(hub, wish, unfinished, dataFolder));
    await keepUnfinished(dataFolder, { ...unfinished, jobId });
    if (isAsync) throw stillCreating(wish, 'async');
    context.progress('Salesforce is making the org');
    const username = await finish(hub, { ...unfinished, jobId }, context, wish);
    await forgetUnfinished(dataFolder, wish.alias);
    context.org = await openOrg(username);
    return `created ${describeOrg(context.org)}`;
  },
  byHand: () => 'sf org create scratch --definition-file config/project-scratch-def.json --alias bookbridge',
};

function planned(wish: ScratchWish): string {
  return `create the scratch org ${wish.alias} for ${wish.durationDays} days`;
}

function scratchWish(context: Context): ScratchWish {
  const { org } = context.wish;
  if (org.kind !== 'scratch') throw new Error('No scratch org was asked for.');
  return org;
}

/** Null: deleted or expired. Throws when that cannot be told from a network that is down. */
async function openLive(username: string, alias: string): Promise<TargetOrg | null> {
  const core = await loadCore();
  const login = await core.AuthInfo.create({ username });
  const { expirationDate, devHubUsername } = login.getFields();
  if (expirationDate !== undefined && Date.parse(`${expirationDate}T23:59:59Z`) < Date.now()) return null;
  try {
    const found = await openOrg(username);
    if (found.kind === 'scratch') return found;
    throw new SetUpProblem(
      'alias_taken',
      `The alias ${alias} stands for the ${found.kind} org ${found.username} already.`,
      'Choose another one with --alias NAME.',
    );
  } catch (error) {
    const { code } = problemOf(error, 'opening the org', alias);
    if (!['login_expired', 'org_unreachable'].includes(code) || devHubUsername === undefined) throw error;
    // Its login fails. Only the Dev Hub knows whether the org is gone.
    const hub = await openOrg(devHubUsername);
    const { totalSize } = await hub.connection.query(
      `SELECT Id FROM ActiveScratchOrg WHERE SignupUsername = ${quoted(username)}`,
    );
    if (totalSize === 0) return null;
    throw error;
  }
}

export async function openHub(context: Context, wish: { devHub: string | null }): Promise<TargetOrg> {
  const core = await loadCore();
  const name =
    context.wish.localOrgUrl === null
      ? (wish.devHub ?? (await configured(core, 'target-dev-hub')))
      : await logInToLocalHub(context.wish, context.progress);
  if (name === null) {
    throw new SetUpProblem(
      'no_dev_hub',
      'No Dev Hub was named, and the CLI has no target-dev-hub.',
      'Add --target-dev-hub NAME (log in with "sf org login web --set-default-dev-hub"), or --local-org to use the local org of this computer.',
    );
  }
  const hub = await openOrg(name);
  // The CLI remembers what it was told at the login; a "no" may have been a network that was cut then.
  if (!hub.org.isDevHubOrg()) await hub.org.determineIfDevHubOrg(true);
  return hub;
}

export async function configured(
  core: Awaited<ReturnType<typeof loadCore>>,
  key: 'target-dev-hub' | 'target-org',
): Promise<string | null> {
  const config = await core.ConfigAggregator.create();
  return z.string().nullable().catch(null).parse(config.getPropertyValue(key));
}

const definitionSchema = z.looseObject({ username: z.string().optional() });
type Definition = Record<string, unknown> & { username?: string | undefined };

async function readDefinition(file: string): Promise<Definition> {
  try {
    const { $schema: _address, ...definition } = definitionSchema.parse(
      JSON.parse(await readFile(file, 'utf8')),
    );
    return definition;
  } catch (error) {
    throw new SetUpProblem(
      'definition_unreadable',
      `The definition file ${file} cannot be read as JSON.`,
      'Name another one with --definition-file; config/project-scratch-def.json is the usual one.',
      error,
    );
  }
}

/** The order of an earlier run whose answer was lost. */
async function findOrder(
  hub: TargetOrg,
  unfinished: UnfinishedOrg,
  definitionFile: string,
): Promise<string | null> {
  const { records } = await hub.connection.query(
    `SELECT Id FROM ScratchOrgInfo WHERE Username = ${quoted(unfinished.username)}`,
  );
  const [found] = z.array(z.object({ Id: z.string() })).parse(records);
  if (found === undefined) return null;
  const { ScratchOrgCache } = await loadCore();
  const cache = await ScratchOrgCache.create();
  // What core itself would have kept, had it heard the answer.
  if (!cache.has(found.Id)) {
    const definition = await readDefinition(definitionFile);
    cache.set(found.Id, {
      hubUsername: hub.username,
      hubBaseUrl: hub.instanceUrl,
      definitionjson: z.record(z.string(), z.json()).parse(definition),
      alias: unfinished.alias,
      setDefault: false,
      tracksSource: true,
    });
    await cache.write();
  }
  return found.Id;
}

async function order(
  hub: TargetOrg,
  wish: ScratchWish,
  unfinished: UnfinishedOrg,
  dataFolder: string,
): Promise<string> {
  const { scratchOrgCreate } = await loadCore();
  try {
    const made = await scratchOrgCreate({
      hubOrg: hub.org,
      orgConfig: { ...(await readDefinition(wish.definitionFile)), username: unfinished.username },
      durationDays: wish.durationDays,
      alias: wish.alias,
      setDefault: false,
      tracksSource: true,
      wait: Duration.minutes(0),
    });
    return z.string().parse(made.scratchOrgInfo?.Id);
  } catch (error) {
    const refused = await limitProblem(error, hub);
    // Refused outright: there is nothing to go on with.
    if (refused !== null) {
      await forgetUnfinished(dataFolder, wish.alias);
      throw refused;
    }
    throw error;
  }
}

async function finish(
  hub: TargetOrg,
  unfinished: UnfinishedOrg & { jobId: string },
  context: Context,
  wish: ScratchWish,
): Promise<string> {
  const { scratchOrgResume, StateAggregator } = await loadCore();
  // It asks its store whether the new org has a login already, and the store knows only what was read before.
  const state = await StateAggregator.getInstance();
  const { username: newUsername } = unfinished;
  if (await state.orgs.hasFile(newUsername)) await state.orgs.read(newUsername);
  try {
    const { username } = await scratchOrgResume(
      unfinished.jobId,
      Duration.minutes(Math.max(context.wish.waitMinutes, 1)),
    );
    return z.string().parse(username);
  } catch (error) {
    const codes = codesOf(error);
    if (codes.includes('ScratchOrgResumeTimeOutError') || codes.includes('StillInProgressError'))
      throw stillCreating(wish, 'waited');
    if (codes.includes('ProblemDeployingSettings')) throw settingsProblem(error, wish);
    const problem = await signUpProblem(hub, unfinished.jobId);
    if (problem !== null) {
      await forgetUnfinished(context.wish.dataFolder, wish.alias);
      throw problem;
    }
    throw error;
  }
}

function stillCreating(wish: ScratchWish, why: 'async' | 'waited'): SetUpProblem {
  return new SetUpProblem(
    why === 'async' ? 'asked_not_to_wait' : 'still_creating',
    `Salesforce is still making the scratch org ${wish.alias}.`,
    'Run the same command again (without --async) in a few minutes: it goes on with this org.',
  );
}

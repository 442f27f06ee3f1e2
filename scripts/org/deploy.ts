// Sends a folder of metadata to the org and tells a refusal by its first component; knows afterwards what the org's own
// dates say about it.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import type { Components, OrgFacts } from './org-facts.ts';
import type { Deployed } from './org-record.ts';
import { codesOf, SetUpProblem } from './problem.ts';
import { apiVersion } from './target-org.ts';
import type { TargetOrg } from './target-org.ts';

const pollMs = 500;

const failureSchema = z.object({
  componentType: z.string().nullish(),
  fullName: z.string().nullish(),
  problem: z.string().nullish(),
});
type Failure = z.infer<typeof failureSchema>;

export type DeployRefusal = { component: string; problem: string; others: number };

/** Everything or nothing: a refusal leaves the org as it was. Null: Salesforce has taken it. */
export async function deployFolder(
  org: TargetOrg,
  folder: string,
  waitMinutes: number,
  progress: (text: string) => void,
): Promise<DeployRefusal | null> {
  const { ComponentSet } = await import('@salesforce/source-deploy-retrieve');
  const { Duration } = await import('@salesforce/kit');
  const components = ComponentSet.fromSource(folder);
  components.sourceApiVersion = apiVersion;
  components.apiVersion = apiVersion;
  const deploy = await components.deploy({
    usernameOrConnection: org.connection,
    apiOptions: { rollbackOnError: true },
  });
  deploy.onUpdate(({ numberComponentsDeployed, numberComponentsTotal }) =>
    progress(`${numberComponentsDeployed} of ${numberComponentsTotal} components`),
  );
  const minutes = Math.max(waitMinutes, 1);
  const { response } = await followed(
    async () =>
      await deploy.pollStatus({
        frequency: Duration.milliseconds(pollMs),
        timeout: Duration.minutes(minutes),
      }),
    minutes,
  );
  if (response.success) return null;
  const given: unknown = response.details?.componentFailures ?? [];
  const failures = z.array(failureSchema).catch([]).parse([given].flat());
  const [first] = failures;
  return {
    component: first === undefined ? 'package.xml' : componentOf(first),
    problem: first?.problem ?? response.errorMessage ?? response.status,
    others: Math.max(failures.length - 1, 0),
  };
}

const mostLostPolls = 3;

/** A poll whose answer was lost ends the library's waiting, but not the deploy: Salesforce goes on with it, so we ask again. */
async function followed<T>(poll: () => Promise<T>, minutes: number): Promise<T> {
  const endsAt = Date.now() + minutes * 60_000;
  for (let lost = 0; ; lost++) {
    try {
      return await poll();
    } catch (error) {
      if (!codesOf(error).includes('MetadataTransferError')) throw error;
      if (Date.now() >= endsAt) throw tooSlow(minutes, error);
      if (lost === mostLostPolls) throw error;
    }
  }
}

function tooSlow(minutes: number, cause: unknown): SetUpProblem {
  return new SetUpProblem(
    'deploy_slow',
    `Salesforce has not finished the deploy within ${minutes} minutes; it goes on there.`,
    'Look at Deployment Status in Setup, then run the same command again, with a longer --wait if you like.',
    cause,
  );
}

export function deployProblem(what: string, refused: DeployRefusal, fix: string): SetUpProblem {
  const others = refused.others === 0 ? '' : ` (and ${refused.others} more)`;
  return new SetUpProblem(
    'deploy_failed',
    `Salesforce refused ${what} at ${refused.component}: ${refused.problem}${others} Nothing of it was kept.`,
    fix,
  );
}

function componentOf({ componentType, fullName }: Failure): string {
  return [componentType, fullName].filter(Boolean).join(' ');
}

/** Of all files of a folder, names and contents. */
export async function hashFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) {
    hash
      .update(relative(folder, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** `type:fullName` of what a folder holds, fields and rules of its objects included. */
export async function componentsOf(folder: string): Promise<string[]> {
  const { ComponentSet } = await import('@salesforce/source-deploy-retrieve');
  const found = ComponentSet.fromSource(folder).getSourceComponents().toArray();
  const parts = found.flatMap((component) => {
    const children = component.getChildren();
    // A standard object (Activity) is only the place of its fields.
    const isOnlyPlace = children.length > 0 && component.xml === undefined;
    return isOnlyPlace ? children : [component, ...children];
  });
  return parts.map((part) => `${part.type.name}:${part.fullName}`).toSorted();
}

/** What the org says about these components now; null when one of them is not there. */
export async function datesOf(
  facts: OrgFacts,
  names: readonly string[],
): Promise<Record<string, string> | null> {
  const inOrg = await facts.components(typesOf(names));
  const dates = names.map((name) => [name, inOrg.get(name)?.changedAt] as const);
  if (dates.some(([, date]) => date === undefined)) return null;
  return Object.fromEntries(dates.map(([name, date]) => [name, date ?? '']));
}

/** Null: the org has exactly what we sent, and nobody has touched it since. Otherwise what speaks against it. */
export function differenceOf(
  inOrg: Components,
  names: readonly string[],
  hash: string,
  deployed: Deployed | undefined,
): string | null {
  const missing = names.filter((name) => !inOrg.has(name));
  if (missing.length === names.length) return 'not there yet';
  if (missing.length > 0) return `${told(missing)} missing`;
  if (deployed === undefined) return 'there, but not known to be this version';
  if (deployed.hash !== hash) return 'another version is there';
  const touched = names.filter((name) => inOrg.get(name)?.changedAt !== deployed.components[name]);
  if (touched.length === 0) return null;
  const by = inOrg.get(touched[0] ?? '')?.changedBy ?? 'somebody';
  return `${told(touched)} changed since by ${by}`;
}

export function typesOf(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.split(':')[0] ?? ''))];
}

function told(names: string[]): string {
  const [first = ''] = names;
  const name = first.slice(first.indexOf(':') + 1);
  return names.length === 1 ? `${name} was` : `${name} and ${names.length - 1} more were`;
}

// Deploys as jobs: taken, run, asked for, cancelled, and run for good after a validation. SOAP and REST know the same
// jobs; they are kept in the org's store, so one that was waiting when the local org ended runs after the next start.

import type { DeployOutcome } from '../metadata/org-metadata.ts';
import { isOrgError, orgError } from '../org/errors.ts';
import { parseId } from '../org/ids.ts';
import type { Actor } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
import { tellUnexpected } from './unexpected.ts';
import { isProduction, refuseOptions, runsTests } from './deploy-options.ts';
import type { JobOptions } from './deploy-options.ts';
import { newJobId } from './job-ids.ts';
import { readPackageZip } from './package-zip.ts';

export type DeployStatus =
  'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceled';

export type DeployJob = {
  id: string;
  number: number;
  status: DeployStatus;
  actor: { userId: string; version: string };
  options: JobOptions;
  /** Times in milliseconds. */
  createdAt: number;
  startedAt: number | null;
  changedAt: number;
  completedAt: number | null;
  canceledBy: string | null;
  outcome: DeployOutcome | null;
  /** The zip, in base64, as long as it may be needed: until the job ran, and of a validation. */
  zip: string | null;
};

export type DeployJobs = ReturnType<typeof createDeployJobs>;

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_deployRecentValidation.htm (2026-11-23) */
const validationLivesMs = 10 * 86_400_000;
const jobsKept = 200;
const zipsKept = 20;

export function createDeployJobs(site: OrgSite, deployMs: number, now: () => Date) {
  const { org, store } = site;
  const jobs = store.table<DeployJob>(`${org.orgId}/deploys`);

  function start(actor: Actor, zip: Uint8Array, options: JobOptions): DeployJob {
    refuseOptions(site, options);
    // Read at once: what is no zip at all is refused, not queued.
    readPackageZip(zip, options.singlePackage);
    return add(actor, options, Buffer.from(zip).toString('base64'));
  }

  function add(actor: Actor, options: JobOptions, zip: string): DeployJob {
    const { id, number } = newJobId(site, '0Af');
    const time = now().getTime();
    const job: DeployJob = {
      id,
      number,
      status: 'Pending',
      actor: { userId: actor.userId, version: actor.version },
      options,
      createdAt: time,
      startedAt: null,
      changedAt: time,
      completedAt: null,
      canceledBy: null,
      outcome: null,
      zip,
    };
    jobs.set(id, job);
    prune();
    runDue();
    return job;
  }

  /** Runs what is due: at once, or after the time that a deploy takes here. */
  function runDue(): void {
    const time = now().getTime();
    for (const [id, job] of jobs.entries()) {
      if (job.completedAt !== null) continue;
      if (job.createdAt + deployMs <= time) jobs.set(id, run(job, time));
      else if (job.status === 'Pending' && job.createdAt + deployMs / 2 <= time)
        jobs.set(id, { ...job, status: 'InProgress', startedAt: time, changedAt: time });
    }
  }

  function run(job: DeployJob, time: number): DeployJob {
    const outcome = deploy(job);
    const keepsZip = job.options.checkOnly && outcome.success;
    return {
      ...job,
      status: outcome.status,
      startedAt: job.startedAt ?? time,
      changedAt: time,
      completedAt: time,
      outcome,
      zip: keepsZip ? job.zip : null,
    };
  }

  function deploy(job: DeployJob): DeployOutcome {
    const { options } = job;
    const files = readPackageZip(Buffer.from(job.zip ?? '', 'base64'), options.singlePackage);
    if (files === undefined) return failedPackage('No package.xml found');
    const [unknownTest] = options.runTests;
    // There is no Apex here, so no named test can be known.
    if (unknownTest !== undefined) return failed('INVALID_INPUT', noTest(unknownTest));
    try {
      return org.metadata.deploy(job.actor, files, {
        checkOnly: options.checkOnly,
        rollbackOnError: options.rollbackOnError || isProduction(site),
        ignoreWarnings: options.ignoreWarnings,
        purgeOnDelete: options.purgeOnDelete,
        testLevel: options.testLevel,
      });
    } catch (error) {
      if (isOrgError(error)) return failed(error.errorCode, error.message);
      // Thrown on, it would come back with every call for ever: the job would never be done.
      return failed('UNKNOWN_EXCEPTION', tellUnexpected(error));
    }
  }

  function find(text: string): DeployJob {
    runDue();
    const id = parseId(text);
    const job = id === undefined ? undefined : jobs.get(id);
    if (job === undefined) throw invalidId(text);
    return job;
  }

  /** Deploys what a recent validation has shown to be right, without looking at it again; the id is a new job's. */
  function deployValidated(actor: Actor, validationId: string): DeployJob {
    const validation = find(validationId);
    const { options, zip, completedAt, number } = validation;
    const changedSince = [...jobs.entries()].some(
      ([, job]) => job.number > number && !job.options.checkOnly && job.outcome?.success === true,
    );
    const isOld = completedAt === null || completedAt + validationLivesMs < now().getTime();
    const isGood = validation.status === 'Succeeded' && options.checkOnly && runsTests(site, options);
    if (zip === null || !isGood || isOld || changedSince) throw invalidId(validationId);
    return add(actor, { ...options, checkOnly: false }, zip);
  }

  function cancel(actor: Actor, id: string): DeployJob {
    const job = find(id);
    if (job.completedAt !== null) {
      throw orgError(500, 'INVALID_ID_FIELD', `Deployment already completed: ${job.id}`);
    }
    const time = now().getTime();
    const canceled: DeployJob = {
      ...job,
      status: 'Canceled',
      changedAt: time,
      completedAt: time,
      canceledBy: actor.userId,
      zip: null,
    };
    jobs.set(job.id, canceled);
    return canceled;
  }

  function prune() {
    const all = [...jobs.entries()].map(([, job]) => job).toSorted((a, b) => b.number - a.number);
    for (const job of all.slice(jobsKept)) jobs.delete(job.id);
    const withZip = all.slice(0, jobsKept).filter((job) => job.zip !== null && job.completedAt !== null);
    for (const job of withZip.slice(zipsKept)) jobs.set(job.id, { ...job, zip: null });
  }

  return { start, find, deployValidated, cancel, runDue };
}

function invalidId(id: string) {
  return orgError(500, 'INVALID_ID_FIELD', `invalid parameter value: ${id}`);
}

function noTest(name: string): string {
  return `This class name's value is invalid: ${name}. Provide the name of an Apex class that has test methods.`;
}

function failed(errorStatusCode: string, errorMessage: string): DeployOutcome {
  const nothing = { messages: [], total: 0, deployed: 0, errors: 0 };
  return { status: 'Failed', success: false, errorMessage, errorStatusCode, ...nothing };
}

/** The package itself is wrong: reported as a failure of its package.xml. */
function failedPackage(problem: string): DeployOutcome {
  return {
    ...failed('', ''),
    errorMessage: null,
    errorStatusCode: null,
    errors: 1,
    total: 1,
    messages: [
      {
        componentType: '',
        fullName: 'package.xml',
        fileName: 'package.xml',
        success: false,
        changed: false,
        created: false,
        deleted: false,
        id: null,
        problem,
        problemType: 'Error',
        lineNumber: null,
        columnNumber: null,
      },
    ],
  };
}

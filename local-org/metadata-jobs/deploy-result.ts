// A deploy job as both APIs show it: one object, its names in Salesforce's order. Successes and failures are lists.

import type { DeployMessage } from '../metadata/org-metadata.ts';
import type { OrgSite } from '../site.ts';
import { shortId } from '../site.ts';
import type { DeployJob } from './deploy-jobs.ts';
import { isProduction } from './deploy-options.ts';

export function deployResult(site: OrgSite, job: DeployJob, includeDetails: boolean) {
  const { outcome, options } = job;
  const name = (userId: string) => site.org.user(userId)?.name ?? '';
  return {
    ...(job.canceledBy === null
      ? {}
      : { canceledBy: shortId(job.canceledBy), canceledByName: name(job.canceledBy) }),
    checkOnly: options.checkOnly,
    ...(job.completedAt === null ? {} : { completedDate: formatTime(job.completedAt) }),
    createdBy: shortId(job.actor.userId),
    createdByName: name(job.actor.userId),
    createdDate: formatTime(job.createdAt),
    details: includeDetails ? details(job) : {},
    done: job.completedAt !== null,
    ...(outcome?.errorMessage == null ? {} : { errorMessage: outcome.errorMessage }),
    ...(outcome?.errorStatusCode == null ? {} : { errorStatusCode: outcome.errorStatusCode }),
    id: job.id,
    ignoreWarnings: options.ignoreWarnings,
    lastModifiedDate: formatTime(job.changedAt),
    numberComponentErrors: outcome?.errors ?? 0,
    numberComponentsDeployed: outcome?.deployed ?? 0,
    numberComponentsTotal: outcome?.total ?? 0,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: options.rollbackOnError || isProduction(site),
    runTestsEnabled: options.testLevel !== null && options.testLevel !== 'NoTestRun',
    ...(job.startedAt === null ? {} : { startDate: formatTime(job.startedAt) }),
    status: job.status,
    success: outcome?.success === true,
  };
}

function details(job: DeployJob) {
  const { outcome } = job;
  if (outcome === null) return {};
  const createdDate = formatTime(job.completedAt ?? job.changedAt);
  const show = (message: DeployMessage) => ({
    changed: message.changed,
    ...(message.columnNumber === null ? {} : { columnNumber: message.columnNumber }),
    componentType: message.componentType,
    created: message.created,
    createdDate,
    deleted: message.deleted,
    fileName: message.fileName,
    fullName: message.fullName,
    ...(message.id === null ? {} : { id: message.id }),
    ...(message.lineNumber === null ? {} : { lineNumber: message.lineNumber }),
    ...(message.problem === null ? {} : { problem: message.problem }),
    ...(message.problemType === null ? {} : { problemType: message.problemType }),
    success: message.success,
  });
  return {
    componentFailures: outcome.messages.filter(({ success }) => !success).map(show),
    componentSuccesses: outcome.messages.filter(({ success }) => success).map(show),
    runTestResult: {
      numFailures: 0,
      numTestsRun: 0,
      totalTime: 0,
      codeCoverage: [],
      codeCoverageWarnings: [],
      failures: [],
      flowCoverage: [],
    },
  };
}

/** As recorded: whole seconds, `2026-11-23T14:50:06.000Z`. */
export function formatTime(ms: number): string {
  return new Date(Math.floor(ms / 1_000) * 1_000).toISOString();
}

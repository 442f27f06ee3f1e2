// GET /limits and /limits/recordCount. The list of limits is that of an org with nothing in use; only the API calls of
// the day and a Dev Hub's scratch orgs are really counted here.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_limits.htm (2026-03-12)

import type { Org } from '../org/org.ts';
import type { OrgSite } from '../site.ts';

const most = {
  ActiveScratchOrgs: 3,
  AnalyticsExternalDataSizeMB: 40_960,
  ConcurrentAsyncGetReportInstances: 200,
  ConcurrentEinsteinDataInsightsStoryCreation: 5,
  ConcurrentEinsteinDiscoveryStoryCreation: 2,
  ConcurrentSyncReportRuns: 20,
  DailyAnalyticsDataflowJobExecutions: 60,
  DailyAnalyticsUploadedFilesSizeMB: 51_200,
  DailyFunctionsApiCallLimit: 235_000,
  DailyApiRequests: 5_000,
  DailyAsyncApexExecutions: 250_000,
  DailyAsyncApexTests: 500,
  DailyBulkApiBatches: 15_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
  DailyBulkV2QueryJobs: 10_000,
  DailyDeliveredPlatformEvents: 10_000,
  DailyDurableGenericStreamingApiEvents: 10_000,
  DailyDurableStreamingApiEvents: 10_000,
  DailyEinsteinDataInsightsStoryCreation: 1_000,
  DailyEinsteinDiscoveryPredictAPICalls: 50_000,
  DailyEinsteinDiscoveryPredictionsByCDC: 5_000_000,
  DailyEinsteinDiscoveryStoryCreation: 100,
  DailyGenericStreamingApiEvents: 10_000,
  DailyScratchOrgs: 6,
  DailyStandardVolumePlatformEvents: 10_000,
  DailyStreamingApiEvents: 10_000,
  DailyWorkflowEmails: 100_000,
  DataStorageMB: 1_024,
  DurableStreamingApiConcurrentClients: 20,
  FileStorageMB: 1_024,
  HourlyAsyncReportRuns: 1_200,
  HourlyDashboardRefreshes: 200,
  HourlyDashboardResults: 5_000,
  HourlyDashboardStatuses: 999_999_999,
  HourlyLongTermIdMapping: 100_000,
  HourlyManagedContentPublicRequests: 50_000,
  HourlyODataCallout: 20_000,
  HourlyPublishedPlatformEvents: 50_000,
  HourlyPublishedStandardVolumePlatformEvents: 1_000,
  HourlyShortTermIdMapping: 100_000,
  HourlySyncReportRuns: 500,
  HourlyTimeBasedWorkflow: 1_000,
  MassEmail: 5_000,
  MonthlyEinsteinDiscoveryStoryCreation: 500,
  Package2VersionCreates: 6,
  Package2VersionCreatesWithoutValidation: 500,
  PermissionSets: 1_500,
  PlatformEventTriggersWithParallelProcessing: 5,
  PrivateConnectOutboundCalloutHourlyLimitMB: 0,
  SingleEmail: 5_000,
  StreamingApiConcurrentClients: 20,
};

export function limits({ org, dailyApiRequests }: OrgSite, usedToday: number): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const [name, max] of Object.entries(most)) answer[name] = entry(max);
  return {
    ...answer,
    ...scratchOrgs(org),
    DailyApiRequests: entry(dailyApiRequests, usedToday),
    PermissionSets: { ...entry(most.PermissionSets), CreateCustom: entry(1_000) },
  };
}

/** A Dev Hub counts its scratch orgs; other orgs have the numbers of the documentation. */
function scratchOrgs(org: Org) {
  const usage = org.scratchOrgUsage();
  if (usage === undefined) return {};
  return {
    ActiveScratchOrgs: entry(usage.limits.activeScratchOrgs, usage.used.activeScratchOrgs),
    DailyScratchOrgs: entry(usage.limits.dailyScratchOrgs, usage.used.dailyScratchOrgs),
  };
}

function entry(max: number, used = 0) {
  return { Max: max, Remaining: Math.max(0, max - used) };
}

/** Objects that are empty or unknown are left out, as Salesforce does. */
export function recordCount(org: Org, asked: string | null) {
  const wanted = (asked ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const counts = Object.entries(org.recordCounts()).filter(
    ([name, count]) => count > 0 && (wanted.length === 0 || wanted.includes(name.toLowerCase())),
  );
  return { sObjects: counts.map(([name, count]) => ({ count, name })) };
}

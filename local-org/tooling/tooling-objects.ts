// Which objects the Tooling API of an org shows: its own ones, and some of the data API. What Salesforce has there and
// we do not is refused by name.

import type { Org } from '../org/org.ts';
import { isRecord } from '../rest/answer.ts';
import type { OrgSite } from '../site.ts';

/** Objects of the data API that Salesforce shows in the Tooling API too, as far as they are here. */
const shared = [
  'FieldPermissions',
  'Group',
  'ObjectPermissions',
  'Organization',
  'PermissionSet',
  'PermissionSetAssignment',
  'Profile',
  'RecordType',
  'User',
];

const missing = new Set(
  `ApexClass ApexClassMember ApexCodeCoverage ApexCodeCoverageAggregate ApexComponent ApexExecutionOverlayAction
   ApexLog ApexOrgWideCoverage ApexPage ApexTestQueueItem ApexTestResult ApexTrigger AuraDefinition
   AuraDefinitionBundle CompactLayout ContainerAsyncRequest CustomApplication CustomField CustomObject CustomTab
   DataType DebugLevel EntityDefinition EntityParticle FieldDefinition FlexiPage Flow FlowDefinition
   HistoryRetentionJob Layout LightningComponentBundle LightningComponentResource MetadataComponentDependency
   MetadataContainer MetadataPackage MetadataPackageVersion OperationLog Package2 Package2Member Package2Version
   Package2VersionCreateRequest PackageInstallRequestError PackageUploadRequest PackageVersionUninstallRequestError
   QuickActionDefinition RelationshipInfo RemoteProxy StaticResource SubscriberPackageVersionUninstallRequest
   TraceFlag ValidationRule WebLink WorkflowAlert WorkflowFieldUpdate WorkflowRule`
    .split(/\s+/)
    .map((name) => name.toLowerCase()),
);

export type ToolingStanding = 'here' | 'missing' | 'unknown';

export function standingOf(site: OrgSite, userId: string, version: string, name: string): ToolingStanding {
  const asked = name.toLowerCase();
  if (asked === 'sourcemember' && !site.org.metadata.isTracked) return 'unknown';
  if (namesIn(site.org, userId, version).has(asked)) return 'here';
  return missing.has(asked) ? 'missing' : 'unknown';
}

export function namesIn(org: Org, userId: string, version: string): Set<string> {
  const own = listed(org.describeGlobal({ userId, version, api: 'tooling' }));
  for (const name of listed(org.describeGlobal({ userId, version }))) own.delete(name);
  for (const name of shared) own.add(name.toLowerCase());
  return own;
}

function listed(answer: unknown): Set<string> {
  const list: unknown = isRecord(answer) ? answer['sobjects'] : undefined;
  const names = new Set<string>();
  const entries: unknown[] = Array.isArray(list) ? list : [];
  for (const one of entries) {
    const name: unknown = isRecord(one) ? one['name'] : undefined;
    if (typeof name === 'string') names.add(name.toLowerCase());
  }
  return names;
}

// What the outside may ask of an org's metadata: deploy, list, retrieve, and what other parts read of it.

import type { Actor } from '../org/actor.ts';
import type { XmlElement } from './xml-tree.ts';

/** Files in metadata format by their path in the package: `package.xml`, `objects/Booking__c.object`, … */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

export type DeployOptions = {
  checkOnly: boolean;
  rollbackOnError: boolean;
  ignoreWarnings: boolean;
  purgeOnDelete: boolean;
  testLevel: string | null;
};

export type DeployMessage = {
  componentType: string;
  fullName: string;
  fileName: string;
  success: boolean;
  changed: boolean;
  created: boolean;
  deleted: boolean;
  id: string | null;
  problem: string | null;
  problemType: 'Error' | 'Warning' | null;
  lineNumber: number | null;
  columnNumber: number | null;
};

export type DeployOutcome = {
  status: 'Succeeded' | 'SucceededPartial' | 'Failed';
  success: boolean;
  errorMessage: string | null;
  errorStatusCode: string | null;
  messages: DeployMessage[];
  total: number;
  deployed: number;
  errors: number;
};

export type FileProperties = {
  type: string;
  fullName: string;
  fileName: string;
  id: string;
  createdById: string;
  createdByName: string;
  createdDate: string;
  lastModifiedById: string;
  lastModifiedByName: string;
  lastModifiedDate: string;
  namespacePrefix: null;
  manageableState: 'unmanaged';
};

export type MetadataTypeInfo = {
  xmlName: string;
  directoryName: string;
  suffix: string;
  inFolder: boolean;
  metaFile: boolean;
  childXmlNames: string[];
};

export type SourceMemberRow = {
  memberIdOrName: string;
  memberType: string;
  memberName: string;
  isNameObsolete: boolean;
  revisionCounter: number;
  isNewMember: boolean;
  changedBy: string;
  lastModifiedDate: string;
};

export type DeployedApp = {
  name: string;
  label: string;
  kind: 'external-client-app' | 'connected-app';
  clientId: string;
  clientSecret: string;
  callbackUrls: string[];
  /** As OAuth calls them: `api`, `id`, `refresh_token`, … */
  scopes: string[];
  requirePkce: boolean;
  rotateRefreshTokens: boolean;
  secretOptional: boolean;
  secretOptionalForRefresh: boolean;
  introspectAllTokens: boolean;
  /** PEM; its presence allows JWT bearer. */
  certificate: string | null;
  clientCredentials: { enabled: boolean; runAs: string | null };
  policy: {
    permittedUsers: 'all' | 'pre-authorized';
    permissionSets: string[];
    profiles: string[];
    refreshToken: string;
    ipRelaxation: string;
  };
  isEnabled: boolean;
  distribution: 'Local' | 'Packaged';
};

export type RetrieveRequest = { types: { name: string; members: string[] }[]; version: string };

export type Retrieved = {
  files: Map<string, Uint8Array>;
  properties: FileProperties[];
  messages: { fileName: string; problem: string }[];
};

export type OrgMetadata = {
  /** All or nothing, unless the options say otherwise. Throws an OrgError when the package itself cannot be read. */
  deploy(actor: Actor, files: PackageFiles, options: DeployOptions): DeployOutcome;
  types(): MetadataTypeInfo[];
  list(type: string, folder?: string): FileProperties[];
  retrieve(request: RetrieveRequest): Retrieved;
  /** What the org holds of this type (layouts, duplicate rules, …), as their XML. */
  components(type: string): { fullName: string; body: XmlElement }[];
  /** Whether changes are tracked: in scratch orgs, and in sandboxes where it is switched on. */
  readonly isTracked: boolean;
  /** Empty where changes are not tracked. */
  sourceMembers(): SourceMemberRow[];
  resetSourceMember(memberId: string, revisionCounter: number): void;
  deployedApps(): DeployedApp[];
  /** An element of a deployed settings file, e.g. `('ExternalClientApp', 'enableClientSecretInRestApiAccess')`. */
  setting(name: string, key: string): string | undefined;
};

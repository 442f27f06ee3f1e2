// What an org is started with.

import type { Store } from '../store.ts';
import type { Role } from './people.ts';

export type OrgKind = 'production' | 'sandbox';
/** A scratch org behaves as a sandbox does: it is of that kind. */
export type OrgType = OrgKind | 'scratch';

export type SeedUser = {
  username: string;
  email: string;
  firstName: string | null;
  lastName: string;
  alias: string;
  profile: string;
  role: Role;
  timeZone: string;
};

/** What a new org is filled with. */
export type SeedPlan = {
  /** The first one makes everything else. */
  users: readonly [SeedUser, ...SeedUser[]];
  /** With the customers of a small company, or without any record. */
  records: boolean;
  /** Number of licences by name; 0 = the org does not have that licence. Others have the number of a new company. */
  licenses?: Readonly<Record<string, number>>;
};

/** As metadata calls them. https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customobject.htm */
export type SharingModel = 'Private' | 'Read' | 'ReadWrite' | 'ReadWriteTransfer' | 'ControlledByParent';

export type ScratchOrgLimits = { activeScratchOrgs: number; dailyScratchOrgs: number };

export type OrgSettings = {
  orgId: string;
  name: string;
  kind: OrgKind;
  /** Default: the kind. */
  type?: OrgType;
  edition: string;
  /** Folder with the companion app's metadata; null = an org in which it is not installed. */
  forceApp: string | null;
  now: () => Date;
  store: Store;
  dailyApiRequests: number;
  /** Dev Hub objects (flag `devHub` in standard/*.txt) exist only where this is true. */
  devHub?: boolean;
  /** How many scratch orgs a Dev Hub may have. */
  scratchOrgLimits?: ScratchOrgLimits;
  /** Scratch org features the org was made with. */
  features?: readonly string[];
  /** Default: a small company with three users. */
  seed?: SeedPlan;
  /** When a scratch org ends (ISO time). */
  trialExpiresAt?: string | null;
  /** Usernames are unique over all orgs: whether another org has this one. */
  isUsernameTaken?: (username: string) => boolean;
  /** New Connected Apps are refused unless Salesforce Support has allowed them. */
  connectedAppCreation?: boolean;
  /** Consumer keys are unique over all orgs: whether another org, or an app of the installation, has this one. */
  isConsumerKeyTaken?: (consumerKey: string) => boolean;
  /** Whether changes are tracked (SourceMember); default: in scratch orgs only. */
  sourceTracking?: boolean;
  /** Organisation-wide defaults that differ from those of a new org, by object; Activity stands for Event and Task. */
  sharing?: Readonly<Record<string, SharingModel>>;
  /** Called after every create, update and delete of a record once it is certain to stay. */
  onSaved?: (objectName: string, recordId: string) => void;
};

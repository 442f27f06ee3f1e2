// What the checks judge by: facts that were looked up, or why they could not be. Looked up in org-facts.ts and secure-facts.ts.
import type { ObjectDescribe } from '../salesforce/describe.ts';
import type { ApiUsage } from '../salesforce/send.ts';
import type { OrgKind } from '../store/schema.ts';

export type Looked<T> = { ok: true; value: T } | { ok: false; why: string };

export type UserFacts = {
  isActive: boolean;
  profileId: string | null;
  profileName: string | null;
  licenseName: string | null;
  hasSalesforceLicense: boolean;
  /** Rights of the profile itself, without those a permission set adds. */
  profile: { apiEnabled: boolean; modifyAllData: boolean } | null;
};
export type OrgFacts = { name: string; kind: OrgKind; edition: string };
export type LoginFacts = { frozen: boolean; locked: boolean };

export type Facts = {
  userId: string;
  user: Looked<UserFacts>;
  /** Effective right, from profile and permission sets together. */
  apiOnly: Looked<boolean>;
  login: Looked<LoginFacts>;
  org: Looked<OrgFacts>;
  /** Id of our permission set, null when the org has none. */
  permissionSetId: Looked<string | null>;
  /** Null: not there, or not visible to this user. */
  booking: Looked<ObjectDescribe | null>;
  marker: Looked<ObjectDescribe | null>;
  event: Looked<ObjectDescribe | null>;
  usage: ApiUsage | null;
  /** Only looked up in secure mode. */
  secure: SecureFacts | null;
  /** Set when Salesforce refused this user as a whole, so that nothing could be looked up. */
  refusal: Refusal | null;
};

export type Refusal = 'api_disabled' | 'user_inactive' | 'user_frozen' | 'token_refused';

/** Objects whose records a booking is matched with. */
export const sharedObjects = ['Lead', 'Contact', 'Account', 'Case'] as const;
export type SharedObject = (typeof sharedObjects)[number];

export type SecureFacts = {
  rights: Looked<{ apiEnabled: boolean; viewAllData: boolean; modifyAllData: boolean }>;
  objects: Record<SharedObject, Looked<ObjectDescribe | null>>;
  sharing: Record<SharedObject, SharingFacts>;
  /** Org-wide default of Events. */
  eventSharing: Looked<string>;
};

export type SharingFacts = {
  /** Salesforce's name of the org-wide default, e.g. Private, Read, ReadWrite, ControlledByParent. */
  orgWide: Looked<string>;
  /** View All by profile and permission sets together; readable only for users who may view Setup. */
  viewAll: Looked<boolean>;
  /** Whether a record of another owner is visible. False says little: there may be none. */
  seesOthers: Looked<boolean>;
};

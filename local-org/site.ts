// What the HTTP side knows about its places: an org with its own origin (its My Domain), and a host where people log in
// (a login host, or an org's own origin).

import type { Org, OrgKind, OrgType } from './org/org.ts';
import type { Store } from './store.ts';

export type OrgSite = {
  org: Org;
  type: OrgType;
  /** What kind of org it is, for people: `sandbox bookdev`. Several may have one name. */
  label: string;
  /** Where the org's REST API, My Domain login and record links are: http://localhost:3202. */
  origin: string;
  /** The login host of the org's kind; identity URLs carry it. */
  loginOrigin: string;
  store: Store;
  dailyApiRequests: number;
  /** Client ids of the Dev Hub's Connected Apps that a scratch org was signed up with. */
  sharedApps: readonly string[];
};

export type Host = {
  type: 'login' | 'my-domain';
  kind: OrgKind;
  origin: string;
  /** The orgs whose users can log in here, at this moment: orgs come and go. */
  readonly sites: OrgSite[];
};

/** Salesforce's 15-character form of an id: the 18-character one without its checksum. */
export function shortId(id: string): string {
  return id.slice(0, 15);
}

export function findSite(sites: readonly OrgSite[], orgId: string): OrgSite | undefined {
  return sites.find((site) => shortId(site.org.orgId) === shortId(orgId));
}

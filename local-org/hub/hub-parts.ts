// What every part of the Dev Hub works with.

import type { Faults } from '../faults.ts';
import type { Apps } from '../oauth/apps.ts';
import type { Grants } from '../oauth/grants.ts';
import type { OrgSite } from '../site.ts';
import type { Sites } from '../sites.ts';

export type HubParts = {
  /** The production org. */
  hub: OrgSite;
  sites: Sites;
  apps: Apps;
  grants: Grants;
  faults: Faults;
  now: () => Date;
  speed: { scratchMs: number; sandboxMs: number };
  jobs: Jobs;
  /** Nobody gets into a made org from now on; the org itself goes in the background. */
  endOrg(orgId: string): void;
};

/** Work that goes on after the request that ordered it has been answered. */
export type Jobs = {
  start(work: () => Promise<void>): void;
  /** Ends with an AbortError when the local org stops; what was ordered goes on at the next start. */
  sleep(ms: number): Promise<void>;
  areStopping(): boolean;
  stop(): Promise<void>;
};

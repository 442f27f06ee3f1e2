// What the set-up's parts are given.
import type { HostUsers } from '../bookings/host-users.ts';
import type { Log } from '../log.ts';
import type { SalesforceClient } from '../salesforce/client.ts';
import type { DescribeCache } from '../salesforce/describe-cache.ts';
import type { Db } from '../store/schema.ts';

export type SetUpDeps = {
  db: Db;
  log: Log;
  now: () => Date;
  describes: DescribeCache;
  /** Throws `reconnect_needed` when the connection has no way in. */
  clientFor(connectionId: string): Promise<SalesforceClient>;
  /** Tells the worker that bookings of this workspace are due. Never throws. */
  wake(workspaceId: string): Promise<void>;
};

/** Of the routes: a rehearsal asks who the host is, as a write does. */
export type SetUpRouteDeps = SetUpDeps & { hostUsers: HostUsers };

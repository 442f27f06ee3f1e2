// Users and queues that a set-up names, as the org knows them now: for the checks of its rules. Pure part; asked in owners.ts.

export type KnownUser = { name: string; active: boolean };
export type KnownQueue = { name: string; objects: readonly string[] };

/** By 18-character id; one that is not there is not in the org, or not visible. */
export type KnownOwners = {
  users: ReadonlyMap<string, KnownUser>;
  /** Null: the API user may not see queues. */
  queues: ReadonlyMap<string, KnownQueue> | null;
};

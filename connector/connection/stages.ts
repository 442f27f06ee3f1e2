// The stages of trip 1 and what every one of them is given. The names appear in file names, logs and test titles.
import type { Check } from '../checks/check.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Figures } from '../operations/figures.ts';
import type { Db } from '../store/schema.ts';
import type { Vault } from '../store/secrets.ts';

export const connectionStages = ['authorize', 'callback', 'identify', 'validate', 'save'] as const;

export type ConnectionStage = (typeof connectionStages)[number];

export type ConnectionDeps = {
  db: Db;
  vault: Vault;
  config: Config;
  log: Log;
  now: () => Date;
  /** Where calls of Salesforce are counted. */
  figures?: Figures;
  /** Tells the worker that bookings of this workspace are due. */
  wake: (workspaceId: string) => Promise<void>;
};

/** What a person sees when something went wrong; stored with an attempt or a connection. */
export type Problem = { code: string; message: string; fix: string };

/** What the checks came to. */
export type Validation = { state: 'ready' | 'needs_attention'; checks: Check[]; problem: Problem | null };

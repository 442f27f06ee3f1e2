// The operator's door: checks an org and connects it without a browser, for set-up scripts and CI. Used as a library
// (`openSetUp`) by scripts that make orgs ready; the connector itself may run beside it or not.
import type { Check } from './checks/check.ts';
import type { UnattendedTarget } from './connection/unattended-login.ts';
import { AppError } from './errors.ts';

export type SetUpOptions = {
  /** Left out: BOOKBRIDGE_DATA, else `.bookbridge`. */
  dataFolder?: string;
  /** Left out: that of the process. settings.env of the data folder is read beside it. */
  environment?: Readonly<Record<string, string | undefined>>;
};

export type CheckReport = {
  state: 'ready' | 'needs_attention';
  checks: Check[];
  username: string;
  orgId: string;
  /** As Salesforce counts them. */
  apiCalls: number;
};

export type ConnectReport = CheckReport & {
  connectionId: string;
  workspace: { id: string; name: string; /** Made now: the first account takes it over. */ isNew: boolean };
};

export type SetUp = {
  /** Logs in, identifies and checks. Changes nothing and needs no database. Throws AppError with its fix. */
  check(target: UnattendedTarget): Promise<CheckReport>;
  /** The same, and saves it as the workspace's connection; a connector that runs uses it at once. */
  connect(target: UnattendedTarget): Promise<ConnectReport>;
  close(): Promise<void>;
};

/** Throws ConfigError when the settings need a change. */
export async function openSetUp(_options: SetUpOptions = {}): Promise<SetUp> {
  throw new AppError('not_built', 'Being built.');
}

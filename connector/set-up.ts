// The operator's door: checks an org and connects it without a browser, for set-up scripts and CI. Used as a library
// (`openSetUp`) by scripts that make orgs ready; the connector itself may run beside it or not.
import type { Check } from './checks/check.ts';
import { makeOperatorLink } from './accounts/operator-link.ts';
import { claimableWorkspace } from './accounts/workspace.ts';
import { readSetUpConfig } from './config.ts';
import type { Config, LogLevel } from './config.ts';
import { connectedOrg } from './connection/connected-org.ts';
import type { ConnectedOrg } from './connection/connected-org.ts';
import { connectUnattended, endSession, proveLogin } from './connection/connect-unattended.ts';
import type { ProvenLogin } from './connection/connect-unattended.ts';
import type { UnattendedTarget } from './connection/unattended-login.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { openDatabase } from './store/database.ts';
import type { OpenDatabase } from './store/database.ts';
import { requireSameKey } from './store/key-check.ts';
import { createVault, loadSecretKey } from './store/secrets.ts';
import type { Vault } from './store/secrets.ts';

export type SetUpOptions = {
  /** Left out: BOOKBRIDGE_DATA, else `.bookbridge`. */
  dataFolder?: string;
  /** Left out: that of the process. settings.env of the data folder is read beside it. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Left out: nothing is logged. */
  logLevel?: LogLevel;
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

export type PasswordLink = { url: string; name: string; email: string; expiresAt: Date };

export type SetUp = {
  /** Logs in, identifies and checks. Changes nothing and needs no database. Throws AppError with its fix. */
  check(target: UnattendedTarget): Promise<CheckReport>;
  /** The same, and saves it as the workspace's connection; a connector that runs uses it at once. */
  connect(target: UnattendedTarget): Promise<ConnectReport>;
  /** What the workspace is connected to now; null: to nothing. */
  connected(): Promise<ConnectedOrg | null>;
  /** For who is locked out: a link for a new password, and nobody has to be signed in to make it. Throws AppError. */
  passwordLink(email: string): Promise<PasswordLink>;
  /** Stops the embedded database, unless a connector that runs uses it. */
  close(): Promise<void>;
};

/** Throws ConfigError when the settings need a change. */
export async function openSetUp(options: SetUpOptions = {}): Promise<SetUp> {
  const config = readSetUpConfig(options.dataFolder, options.environment);
  // Whoever runs set-up reads its report; a log between its lines would hide what is wrong.
  const log = createLog({ logLevel: options.logLevel ?? 'silent' });
  let opened: Promise<Store> | null = null;
  const store = (): Promise<Store> => (opened ??= openStore(config, log, now()));

  return {
    async check(target) {
      const proven = await proveLogin({ config, log, now }, target);
      await endSession(config, target, proven.tokens);
      return reportOf(proven);
    },
    async connected() {
      const { db } = await store();
      return await connectedOrg(db);
    },
    async connect(target) {
      const { db, vault } = await store();
      const workspace = await claimableWorkspace(db, now());
      const deps = { db, vault, config, log, now, wake };
      const proven = await connectUnattended(deps, workspace.id, target);
      return { ...reportOf(proven), connectionId: proven.connectionId, workspace };
    },
    async passwordLink(email) {
      const { db } = await store();
      const { user, row, token } = await makeOperatorLink({ db, log, now }, email);
      const url = `${config.publicUrl}/new-password/${token}`;
      return { url, name: user.name, email: user.email, expiresAt: row.expires_at };
    },
    async close() {
      const present = await opened?.catch(() => null);
      await present?.close();
    },
  };
}

const now = (): Date => new Date();
/** The queue belongs to the connector: its sweep finds bookings that are due within seconds. */
const wake = (): Promise<void> => Promise.resolve();

type Store = Pick<OpenDatabase, 'db' | 'close'> & { vault: Vault };

async function openStore(config: Config, log: Log, at: Date): Promise<Store> {
  const secretKey = await loadSecretKey(config.secretKey, config.dataFolder);
  const { db, close } = await openDatabase(config, log);
  const vault = createVault(secretKey);
  try {
    await requireSameKey(db, vault, { isLost: config.secretKeyLost, now: at });
  } catch (error) {
    await close();
    throw error;
  }
  return { db, close, vault };
}

function reportOf({ found, validation, apiCalls }: ProvenLogin): CheckReport {
  const { state, checks } = validation;
  return { state, checks, username: found.username, orgId: found.orgId, apiCalls };
}

// Opens the store: PostgreSQL at DATABASE_URL, else the embedded one in the data folder; then brings its tables up to date.
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { AppError, isAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { pause } from './postgres-process.ts';
import type { Database, Db } from './schema.ts';

export type OpenDatabase = {
  db: Db;
  pool: Pool;
  /** For a pool of its own, such as the queue's. */
  connection: Connection;
  /** Ends the connections, then the embedded server when nobody else uses it. */
  close: () => Promise<void>;
};

export type Connection =
  { connectionString: string } | { host: string; port: number; user: string; database: string };

const oldestServer = 130_000;

/** A process that ends may stop the embedded server in the moment we adopt it; it is started again within a second. */
const restartPatienceMs = 15_000;

/** Throws AppError with one sentence when the server cannot be reached, is too old, or was migrated by a newer version. */
export async function openDatabase(
  config: { databaseUrl: string | null; dataFolder: string },
  log: Log,
): Promise<OpenDatabase> {
  const embedded = config.databaseUrl ? null : await startEmbeddedPostgres(config.dataFolder, log);
  const connection: Connection = embedded?.connection ?? { connectionString: config.databaseUrl ?? '' };
  const pool = new Pool({
    ...connection,
    max: 12,
    application_name: 'bookbridge',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // A connection that breaks while it is idle must not end the process; the next query opens a new one.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
  // Nor one that breaks while somebody holds it between two queries; their next query fails and tells them.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db: Db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const close = async (): Promise<void> => {
    await db.destroy();
    await embedded?.stop();
  };
  try {
    await prepare(pool, db, log, embedded === null ? 0 : restartPatienceMs);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, pool, connection, close };
}

async function prepare(pool: Pool, db: Db, log: Log, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      await checkServer(pool);
      return await migrate(db, log);
    } catch (error) {
      const cause = isAppError(error) ? error.cause : error;
      if (Date.now() > deadline || databaseFailure(cause) === null) throw error;
      await pause(100);
    }
  }
}

// Sessions that the server ended, a server that takes none, and connections that cannot be made:
// https://www.postgresql.org/docs/current/errcodes-appendix.html and Node's own names.
const unavailableCodes =
  /^(08...|57P0[1-5]|53300|55000|ECONN(REFUSED|RESET)|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)$/;
// The driver gives these no code.
const unavailableWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;
const fullDisk = '53100';

/** Null when `error` says nothing about the database being there; else what to answer for now. */
export function databaseFailure(error: unknown): AppError | null {
  if (typeof error !== 'object' || error === null || !('message' in error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  if (code === fullDisk) {
    return new AppError('database_full', 'The disk of the database is full, so nothing can be stored.', {
      status: 503,
      retry: 'soon',
      fix: 'Make room on it; Bookbridge goes on by itself.',
      cause: error,
    });
  }
  // A socket that is not there; a file that is not there is another matter.
  const noSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  if (!noSocket && !unavailableCodes.test(code) && !unavailableWords.test(String(error.message))) return null;
  return new AppError('database_unavailable', 'Bookbridge cannot reach its database at the moment.', {
    status: 503,
    retry: 'soon',
    fix: 'Try again in a moment. If it stays so, look whether the database runs.',
    cause: error,
  });
}

async function checkServer(pool: Pool): Promise<void> {
  let version;
  try {
    const answer = await pool.query<{ version: number; text: string }>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as text`,
    );
    version = answer.rows[0];
  } catch (cause) {
    const why =
      typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : 'no answer';
    throw new AppError('database_unreachable', `The database cannot be reached: ${why}.`, {
      fix: 'Check DATABASE_URL, and that the server runs and lets this user in.',
      cause,
    });
  }
  if (!version || version.version < oldestServer) {
    throw new AppError(
      'database_too_old',
      `PostgreSQL ${version?.text ?? '?'} is too old: Bookbridge needs 13 or newer.`,
    );
  }
}

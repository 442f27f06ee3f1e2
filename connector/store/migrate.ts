// Brings the tables to the present version. Safe with many processes at once: Kysely holds an advisory lock meanwhile.
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import * as bookings from './migrations/0001-bookings.ts';
import * as accounts from './migrations/0002-accounts.ts';
import * as unattended from './migrations/0003-unattended.ts';
import * as setUps from './migrations/0004-set-ups.ts';
import * as writtenValues from './migrations/0005-written-values.ts';
import * as sources from './migrations/0006-sources.ts';
import * as adminLinks from './migrations/0007-admin-links.ts';
import * as people from './migrations/0008-people.ts';
import * as bookingsPageAndHealth from './migrations/0009-bookings-page-and-health.ts';
import type { Db } from './schema.ts';

/** In order; a name is never changed once it was released. */
const migrations: Record<string, Migration> = {
  '0001-bookings': bookings,
  '0002-accounts': accounts,
  '0003-unattended': unattended,
  '0004-set-ups': setUps,
  '0005-written-values': writtenValues,
  '0006-sources': sources,
  '0007-admin-links': adminLinks,
  '0008-people': people,
  '0009-bookings-page-and-health': bookingsPageAndHealth,
};

export async function migrate(db: Db, log: Log): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  for (const result of results)
    log.info({ migration: result.migrationName, result: result.status }, 'migrated');
  if (error) {
    throw new AppError(
      'migration_failed',
      `The database's tables cannot be brought up to date: ${messageOf(error)}`,
      {
        fix: 'A newer Bookbridge may have used this database: start that version, or restore the back-up made before it.',
        cause: error,
      },
    );
  }
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : 'unknown cause';
}

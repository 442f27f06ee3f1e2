// Rows of `sources`, found and changed; always within one workspace, and never with a secret in the open.
import type { Selectable } from 'kysely';
import type { Db } from '../../store/schema.ts';
import type { SourcesTable } from '../../store/source-tables.ts';
import { notFound, sourceSecretPurpose } from '../booking-deps.ts';
import type { BookingDeps } from '../booking-deps.ts';

export type SourceRow = Selectable<SourcesTable>;

/** For this long a replaced secret is still taken, so that nothing is refused while the tool is given the new one. */
const oldSecretMs = 24 * 3_600_000;

/** A source that was not removed. Throws `not_found`, in the same words for what belongs to another workspace. */
export async function requireSource(db: Db, workspaceId: string, id: string): Promise<SourceRow> {
  const row = await db
    .selectFrom('sources')
    .selectAll()
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw notFound('source');
  return row;
}

export type SourceChange = Partial<
  Pick<
    SourceRow,
    | 'name'
    | 'removed_at'
    | 'paused_at'
    | 'secret_sealed'
    | 'awaits_secret'
    | 'previous_secret_sealed'
    | 'previous_secret_until'
    | 'api_key_sealed'
    | 'api_base_url'
    | 'api_account'
    | 'reconcile_at'
  >
>;

/** Also of a removed one, which is how it comes back. */
export async function changeSource(
  db: Db,
  workspaceId: string,
  id: string,
  change: SourceChange,
): Promise<SourceRow> {
  const row = await db
    .updateTable('sources')
    .set(change)
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('source');
  return row;
}

/** The secret before stays good for 24 hours, unless there was none yet. */
export function newSecretOf({ vault }: BookingDeps, row: SourceRow, secret: string, now: Date): SourceChange {
  return {
    secret_sealed: vault.seal(row.workspace_id, sourceSecretPurpose(row.id), secret),
    awaits_secret: false,
    previous_secret_sealed: row.awaits_secret ? null : row.secret_sealed,
    previous_secret_until: row.awaits_secret ? null : new Date(now.getTime() + oldSecretMs),
  };
}

/** Newest first; the one before it for as long as it was promised. None while the tool's own is not known yet. */
export function secretsOf({ vault }: Pick<BookingDeps, 'vault'>, row: SourceRow, now: Date): string[] {
  if (row.awaits_secret) return [];
  const { previous_secret_sealed: previous, previous_secret_until: until } = row;
  const sealed = [
    row.secret_sealed,
    ...(previous !== null && until !== null && until > now ? [previous] : []),
  ];
  return sealed.map((each) => vault.open(row.workspace_id, sourceSecretPurpose(row.id), each));
}

export function addressOf({ config }: Pick<BookingDeps, 'config'>, row: SourceRow): string {
  return `${config.publicUrl}/webhooks/${row.workspace_id}/${row.id}`;
}

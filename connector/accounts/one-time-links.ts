// Links that work once: an invitation, a new password. The token is in the link only; we keep its hash.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Selectable, Transaction } from 'kysely';
import { AppError } from '../errors.ts';
import type { AccountLinkKind, AccountLinksTable } from '../store/people-tables.ts';
import type { Database, Db } from '../store/schema.ts';

export type AccountLink = Selectable<AccountLinksTable>;

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
export const lifetimesMs: Record<AccountLinkKind, number> = { invitation: 7 * dayMs, password_reset: dayMs };

type NewLink = {
  kind: AccountLinkKind;
  email: string;
  workspaceId?: string;
  role?: string;
  userId?: string;
  createdByName: string;
};

/** Replaces what is open of the same kind for the same person (and workspace). Gives the link's row and its token. */
export async function makeLink(
  db: Db,
  link: NewLink,
  now: Date,
): Promise<{ row: AccountLink; token: string }> {
  const made = await makeLinkUnless(db, link, now, null);
  if (made) return made;
  throw new TypeError('without a limit a link is always made');
}

/** Null when there were `limit` of the kind for this address in the last hour: anybody can ask for a link to anybody's mailbox. */
export async function makeLinkUnless(
  db: Db,
  link: NewLink,
  now: Date,
  limit: number | null,
): Promise<{ row: AccountLink; token: string } | null> {
  const token = randomBytes(32).toString('base64url');
  const row = await db.transaction().execute(async (trx) => {
    // Requests at the same moment must not all be the first one.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${link.kind} ${link.email}`}, 0))`.execute(
      trx,
    );
    if (limit !== null && (await countLastHour(trx, link, now)) >= limit) return null;
    await trx
      .updateTable('account_links')
      .set({ revoked_at: now })
      .where('kind', '=', link.kind)
      .where('email', '=', link.email)
      .where('workspace_id', link.workspaceId === undefined ? 'is' : '=', link.workspaceId ?? null)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute();
    return trx
      .insertInto('account_links')
      .values({
        id: randomUUID(),
        kind: link.kind,
        token_hash: hashOf(token),
        workspace_id: link.workspaceId ?? null,
        email: link.email,
        role: link.role ?? null,
        user_id: link.userId ?? null,
        created_by_name: link.createdByName,
        created_at: now,
        expires_at: new Date(now.getTime() + lifetimesMs[link.kind]),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
  return row && { row, token };
}

async function countLastHour(
  trx: Transaction<Database>,
  { kind, email }: NewLink,
  now: Date,
): Promise<number> {
  const { count } = await trx
    .selectFrom('account_links')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('kind', '=', kind)
    .where('email', '=', email)
    .where('created_at', '>', new Date(now.getTime() - hourMs))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Throws `link_invalid`, `link_used`, `link_replaced` or `link_expired`. With a transaction the row is locked. */
export async function findLink(
  db: Db | Transaction<Database>,
  kind: AccountLinkKind,
  token: string,
  now: Date,
): Promise<AccountLink> {
  const query = db
    .selectFrom('account_links')
    .selectAll()
    .where('token_hash', '=', hashOf(token))
    .where('kind', '=', kind);
  const row = await (db.isTransaction ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw refused('link_invalid', 'This link is not valid.', 404);
  if (row.used_at) throw refused('link_used', 'This link was used before.', 409);
  if (row.revoked_at)
    throw refused('link_replaced', 'This link was taken back or replaced by a newer one.', 410);
  if (row.expires_at.getTime() <= now.getTime()) throw refused('link_expired', 'This link is too old.', 410);
  return row;
}

export async function useUp(trx: Transaction<Database>, link: AccountLink, now: Date): Promise<void> {
  await trx.updateTable('account_links').set({ used_at: now }).where('id', '=', link.id).execute();
}

function refused(code: string, message: string, status: number): AppError {
  return new AppError(code, message, {
    status,
    fix: 'Ask for a new link. If you have an account already, sign in.',
  });
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

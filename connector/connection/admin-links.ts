// A link that a scheduling admin sends to the Salesforce admin, who connects without an account here: it works once, for 24
// hours, and a newer one replaces it. Only its hash is stored; which browser may go on with a login is said by a cookie.
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import { AppError } from '../errors.ts';
import type { Database } from '../store/schema.ts';
import type { AdminLinksTable } from '../store/connecting-tables.ts';
import type { AttemptOwner } from './attempts.ts';
import type { ConnectionDeps } from './stages.ts';

export type AdminLink = Selectable<AdminLinksTable>;
export type AdminLinkState = 'open' | 'used' | 'expired' | 'replaced';

const lifeMs = 24 * 60 * 60 * 1000;

/** Makes a link and replaces the one before it. The address exists in clear only here. */
export async function issueAdminLink(
  { db, config, now }: ConnectionDeps,
  by: { workspaceId: string; name: string },
): Promise<{ url: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const createdAt = now();
  const expiresAt = new Date(createdAt.getTime() + lifeMs);
  await db.transaction().execute(async (trx) => {
    await replaceOpenLinks(trx, by.workspaceId, createdAt);
    await trx
      .insertInto('admin_links')
      .values({
        id: randomUUID(),
        workspace_id: by.workspaceId,
        token_hash: hashOf(token),
        created_by_name: by.name,
        created_at: createdAt,
        expires_at: expiresAt,
      })
      .execute();
  });
  return { url: `${config.publicUrl}/connect/${token}`, expiresAt };
}

/** Nobody can connect with an open link of this workspace any more. */
export async function withdrawAdminLinks({ db, now }: ConnectionDeps, workspaceId: string): Promise<void> {
  await db.transaction().execute((trx) => replaceOpenLinks(trx, workspaceId, now()));
}

async function replaceOpenLinks(trx: Transaction<Database>, workspaceId: string, at: Date): Promise<void> {
  await trx
    .updateTable('admin_links')
    .set({ replaced_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('used_at', 'is', null)
    .where('replaced_at', 'is', null)
    .execute();
}

/** The newest link of the workspace, for the page that made it. */
export async function latestAdminLink(
  { db }: Pick<ConnectionDeps, 'db'>,
  workspaceId: string,
): Promise<AdminLink | undefined> {
  return db
    .selectFrom('admin_links')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .executeTakeFirst();
}

/** The link with this token; throws `admin_link_unknown`. */
export async function findAdminLink({ db }: Pick<ConnectionDeps, 'db'>, token: string): Promise<AdminLink> {
  const link = await db
    .selectFrom('admin_links')
    .selectAll()
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  if (link) return link;
  throw new AppError('admin_link_unknown', 'This link is not known here.', {
    status: 404,
    fix: 'Compare it with the message it came in, letter by letter, or ask for a new one.',
  });
}

export function stateOfLink(link: AdminLink, now: Date): AdminLinkState {
  if (link.used_at !== null) return 'used';
  if (link.replaced_at !== null) return 'replaced';
  return link.expires_at <= now ? 'expired' : 'open';
}

/** Throws when nobody may connect with it any more: `admin_link_used`, `admin_link_replaced` or `admin_link_expired`. */
export function requireOpenLink(link: AdminLink, now: Date): void {
  const state = stateOfLink(link, now);
  if (state !== 'open') throw endedLink(state);
}

/** Notes that somebody looked at it, once. */
export async function noteOpened({ db, now }: ConnectionDeps, link: AdminLink): Promise<void> {
  if (link.opened_at !== null) return;
  await db
    .updateTable('admin_links')
    .set({ opened_at: now() })
    .where('id', '=', link.id)
    .where('opened_at', 'is', null)
    .execute();
}

/** Uses it up inside the transaction that saves the connection. Throws as `requireOpenLink` does. */
export async function takeAdminLink(
  trx: Transaction<Database>,
  use: { linkId: string; sessionId: string; username: string; at: Date },
): Promise<void> {
  const link = await trx
    .selectFrom('admin_links')
    .selectAll()
    .where('id', '=', use.linkId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  requireOpenLink(link, use.at);
  await trx
    .updateTable('admin_links')
    .set({ used_at: use.at, used_by_username: use.username, used_session: use.sessionId })
    .where('id', '=', use.linkId)
    .execute();
}

export function isAdminLinkError(error: { code: string }): boolean {
  return error.code.startsWith('admin_link_');
}

const endings: Record<Exclude<AdminLinkState, 'open'>, { message: string; fix: string }> = {
  used: {
    message: 'This link was used before: each one connects once.',
    fix: 'If another API user is to be connected, ask for a new link.',
  },
  replaced: {
    message: 'This link was replaced or withdrawn.',
    fix: 'Use the newest link that you were sent, or ask for one.',
  },
  expired: {
    message: 'This link is older than 24 hours.',
    fix: 'Ask for a new link.',
  },
};

function endedLink(state: Exclude<AdminLinkState, 'open'>): AppError {
  const { message, fix } = endings[state];
  return new AppError(`admin_link_${state}`, message, { status: 410, fix });
}

/** What the cookie of a browser holds: where to land after Salesforce, and a secret that no address ever carries. */
export type LinkCookie = { token: string; secret: string };

export const linkCookieName = 'bookbridge-admin-link';

export function newLinkCookie(token: string): LinkCookie {
  return { token, secret: randomBytes(32).toString('base64url') };
}

export function writeLinkCookie({ token, secret }: LinkCookie): string {
  return `${token}.${secret}`;
}

/** From the header of a request; null when there is none that could be ours. */
export function readLinkCookie(header: string | undefined): LinkCookie | null {
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${linkCookieName}=`));
  const [, token, secret] = /=([\w-]{43})\.([\w-]{43})$/.exec(found ?? '') ?? [];
  return token === undefined || secret === undefined ? null : { token, secret };
}

/** For whom attempts of this browser through this link are kept. */
export function ownerOfLink(link: AdminLink, { secret }: LinkCookie): AttemptOwner {
  return { workspaceId: link.workspace_id, sessionId: `admin-link:${link.id}:${hashOf(secret)}` };
}

/** Whether it was used in this very browser. */
export function wasUsedHere(link: AdminLink, cookie: LinkCookie | null): boolean {
  if (link.used_session === null || cookie === null) return false;
  const one = Buffer.from(link.used_session);
  const other = Buffer.from(ownerOfLink(link, cookie).sessionId);
  return one.length === other.length && timingSafeEqual(one, other);
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

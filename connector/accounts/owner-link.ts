// The one-time link that makes the first account. Only its hash is stored; each start makes a new one until it is used.
import { createHash, randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Database, Db } from '../store/schema.ts';

const setting = 'owner_link';
const stored = z.object({ tokenHash: z.string(), usedAt: z.string().nullable() });

/** Returns the token of a new link that replaces the last one, or null when the first account is there. */
export async function issueOwnerLink(db: Db, now: Date): Promise<string | null> {
  return db.transaction().execute(async (trx) => {
    const row = await readForUpdate(trx);
    if (row?.usedAt) return null;
    const token = randomBytes(32).toString('base64url');
    const value = JSON.stringify({ tokenHash: hashOf(token), usedAt: null });
    await trx
      .insertInto('settings')
      .values({ name: setting, value, updated_at: now })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, updated_at: now }))
      .execute();
    return token;
  });
}

/** Throws what `takeOwnerLink` would throw now; the link stays as it is. */
export async function requireOwnerLink(db: Db, token: string): Promise<void> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', setting).executeTakeFirst();
  requireFit(row ? stored.parse(row.value) : null, token);
}

/** Uses the link up inside the caller's transaction. Throws `owner_link_used` or `owner_link_invalid`. */
export async function takeOwnerLink(trx: Transaction<Database>, token: string, now: Date): Promise<void> {
  const { tokenHash } = requireFit(await readForUpdate(trx), token);
  const value = JSON.stringify({ tokenHash, usedAt: now.toISOString() });
  await trx.updateTable('settings').set({ value, updated_at: now }).where('name', '=', setting).execute();
}

function requireFit(row: z.infer<typeof stored> | null, token: string): z.infer<typeof stored> {
  if (row?.tokenHash !== hashOf(token)) {
    throw new AppError('owner_link_invalid', 'This link is not valid.', {
      status: 404,
      fix: 'Use the newest link that Bookbridge printed when it started: each start makes a new one.',
    });
  }
  if (row.usedAt) {
    throw new AppError('owner_link_used', 'This link was used before: the first account is there.', {
      status: 409,
      fix: 'Sign in with the e-mail address and password chosen then.',
    });
  }
  return row;
}

export async function isOwnerLinkUsed(db: Db): Promise<boolean> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', setting).executeTakeFirst();
  return row !== undefined && stored.parse(row.value).usedAt !== null;
}

/** The row is locked: of two requests with one link, the second sees it used. */
async function readForUpdate(trx: Transaction<Database>): Promise<z.infer<typeof stored> | null> {
  const row = await trx
    .selectFrom('settings')
    .select('value')
    .where('name', '=', setting)
    .forUpdate()
    .executeTakeFirst();
  return row ? stored.parse(row.value) : null;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

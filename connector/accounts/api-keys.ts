// Keys for programs: `Authorization: Bearer bbk_…` in place of a sign-in. Shown once; only the hash is kept.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { ApiKeysTable } from '../store/people-tables.ts';
import type { Db } from '../store/schema.ts';

export type ApiKey = Selectable<ApiKeysTable>;

const prefix = 'bbk_';
const hintLength = prefix.length + 6;
/** How exact "last used" is: a busy program must not cost a write per request. */
const usedStepMs = 60_000;

export type NewApiKey = { name: string; role: string; expiresAt: Date | null };

export async function makeApiKey(
  db: Db,
  workspaceId: string,
  { name, role, expiresAt }: NewApiKey,
  by: { name: string; now: Date },
): Promise<{ row: ApiKey; key: string }> {
  const key = `${prefix}${randomBytes(32).toString('base64url')}`;
  const row = await db
    .insertInto('api_keys')
    .values({
      id: randomUUID(),
      workspace_id: workspaceId,
      name,
      key_hash: hashOf(key),
      hint: key.slice(0, hintLength),
      role,
      created_by_name: by.name,
      created_at: by.now,
      expires_at: expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { row, key };
}

/** The key in an Authorization header; null when there is none of ours. */
export function apiKeyIn(authorization: string | undefined): string | null {
  const [, key] = /^Bearer (bbk_[\w-]{43})$/i.exec(authorization ?? '') ?? [];
  return key ?? null;
}

/** Null for a key that is unknown, taken back or too old. */
export async function findApiKey(
  db: Db,
  key: string,
  now: Date,
): Promise<(ApiKey & { workspace_name: string }) | null> {
  const row = await db
    .selectFrom('api_keys')
    .innerJoin('workspaces', 'workspaces.id', 'api_keys.workspace_id')
    .selectAll('api_keys')
    .select('workspaces.name as workspace_name')
    .where('key_hash', '=', hashOf(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row || (row.expires_at && row.expires_at.getTime() <= now.getTime())) return null;
  if (!row.last_used_at || now.getTime() - row.last_used_at.getTime() > usedStepMs)
    await db.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', row.id).execute();
  return row;
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

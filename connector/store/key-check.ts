// Holds a database to one secret key: a connector with another one could read no token, and would seal what the others
// cannot read. Happens when a second connector starts with a data folder of its own, or a key file is lost.
import { AppError, isAppError } from '../errors.ts';
import type { Db } from './schema.ts';
import type { Vault } from './secrets.ts';

const setting = 'secret_key_check';
const purpose = 'key check';

/** Throws `secret_key_differs`. With `isLost` the present key takes the place of the old one, whose secrets stay unreadable. */
export async function requireSameKey(
  db: Db,
  vault: Vault,
  { isLost, now }: { isLost: boolean; now: Date },
): Promise<void> {
  const value = JSON.stringify(vault.seal('', purpose, 'bookbridge'));
  await db
    .insertInto('settings')
    .values({ name: setting, value, updated_at: now })
    .onConflict((conflict) =>
      isLost
        ? conflict.column('name').doUpdateSet({ value, updated_at: now })
        : conflict.column('name').doNothing(),
    )
    .execute();
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', setting)
    .executeTakeFirstOrThrow();
  try {
    vault.open('', purpose, String(row.value));
  } catch (cause) {
    if (!isAppError(cause)) throw cause;
    throw new AppError(
      'secret_key_differs',
      'The secrets in this database were sealed with another secret key than the present one.',
      {
        fix: 'Give every connector of this database the same key: BOOKBRIDGE_SECRET_KEY, or the secret.key of the first data folder. If that key is lost, start once with BOOKBRIDGE_SECRET_KEY_LOST=yes; then connect the API user and set up every source again.',
        cause,
      },
    );
  }
}

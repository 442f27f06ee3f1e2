// A link for a new password, made by whoever runs the server: the way back in when no owner or admin can hand one over.
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/schema.ts';
import { noteDeed } from './audit.ts';
import { makeLink } from './one-time-links.ts';
import type { AccountLink } from './one-time-links.ts';

const operator = 'Operator';

type Deps = { db: Db; log: Log; now: () => Date };
type MadeLink = { user: { id: string; name: string; email: string }; row: AccountLink; token: string };

/** Throws `not_found`. */
export async function makeOperatorLink(deps: Deps, email: string): Promise<MadeLink> {
  const { db, now } = deps;
  const user = await db
    .selectFrom('users')
    .select(['id', 'name', 'email'])
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  if (!user)
    throw new AppError('not_found', `Nobody has an account with ${email}.`, {
      status: 404,
      fix: 'Check the address. If there is no account at all yet, the owner link makes the first one: each start prints it.',
    });
  const { row, token } = await makeLink(
    db,
    { kind: 'password_reset', email: user.email, userId: user.id, createdByName: operator },
    now(),
  );
  // In the log of the person's workspaces: an owner must see that somebody could have come in this way.
  await noteDeed(deps, {
    workspaceId: null,
    userId: user.id,
    byName: operator,
    action: 'password_link_by_operator',
  });
  return { user, row, token };
}

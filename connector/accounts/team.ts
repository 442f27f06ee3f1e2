// Members of a workspace: who is in it, with which role, and how somebody leaves. A workspace never loses its last owner.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { AppError } from '../errors.ts';
import type { Database, Db } from '../store/schema.ts';
import type { Account } from './account.ts';
import { notAllowed } from './roles.ts';
import type { Role } from './roles.ts';

export type Member = {
  userId: string;
  name: string;
  email: string;
  role: string;
  hasSecondFactor: boolean;
  since: Date;
  lastSeenAt: Date | null;
};

export async function listMembers(db: Db, workspaceId: string): Promise<Member[]> {
  const rows = await db
    .selectFrom('workspace_members')
    .innerJoin('users', 'users.id', 'workspace_members.userId')
    .select([
      'users.id',
      'users.name',
      'users.email',
      'users.twoFactorEnabled',
      'workspace_members.role',
      'workspace_members.createdAt',
    ])
    .select(({ selectFrom }) =>
      selectFrom('sessions')
        .select(({ fn }) => fn.max('sessions.updatedAt').as('at'))
        .whereRef('sessions.userId', '=', 'users.id')
        .as('lastSeenAt'),
    )
    .where('workspace_members.workspaceId', '=', workspaceId)
    .orderBy('workspace_members.createdAt')
    .execute();
  return rows.map((row) => ({
    userId: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    hasSecondFactor: row.twoFactorEnabled === true,
    since: row.createdAt,
    lastSeenAt: row.lastSeenAt,
  }));
}

/** Throws `not_found`, `not_allowed` and `last_owner`. */
export async function changeRole(db: Db, by: Account, userId: string, role: Role): Promise<void> {
  await changeMember(
    db,
    by,
    userId,
    { mayMakeOwner: role === 'owner', keepsOwner: role === 'owner' },
    (trx) =>
      trx
        .updateTable('workspace_members')
        .set({ role })
        .where('workspaceId', '=', by.workspaceId)
        .where('userId', '=', userId)
        .execute(),
  );
}

/** Also for who leaves by themselves. Their sessions stay: they may work in other workspaces. */
export async function removeMember(db: Db, by: Account, userId: string): Promise<void> {
  await changeMember(db, by, userId, { mayMakeOwner: false, keepsOwner: false }, (trx) =>
    trx
      .deleteFrom('workspace_members')
      .where('workspaceId', '=', by.workspaceId)
      .where('userId', '=', userId)
      .execute(),
  );
}

async function changeMember(
  db: Db,
  by: Account,
  userId: string,
  { mayMakeOwner, keepsOwner }: { mayMakeOwner: boolean; keepsOwner: boolean },
  change: (trx: Transaction<Database>) => Promise<unknown>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Two owners who leave at the same moment must not both be "not the last one".
    await sql`select pg_advisory_xact_lock(hashtextextended(${`members ${by.workspaceId}`}, 0))`.execute(trx);
    const members = await trx
      .selectFrom('workspace_members')
      .select(['userId', 'role'])
      .where('workspaceId', '=', by.workspaceId)
      .execute();
    const member = members.find((each) => each.userId === userId);
    if (!member) throw new AppError('not_found', 'There is no such member.', { status: 404 });
    if ((member.role === 'owner' || mayMakeOwner) && by.role !== 'owner')
      throw notAllowed('Only an owner can make somebody an owner or change one.');
    const owners = members.filter(({ role }) => role === 'owner');
    if (member.role === 'owner' && !keepsOwner && owners.length === 1)
      throw new AppError('last_owner', 'A workspace needs at least one owner.', {
        status: 409,
        fix: 'Make somebody else an owner first.',
      });
    await change(trx);
  });
}

/** A second invitation of a member changes nothing: the role is the one that they have. */
export async function addMember(
  trx: Transaction<Database>,
  member: { workspaceId: string; userId: string; role: string },
  now: Date,
): Promise<void> {
  const present = await trx
    .selectFrom('workspace_members')
    .select('id')
    .where('workspaceId', '=', member.workspaceId)
    .where('userId', '=', member.userId)
    .executeTakeFirst();
  if (present) return;
  await trx
    .insertInto('workspace_members')
    .values({ id: randomUUID(), ...member, createdAt: now })
    .execute();
}

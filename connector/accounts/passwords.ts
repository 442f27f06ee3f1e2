// What a password must be, and how one is kept: as better-auth keeps it (provider "credential", the person's own id as account).
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Database } from '../store/schema.ts';
import { passwordLength } from './auth.ts';

export const newPasswordSchema = z
  .string({ error: 'Please choose a password.' })
  .min(passwordLength.least, `At least ${passwordLength.least} characters.`)
  .max(passwordLength.most, `At most ${passwordLength.most} characters.`)
  .refine((password) => new Set(password).size > 4, 'Please choose one with more different characters.');

/** `bad_input`, or `weak_password` when only the password has to change. */
export function refuseBadPassword(error: z.ZodError, name = 'password'): AppError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[String(issue.path[0] ?? 'body')] ??= issue.message;
  const onlyPassword = Object.keys(fields).join() === name;
  return new AppError(
    onlyPassword ? 'weak_password' : 'bad_input',
    onlyPassword ? 'Please choose another password.' : 'Please correct the marked fields.',
    { status: 400, fields },
  );
}

export function refuseOwnAddress(password: string, email: string): void {
  if (password.toLowerCase() !== email.toLowerCase()) return;
  throw new AppError('weak_password', 'Please choose another password.', {
    status: 400,
    fields: { password: 'Not your e-mail address, please.' },
  });
}

type Stamps = { createdAt: Date; updatedAt: Date };

export async function insertPerson(
  trx: Transaction<Database>,
  person: { name: string; email: string; isProven: boolean; passwordHash: string },
  now: Date,
): Promise<string> {
  const id = randomUUID();
  const stamps: Stamps = { createdAt: now, updatedAt: now };
  await trx
    .insertInto('users')
    .values({ id, name: person.name, email: person.email, emailVerified: person.isProven, ...stamps })
    .execute();
  await insertPassword(trx, id, person.passwordHash, stamps);
  return id;
}

/** Replaces the password and ends every session: whoever was signed in with the old one is out. */
export async function replacePassword(
  trx: Transaction<Database>,
  userId: string,
  passwordHash: string,
  now: Date,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('sign_in_methods')
    .set({ password: passwordHash, updatedAt: now })
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    await insertPassword(trx, userId, passwordHash, { createdAt: now, updatedAt: now });
  await trx.deleteFrom('sessions').where('userId', '=', userId).execute();
}

async function insertPassword(
  trx: Transaction<Database>,
  userId: string,
  password: string,
  stamps: Stamps,
): Promise<void> {
  await trx
    .insertInto('sign_in_methods')
    .values({ id: randomUUID(), userId, accountId: userId, providerId: 'credential', password, ...stamps })
    .execute();
}

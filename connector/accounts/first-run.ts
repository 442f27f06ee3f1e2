// First run: the owner link becomes the first person, their workspace and their membership, all or nothing.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Db } from '../store/schema.ts';
import { passwordLength } from './auth.ts';
import type { Auth } from './auth.ts';
import { requireOwnerLink, takeOwnerLink } from './owner-link.ts';
import { makeFirstWorkspace } from './workspace.ts';

export type FirstRun = z.infer<typeof firstRunSchema>;

const firstRunSchema = z.object({
  token: z.string().min(1, 'The link is missing.').max(200, 'This is not a link of ours.'),
  name: z.string().trim().min(1, 'Please enter your name.').max(120, 'At most 120 characters.'),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .pipe(z.email('Please enter an e-mail address like ana@example.com.')),
  password: z
    .string()
    .min(passwordLength.least, `At least ${passwordLength.least} characters.`)
    .max(passwordLength.most, `At most ${passwordLength.most} characters.`)
    .refine((password) => new Set(password).size > 4, 'Please choose one with more different characters.'),
  workspaceName: z
    .string()
    .trim()
    .min(1, "Please enter your company's name.")
    .max(120, 'At most 120 characters.'),
});

/** Throws `bad_input`, or `weak_password` when only the password has to change; `fields` says what to change. */
export function parseFirstRun(body: unknown): FirstRun {
  const parsed = firstRunSchema.safeParse(body);
  if (!parsed.success) {
    const fields: Record<string, string> = {};
    for (const issue of parsed.error.issues) fields[String(issue.path[0] ?? 'body')] ??= issue.message;
    const onlyPassword = Object.keys(fields).join() === 'password';
    throw new AppError(
      onlyPassword ? 'weak_password' : 'bad_input',
      onlyPassword ? 'Please choose another password.' : 'Please correct the marked fields.',
      { status: 400, fields },
    );
  }
  if (parsed.data.password.toLowerCase() === parsed.data.email) {
    throw new AppError('weak_password', 'Please choose another password.', {
      status: 400,
      fields: { password: 'Not your e-mail address, please.' },
    });
  }
  return parsed.data;
}

/** Throws `owner_link_invalid` or `owner_link_used`; then nothing was made. */
export async function makeFirstAccount(db: Db, auth: Auth, firstRun: FirstRun, now: Date): Promise<void> {
  // Looked at before the password is hashed: a forged link must not cost what hashing costs, on purpose, in memory and time.
  await requireOwnerLink(db, firstRun.token);
  const { password } = await auth.$context;
  const passwordHash = await password.hash(firstRun.password);
  const userId = randomUUID();
  const stamps = { createdAt: now, updatedAt: now };
  await db.transaction().execute(async (trx) => {
    await takeOwnerLink(trx, firstRun.token, now);
    await trx
      .insertInto('users')
      .values({ id: userId, name: firstRun.name, email: firstRun.email, emailVerified: false, ...stamps })
      .execute();
    // How better-auth stores a password: provider "credential", the person's own id as account.
    await trx
      .insertInto('sign_in_methods')
      .values({
        id: randomUUID(),
        userId,
        accountId: userId,
        providerId: 'credential',
        password: passwordHash,
        ...stamps,
      })
      .execute();
    const workspaceId = await makeFirstWorkspace(trx, firstRun.workspaceName, now);
    await trx
      .insertInto('workspace_members')
      .values({ id: randomUUID(), workspaceId, userId, role: 'owner', createdAt: now })
      .execute();
  });
}

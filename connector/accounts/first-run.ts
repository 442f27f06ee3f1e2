// First run: the owner link becomes the first person, their workspace and their membership, all or nothing.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Db } from '../store/schema.ts';
import type { Auth } from './auth.ts';
import { requireOwnerLink, takeOwnerLink } from './owner-link.ts';
import { insertPerson, newPasswordSchema, refuseBadPassword, refuseOwnAddress } from './passwords.ts';
import { makeFirstWorkspace } from './workspace.ts';

export type FirstRun = z.infer<typeof firstRunSchema>;

export const personName = z
  .string({ error: 'Please enter your name.' })
  .trim()
  .min(1, 'Please enter your name.')
  .max(120, 'At most 120 characters.');

export const emailAddress = z
  .string({ error: 'Please enter an e-mail address like ana@example.com.' })
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('Please enter an e-mail address like ana@example.com.'));

const firstRunSchema = z.object({
  token: z.string().min(1, 'The link is missing.').max(200, 'This is not a link of ours.'),
  name: personName,
  email: emailAddress,
  password: newPasswordSchema,
  workspaceName: z
    .string()
    .trim()
    .min(1, "Please enter your company's name.")
    .max(120, 'At most 120 characters.'),
});

/** Throws `bad_input`, or `weak_password` when only the password has to change; `fields` says what to change. */
export function parseFirstRun(body: unknown): FirstRun {
  const parsed = firstRunSchema.safeParse(body);
  if (!parsed.success) throw refuseBadPassword(parsed.error);
  refuseOwnAddress(parsed.data.password, parsed.data.email);
  return parsed.data;
}

/** Throws `owner_link_invalid` or `owner_link_used`; then nothing was made. */
export async function makeFirstAccount(db: Db, auth: Auth, firstRun: FirstRun, now: Date): Promise<void> {
  // Looked at before the password is hashed: a forged link must not cost what hashing costs, on purpose, in memory and time.
  await requireOwnerLink(db, firstRun.token);
  const { password } = await auth.$context;
  const passwordHash = await password.hash(firstRun.password);
  await db.transaction().execute(async (trx) => {
    await takeOwnerLink(trx, firstRun.token, now);
    const { name, email } = firstRun;
    const userId = await insertPerson(trx, { name, email, isProven: false, passwordHash }, now);
    const workspaceId = await makeFirstWorkspace(trx, firstRun.workspaceName, now);
    await trx
      .insertInto('workspace_members')
      .values({ id: randomUUID(), workspaceId, userId, role: 'owner', createdAt: now })
      .execute();
  });
}

// /api/entry: for people who are not signed in and hold a link: an invitation, or a new password. And the question for one.
import { Router } from 'express';
import { z } from 'zod';
import { AppError, isAppError } from '../errors.ts';
import { describeSession, signIn } from './account-routes.ts';
import type { AccountRouteDeps } from './account-routes.ts';
import { readPerson } from './account.ts';
import { noteDeed } from './audit.ts';
import { emailAddress, personName } from './first-run.ts';
import { findLink, makeLinkUnless, useUp } from './one-time-links.ts';
import {
  insertPerson,
  newPasswordSchema,
  refuseBadPassword,
  refuseOwnAddress,
  replacePassword,
} from './passwords.ts';
import { addMember } from './team.ts';

const newAccount = z.object({ name: personName, password: newPasswordSchema });
const newPassword = z.object({ password: newPasswordSchema });

const linksPerHour = 3;

export function createEntryRoutes(deps: AccountRouteDeps): Router {
  const { db, auth, config, mailer, now, log } = deps;
  const router = Router();

  const findUser = (email: string) =>
    db.selectFrom('users').select(['id', 'name', 'email']).where('email', '=', email).executeTakeFirst();

  router.get('/invitations/:token', async (request, response) => {
    const link = await findLink(db, 'invitation', request.params.token, now());
    const workspace = await workspaceOf(link.workspace_id);
    const person = await readPerson(deps, request, response);
    response.json({
      invitation: {
        workspace: workspace.name,
        email: link.email,
        role: link.role,
        by: link.created_by_name,
        hasAccount: (await findUser(link.email)) !== undefined,
        signedInAs: person?.email ?? null,
      },
    });
  });

  /** Who has an account comes in with it; anybody else makes one. The address is the invitation's and cannot be changed. */
  router.post('/invitations/:token/accept', async (request, response) => {
    const { token } = request.params;
    const link = await findLink(db, 'invitation', token, now());
    const present = await findUser(link.email);
    if (present) {
      const person = await readPerson(deps, request, response);
      if (person?.email !== link.email)
        throw new AppError('sign_in_first', `Sign in as ${link.email} to accept this invitation.`, {
          status: 409,
          fix: 'Sign in with that account, then open the link again.',
        });
      await join(token, { userId: present.id });
    } else {
      const parsed = newAccount.safeParse(request.body);
      if (!parsed.success) throw refuseBadPassword(parsed.error);
      const { name, password } = parsed.data;
      refuseOwnAddress(password, link.email);
      const passwordHash = await (await auth.$context).password.hash(password);
      await join(token, { name, passwordHash });
      // Many people at one address may come in at the same time; the account is there, and they sign in a minute later.
      await signIn(deps, request, response, { email: link.email, password }).catch((error: unknown) => {
        if (!isAppError(error) || error.code !== 'too_many_tries') throw error;
      });
    }
    response.status(201).json(await describeSession(deps, request, response));
  });

  router.post('/password-links', async (request, response) => {
    const email = emailAddress.safeParse(
      z.looseObject({ email: z.unknown() }).safeParse(request.body).data?.email,
    );
    if (!email.success)
      throw new AppError('bad_input', 'Please correct the marked fields.', {
        status: 400,
        fields: { email: email.error.issues[0]?.message ?? 'Please enter your e-mail address.' },
      });
    // The answer is the same for everybody, and comes before the mail: nobody learns who has an account here.
    response.status(202).json({ mail: mailer.isOn });
    if (mailer.isOn)
      await sendPasswordLink(email.data).catch((error: unknown) =>
        log.error({ err: error }, 'password link'),
      );
  });

  router.get('/password-links/:token', async (request, response) => {
    const link = await findLink(db, 'password_reset', request.params.token, now());
    response.json({ email: link.email });
  });

  router.post('/password-links/:token', async (request, response) => {
    const { token } = request.params;
    const { email } = await findLink(db, 'password_reset', token, now());
    const parsed = newPassword.safeParse(request.body);
    if (!parsed.success) throw refuseBadPassword(parsed.error);
    const { password } = parsed.data;
    refuseOwnAddress(password, email);
    const passwordHash = await (await auth.$context).password.hash(password);
    const at = now();
    const user = await db.transaction().execute(async (trx) => {
      const link = await findLink(trx, 'password_reset', token, at);
      await useUp(trx, link, at);
      const owner = await trx
        .selectFrom('users')
        .select(['id', 'name'])
        .where('id', '=', link.user_id)
        .executeTakeFirstOrThrow();
      await replacePassword(trx, owner.id, passwordHash, at);
      return owner;
    });
    await noteDeed(deps, {
      workspaceId: null,
      userId: user.id,
      byName: user.name,
      action: 'password_reset',
      address: request.ip,
    });
    // Not signed in by it: whoever has a second factor is asked for it.
    response.status(204).end();
  });

  return router;

  async function workspaceOf(workspaceId: string | null): Promise<{ name: string }> {
    return db.selectFrom('workspaces').select('name').where('id', '=', workspaceId).executeTakeFirstOrThrow();
  }

  async function join(
    token: string,
    who: { userId: string } | { name: string; passwordHash: string },
  ): Promise<void> {
    const at = now();
    await db.transaction().execute(async (trx) => {
      const link = await findLink(trx, 'invitation', token, at);
      await useUp(trx, link, at);
      const userId =
        'userId' in who
          ? who.userId
          : // The invitation reached this address, or was handed over by somebody who vouches for it.
            await insertPerson(trx, { ...who, email: link.email, isProven: true }, at);
      const { workspace_id: workspaceId, role } = link;
      if (workspaceId === null || role === null)
        throw new TypeError('an invitation names workspace and role');
      await addMember(trx, { workspaceId, userId, role }, at);
    });
  }

  async function sendPasswordLink(email: string): Promise<void> {
    const user = await findUser(email);
    if (!user) return;
    const made = await makeLinkUnless(
      db,
      { kind: 'password_reset', email, userId: user.id, createdByName: user.name },
      now(),
      linksPerHour,
    );
    if (!made) return;
    const { row, token } = made;
    await mailer.send({
      to: email,
      subject: 'A new password for Bookbridge',
      text: [
        `Hello ${user.name},`,
        `open this link to choose a new password. It works once, until ${row.expires_at.toUTCString()}:`,
        `${config.publicUrl}/new-password/${token}`,
        'If you did not ask for it, you need not do anything: your password stays as it is.',
      ].join('\n\n'),
    });
  }
}

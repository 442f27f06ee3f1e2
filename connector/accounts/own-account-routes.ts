// /api/account: a person's own matters, whatever their role: password, second factor, sessions.
import { Router } from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { notSignedIn, readPerson } from './account.ts';
import type { Person } from './account.ts';
import type { AccountRouteDeps } from './account-routes.ts';
import { noteDeed } from './audit.ts';
import { callAuth, passCookies } from './auth-call.ts';
import type { AuthAnswer } from './auth-call.ts';
import { newPasswordSchema, refuseBadPassword } from './passwords.ts';

const withPassword = z.object({ password: z.string().max(1000) });
const totp = z.looseObject({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const codes = z.looseObject({ backupCodes: z.array(z.string()) });

export function createOwnAccountRoutes(deps: AccountRouteDeps): Router {
  const { db, now } = deps;
  const router = Router();

  router.get('/', async (request, response) => {
    const { name, email, hasSecondFactor, userId } = await requirePerson(deps, request, response);
    const method = await db
      .selectFrom('sign_in_methods')
      .select('id')
      .where('userId', '=', userId)
      .where('providerId', '=', 'credential')
      .executeTakeFirst();
    response.json({ account: { name, email, hasSecondFactor, hasPassword: method !== undefined } });
  });

  router.post('/password', async (request, response) => {
    const person = await requirePerson(deps, request, response);
    const parsed = z
      .object({ current: z.string().max(1000), next: newPasswordSchema })
      .safeParse(request.body);
    if (!parsed.success) throw refuseBadPassword(parsed.error, 'next');
    const { current, next } = parsed.data;
    const answer = await callAuth(deps, request, response, '/change-password', {
      currentPassword: current,
      newPassword: next,
      // Who changes a password because somebody knows it wants that somebody out.
      revokeOtherSessions: true,
    });
    if (!answer.ok) throw wrongPassword('current');
    passCookies(answer, request, response);
    await tell(deps, request, person, 'password_changed');
    response.status(204).end();
  });

  router.get('/sessions', async (request, response) => {
    const person = await requirePerson(deps, request, response);
    const rows = await db
      .selectFrom('sessions')
      .select(['id', 'createdAt', 'updatedAt', 'ipAddress', 'userAgent'])
      .where('userId', '=', person.userId)
      .where('expiresAt', '>', now())
      .orderBy('updatedAt', 'desc')
      .execute();
    response.json({
      sessions: rows.map((row) => ({
        id: row.id,
        isThis: row.id === person.sessionId,
        since: row.createdAt.toISOString(),
        lastSeenAt: row.updatedAt.toISOString(),
        address: row.ipAddress,
        browser: row.userAgent,
      })),
    });
  });

  router.delete('/sessions/:id', async (request, response) => {
    const person = await requirePerson(deps, request, response);
    const { numDeletedRows } = await db
      .deleteFrom('sessions')
      .where('id', '=', request.params.id)
      .where('userId', '=', person.userId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new AppError('not_found', 'There is no such session.', { status: 404 });
    await tell(deps, request, person, 'session_ended');
    response.status(204).end();
  });

  router.post('/sessions/end-others', async (request, response) => {
    const person = await requirePerson(deps, request, response);
    const { numDeletedRows } = await db
      .deleteFrom('sessions')
      .where('userId', '=', person.userId)
      .where('id', '!=', person.sessionId)
      .executeTakeFirst();
    await tell(deps, request, person, 'other_sessions_ended');
    response.json({ ended: Number(numDeletedRows) });
  });

  router.post('/second-factor', async (request, response) => {
    await requirePerson(deps, request, response);
    const answer = await askWithPassword(request, response, '/two-factor/enable', { method: 'totp' });
    const { totpURI, backupCodes } = totp.parse(answer.body);
    const secret = new URL(totpURI).searchParams.get('secret');
    response.json({ uri: totpURI, secret, backupCodes });
  });

  router.post('/second-factor/confirm', async (request, response) => {
    const person = await requirePerson(deps, request, response);
    const code = z.object({ code: z.string().trim().max(20) }).safeParse(request.body).data?.code ?? '';
    const answer = await callAuth(deps, request, response, '/two-factor/verify-totp', { code });
    if (!answer.ok)
      throw new AppError('wrong_code', 'This code is not right.', {
        status: 400,
        fields: { code: 'Take the newest code of your authenticator app; its clock must be right.' },
      });
    passCookies(answer, request, response);
    await tell(deps, request, person, 'second_factor_on');
    response.status(204).end();
  });

  router.post('/second-factor/off', async (request, response) => {
    const person = await requirePerson(deps, request, response);
    await askWithPassword(request, response, '/two-factor/disable', {});
    await tell(deps, request, person, 'second_factor_off');
    response.status(204).end();
  });

  router.post('/second-factor/backup-codes', async (request, response) => {
    const person = await requirePerson(deps, request, response);
    const answer = await askWithPassword(request, response, '/two-factor/generate-backup-codes', {});
    await tell(deps, request, person, 'backup_codes_made');
    response.json({ backupCodes: codes.parse(answer.body).backupCodes });
  });

  return router;

  async function askWithPassword(
    request: Request,
    response: Response,
    path: string,
    more: Record<string, string>,
  ): Promise<AuthAnswer> {
    const password = withPassword.safeParse(request.body).data?.password;
    if (!password) throw wrongPassword('password');
    const answer = await callAuth(deps, request, response, path, { ...more, password });
    if (answer.ok) {
      passCookies(answer, request, response);
      return answer;
    }
    if (answer.code === 'TOTP_ALREADY_ENABLED')
      throw new AppError('second_factor_is_on', 'The second factor is on already.', {
        status: 409,
        fix: 'Turn it off first to set it up on another device.',
      });
    if (answer.code === 'TWO_FACTOR_NOT_ENABLED')
      throw new AppError('second_factor_is_off', 'The second factor is off.', { status: 409 });
    throw wrongPassword('password');
  }
}

async function requirePerson(deps: AccountRouteDeps, request: Request, response: Response): Promise<Person> {
  const person = await readPerson(deps, request, response);
  if (person) return person;
  throw notSignedIn();
}

async function tell(deps: AccountRouteDeps, request: Request, person: Person, action: string): Promise<void> {
  await noteDeed(deps, {
    workspaceId: null,
    userId: person.userId,
    byName: person.name,
    action,
    address: request.ip,
  });
}

function wrongPassword(field: string): AppError {
  return new AppError('wrong_password', 'The password is wrong.', {
    status: 400,
    fields: { [field]: 'This is not your password.' },
  });
}

// /api/team: members, invitations, links for a new password, API keys and the audit log of the workspace.
import { Router } from 'express';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { accountOf } from './account.ts';
import type { AccountRouteDeps } from './account-routes.ts';
import { makeApiKey } from './api-keys.ts';
import type { ApiKey } from './api-keys.ts';
import { emailAddress } from './first-run.ts';
import { makeLink } from './one-time-links.ts';
import type { AccountLink } from './one-time-links.ts';
import { notAllowed, requireAdmin, roles } from './roles.ts';
import { changeRole, listMembers, removeMember } from './team.ts';

const roleSchema = z.enum(roles, { error: 'Choose owner, admin or viewer.' });
const invitationSchema = z.object({ email: emailAddress, role: roleSchema });
const keySchema = z.object({
  name: z.string().trim().min(1, 'Please enter a name.').max(80, 'At most 80 characters.'),
  role: z.enum(['admin', 'viewer'], { error: 'Choose admin or viewer.' }),
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
});

const dayMs = 24 * 60 * 60 * 1000;
const auditPage = 50;

/** Mounted behind requireAccount and refuseViewers. */
export function createTeamRoutes(deps: AccountRouteDeps): Router {
  const { db, config, mailer, now } = deps;
  const router = Router();

  router.get('/', async (_request, response) => {
    const account = accountOf(response);
    const members = await listMembers(db, account.workspaceId);
    response.json({
      me: account.userId,
      role: account.role,
      mail: mailer.isOn,
      members: members.map(({ since, lastSeenAt, ...member }) => ({
        ...member,
        since: since.toISOString(),
        lastSeenAt: lastSeenAt?.toISOString() ?? null,
      })),
    });
  });

  router.patch('/members/:id', async (request, response) => {
    const { role } = read(z.object({ role: roleSchema }), request.body);
    await changeRole(db, accountOf(response), request.params.id, role);
    response.status(204).end();
  });

  router.delete('/members/:id', async (request, response) => {
    await removeMember(db, accountOf(response), request.params.id);
    response.status(204).end();
  });

  /** For who has forgotten the password where no mail is sent: an admin hands the link over. */
  router.post('/members/:id/password-link', requireAdmin, async (request, response) => {
    const account = accountOf(response);
    const member = (await listMembers(db, account.workspaceId)).find(
      ({ userId }) => userId === request.params.id,
    );
    if (!member) throw new AppError('not_found', 'There is no such member.', { status: 404 });
    // Whoever holds the link becomes that person: an admin must not become an owner by it.
    if (member.role === 'owner' && account.role !== 'owner')
      throw notAllowed('Only an owner can make a link for an owner.');
    const { row, token } = await makeLink(
      db,
      { kind: 'password_reset', email: member.email, userId: member.userId, createdByName: account.name },
      now(),
    );
    response.status(201).json({
      url: `${config.publicUrl}/new-password/${token}`,
      expiresAt: row.expires_at.toISOString(),
    });
  });

  router.get('/invitations', requireAdmin, async (_request, response) => {
    const rows = await db
      .selectFrom('account_links')
      .selectAll()
      .where('kind', '=', 'invitation')
      .where('workspace_id', '=', accountOf(response).workspaceId)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .orderBy('created_at', 'desc')
      .execute();
    response.json({ invitations: rows.map((row) => showInvitation(row, now())) });
  });

  router.post('/invitations', async (request, response) => {
    const account = accountOf(response);
    const { email, role } = read(invitationSchema, request.body);
    if (role === 'owner' && account.role !== 'owner')
      throw notAllowed('Only an owner can invite another owner.');
    const members = await listMembers(db, account.workspaceId);
    if (members.some((member) => member.email === email))
      throw new AppError('is_member', 'This person is a member already.', {
        status: 409,
        fields: { email: 'This person is a member already.' },
      });
    const { row, token } = await makeLink(
      db,
      { kind: 'invitation', email, role, workspaceId: account.workspaceId, createdByName: account.name },
      now(),
    );
    const url = `${config.publicUrl}/invitation/${token}`;
    const isSent = await mailer.send({
      to: email,
      subject: `${account.name} invites you to Bookbridge (${account.workspaceName})`,
      text: [
        `${account.name} invites you to the workspace ${account.workspaceName} in Bookbridge, as ${role}.`,
        `Open this link to come in. It works once, until ${row.expires_at.toUTCString()}:`,
        url,
        'If you do not know why you get this mail, you need not do anything.',
      ].join('\n\n'),
    });
    response.status(201).json({ invitation: showInvitation(row, now()), url, isSent });
  });

  router.delete('/invitations/:id', async (request, response) => {
    const { numUpdatedRows } = await db
      .updateTable('account_links')
      .set({ revoked_at: now() })
      .where('id', '=', request.params.id)
      .where('kind', '=', 'invitation')
      .where('workspace_id', '=', accountOf(response).workspaceId)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n)
      throw new AppError('not_found', 'There is no such invitation.', { status: 404 });
    response.status(204).end();
  });

  router.get('/api-keys', requireAdmin, async (_request, response) => {
    const rows = await db
      .selectFrom('api_keys')
      .selectAll()
      .where('workspace_id', '=', accountOf(response).workspaceId)
      .where('revoked_at', 'is', null)
      .orderBy('created_at')
      .execute();
    response.json({ apiKeys: rows.map((row) => showKey(row, now())) });
  });

  router.post('/api-keys', async (request, response) => {
    const account = accountOf(response);
    const { name, role, expiresInDays } = read(keySchema, request.body);
    const at = now();
    const expiresAt = expiresInDays === null ? null : new Date(at.getTime() + expiresInDays * dayMs);
    const { row, key } = await makeApiKey(
      db,
      account.workspaceId,
      { name, role, expiresAt },
      { name: account.name, now: at },
    );
    response.status(201).json({ apiKey: showKey(row, at), key });
  });

  router.delete('/api-keys/:id', async (request, response) => {
    const { numUpdatedRows } = await db
      .updateTable('api_keys')
      .set({ revoked_at: now() })
      .where('id', '=', request.params.id)
      .where('workspace_id', '=', accountOf(response).workspaceId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new AppError('not_found', 'There is no such API key.', { status: 404 });
    response.status(204).end();
  });

  router.get('/audit-log', requireAdmin, async (request, response) => {
    const { workspaceId } = accountOf(response);
    const before = cursorSchema.safeParse(request.query['before']).data;
    let query = db
      .selectFrom('audit_log')
      .selectAll()
      // What members did with their own account belongs to it too, as long as they are members.
      .where(({ eb, or, and, selectFrom }) =>
        or([
          eb('workspace_id', '=', workspaceId),
          and([
            eb('workspace_id', 'is', null),
            eb(
              'user_id',
              'in',
              selectFrom('workspace_members').select('userId').where('workspaceId', '=', workspaceId),
            ),
          ]),
        ]),
      );
    if (before) {
      query = query.where(({ eb, or, and }) =>
        or([eb('at', '<', before.at), and([eb('at', '=', before.at), eb('id', '<', before.id)])]),
      );
    }
    const rows = await query
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(auditPage + 1)
      .execute();
    const shown = rows.slice(0, auditPage);
    const last = shown.at(-1);
    response.json({
      entries: shown.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        by: row.by_name,
        action: row.action,
        detail: row.detail,
        address: row.address,
      })),
      next: rows.length > auditPage && last ? `${last.at.toISOString()}~${last.id}` : null,
    });
  });

  return router;
}

const cursorSchema = z
  .string()
  .regex(/^[\dT:.Z-]{20,30}~[\w-]{1,100}$/)
  .transform((text) => {
    const [at = '', id = ''] = text.split('~');
    return { at: new Date(at), id };
  })
  .refine(({ at }) => !Number.isNaN(at.getTime()));

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues)
    fields[issue.path.map(String).join('.') || 'body'] ??= issue.message;
  throw new AppError('bad_input', 'Please correct the marked fields.', { status: 400, fields });
}

function showInvitation(row: AccountLink, now: Date) {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    by: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    isExpired: row.expires_at.getTime() <= now.getTime(),
  };
}

function showKey(row: ApiKey, now: Date) {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    role: row.role,
    by: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    isExpired: row.expires_at !== null && row.expires_at.getTime() <= now.getTime(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}

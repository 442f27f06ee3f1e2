// POST /api/connection/unattended: connects without a browser, for CI and for people whose API user may not log in to pages. Either
// with the OAuth app of the settings (`{ environment }`), or with one that the request brings. Owners only: it hands over a key.
import { readFile } from 'node:fs/promises';
import { Router } from 'express';
import type { Response } from 'express';
import { z } from 'zod';
import type { Account } from '../accounts/account.ts';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { connectUnattended } from './connect-unattended.ts';
import { viewConnection } from './connection-view.ts';
import { ownProblem } from './oauth-errors.ts';
import type { ConnectionDeps } from './stages.ts';
import type { UnattendedTarget } from './unattended-login.ts';

const orgKind = z.enum(['production', 'sandbox'], 'Choose production or sandbox.');
const byEnvironment = z.strictObject({ environment: orgKind });
const text = (what: string, most: number) =>
  z.string(what).trim().min(1, what).max(most, `At most ${most} characters.`);
const common = {
  loginOrigin: text('Give the login address, such as https://acme.my.salesforce.com.', 255),
  clientId: text('Give the consumer key of the OAuth app.', 300),
  username: text('Give the username of the API user.', 100),
  mode: z.enum(['standard', 'secure'], 'Choose standard or secure.').default('secure'),
  kind: orgKind.optional(),
  appScope: z.enum(['global', 'local'], 'Choose global or local.').default('global'),
};
const byApp = z.discriminatedUnion(
  'flow',
  [
    z.strictObject({
      flow: z.literal('jwt_bearer'),
      privateKey: text('Give the private key as PEM text.', 20_000),
      ...common,
    }),
    z.strictObject({
      flow: z.literal('client_credentials'),
      clientSecret: text('Give the consumer secret of the OAuth app.', 300),
      ...common,
    }),
  ],
  'Choose jwt_bearer or client_credentials.',
);

/** Mounted at /api/connection, for people who are signed in. */
export function createUnattendedRoutes(deps: ConnectionDeps): Router {
  const router = Router();
  router.post('/unattended', async (request, response) => {
    const { workspaceId } = ownerOf(response);
    const target = await readTarget(deps.config, request.body);
    await connectUnattended(deps, workspaceId, target);
    response.json({ connection: await viewConnection(deps, workspaceId) });
  });
  return router;
}

/** Throws `bad_input` with the fields, `environment_not_available` or `private_key_missing`. */
async function readTarget(config: Config, body: unknown): Promise<UnattendedTarget> {
  if (typeof body === 'object' && body !== null && 'environment' in body) {
    const { environment } = parse(byEnvironment, body);
    return targetOfSettings(config, environment);
  }
  const { kind, ...target } = parse(byApp, body);
  return kind === undefined ? target : { ...target, kind };
}

async function targetOfSettings(
  { oauthApps }: Config,
  kind: 'production' | 'sandbox',
): Promise<UnattendedTarget> {
  const app = oauthApps[kind];
  if (app === null || app.flow === 'web_server' || app.username === null) {
    throw new AppError('environment_not_available', `No login without a browser is set up for ${kind}.`, {
      status: 400,
      fix: `Set SALESFORCE_${kind.toUpperCase()}_FLOW and what belongs to it, or connect with a login in the browser.`,
    });
  }
  const { loginOrigin, clientId, username, mode, scope: appScope } = app;
  const login = { loginOrigin, clientId, username, mode, appScope, kind };
  if (app.flow === 'client_credentials')
    return { ...login, flow: 'client_credentials', clientSecret: app.clientSecret ?? '' };
  return { ...login, flow: 'jwt_bearer', privateKey: await readKeyFile(app.privateKeyFile ?? '') };
}

async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code, message, fix } = ownProblem('private_key_missing');
    throw new AppError(code, `${message} It should be ${file}.`, { status: 400, fix, cause });
  }
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? 'body')];
    for (const name of names)
      fields[name] ??= issue.code === 'unrecognized_keys' ? 'This does not belong here.' : issue.message;
  }
  throw new AppError('bad_input', 'Please correct the marked fields.', { status: 400, fields });
}

function ownerOf(response: Response): Account {
  // Set by requireAccount only.
  const { account } = response.locals as { account?: Account };
  if (account?.role === 'owner') return account;
  throw new AppError('owners_only', 'Only an owner of the workspace may connect an API user like this.', {
    status: 403,
    fix: 'Ask an owner of the workspace.',
  });
}

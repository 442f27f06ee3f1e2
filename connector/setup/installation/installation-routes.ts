// The HTTP side of phase 2, Installation: what the org has, what would change, and "Install for me" as a job.
import { Router } from 'express';
import type { Response } from 'express';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import { lightningOrigin, setupLinks } from '../../checks/setup-links.ts';
import { createClients } from '../../connection/clients.ts';
import { AppError } from '../../errors.ts';
import { cliCommands } from './cli-commands.ts';
import { layoutFields } from './event-layouts.ts';
import { wishSchema } from './install-wishes.ts';
import { createInstaller, stepsOf } from './installation-jobs.ts';
import type { InstallationJob, InstallerDeps } from './installation-jobs.ts';
import { asInstallationError } from './metadata-refusal.ts';
import { previewInstallation } from './preview.ts';
import { readInstallation } from './read-installation.ts';
import { lookAtLayouts } from './read-layouts.ts';

const wishes = z.array(wishSchema, 'Say what to install.').min(1, 'Say what to install.').max(50);
const previewBody = z.object({ what: wishes });
const jobBody = z.object({ what: wishes, diffId: z.string().max(20_000).nullish() });

/** Mounted at /api/installation, for people who are signed in. All but the jobs need a connection with a way in. */
export function createInstallationRoutes(deps: InstallerDeps): Router {
  const clients = createClients(deps);
  const installer = createInstaller(deps, clients);
  const router = Router();

  router.get('/', async (_request, response) => {
    const connection = await requireConnection(deps, response);
    const client = await clients.clientForChecks(connection.id);
    const found = await readInstallation(client);
    const links = setupLinks(connection.instance_origin);
    const latest = await installer.latest(connection.workspace_id);
    response.json({
      ...found,
      cli: {
        commands: cliCommands({ instanceUrl: connection.instance_origin, username: connection.username }),
      },
      packageUrl: packageUrlFor(deps.config.companionPackageUrl, connection.instance_origin),
      links: {
        permissionSet: links.permissionSet(found.permissionSet.id),
        eventLayouts: `${lightningOrigin(connection.instance_origin)}/lightning/setup/ObjectManager/Event/PageLayouts/view`,
        apiUser: links.user(connection.user_id),
      },
      org: {
        name: connection.org_name,
        kind: connection.kind,
        edition: connection.edition,
        username: connection.username,
        mode: connection.mode,
      },
      job: latest ? viewJob(latest) : null,
    });
  });

  router.get('/layouts', async (_request, response) => {
    const connection = await requireConnection(deps, response);
    const read = await lookAtLayouts(await clients.clientForChecks(connection.id));
    if (!read.ok) {
      response.json({
        state: 'unknown',
        fields: layoutFields,
        layouts: [],
        refusal: { errorCode: read.errorCode, message: read.message },
      });
      return;
    }
    const layouts = read.layouts.map(({ fullName, name, missing }) => ({ fullName, name, fields: missing }));
    const isComplete = layouts.every(({ fields }) => fields.length === 0);
    const state = layouts.length === 0 ? 'none' : isComplete ? 'complete' : 'incomplete';
    response.json({ state, fields: layoutFields, layouts, refusal: null });
  });

  router.post('/preview', async (request, response) => {
    const { what } = parse(previewBody, request.body);
    const connection = await requireConnection(deps, response);
    const client = await clients.clientForChecks(connection.id);
    const preview = await previewInstallation(client, what).catch((error: unknown) => {
      throw asInstallationError(error);
    });
    response.json(preview);
  });

  router.post('/jobs', async (request, response) => {
    const { what, diffId } = parse(jobBody, request.body);
    const connection = await requireConnection(deps, response);
    const jobId = await installer.start(
      { id: connection.id, workspaceId: connection.workspace_id },
      { what, diffId: diffId ?? null, byName: accountOf(response).name },
    );
    response.status(202).json({ jobId });
  });

  router.get('/jobs/:id', async (request, response) => {
    const job = await installer.find(accountOf(response).workspaceId, request.params.id);
    if (!job) throw new AppError('not_found', 'There is no such installation.', { status: 404 });
    response.json(viewJob(job));
  });

  return router;
}

function viewJob(job: InstallationJob) {
  return {
    id: job.id,
    state: job.state,
    startedBy: job.started_by_name,
    startedAt: job.started_at.toISOString(),
    endedAt: job.ended_at?.toISOString() ?? null,
    steps: stepsOf(job).map(({ deployId: _deployId, ...step }) => step),
  };
}

/** The same package, installed into the connected org instead of whichever one the browser last used. */
function packageUrlFor(packageUrl: string | null, instanceOrigin: string): string | null {
  if (packageUrl === null) return null;
  const { pathname, search } = new URL(packageUrl);
  return `${instanceOrigin}${pathname}${search}`;
}

async function requireConnection({ db }: InstallerDeps, response: Response) {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where('workspace_id', '=', accountOf(response).workspaceId)
    .where('state', '!=', 'disconnected')
    .executeTakeFirst();
  if (row) return row;
  throw new AppError('not_connected', 'No API user is connected, so nothing can be looked up in the org.', {
    status: 409,
    fix: 'Connect an API user first.',
  });
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) fields[String(path[0] ?? 'what')] ??= message;
  throw new AppError('bad_input', 'Please correct the marked fields.', { status: 400, fields });
}

function accountOf(response: Response): Account {
  // Set by requireAccount only.
  const { account } = response.locals as { account?: Account };
  if (account) return account;
  throw new AppError('not_signed_in', 'You are not signed in.', {
    status: 401,
    fix: 'Sign in and try again.',
  });
}

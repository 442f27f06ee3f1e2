// Who did what: one row per request that changed something, written after it succeeded, so that no route can be forgotten.
// The path's ids are kept, bodies never: they hold secrets and people's data.
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Log } from '../log.ts';
import type { Db } from '../store/schema.ts';
import type { Account } from './account.ts';

type AuditDeps = { db: Db; log: Log; now: () => Date };

export type Deed = {
  workspaceId: string | null;
  userId: string | null;
  byName: string;
  action: string;
  detail?: Record<string, string>;
  address?: string | undefined;
};

/** Never throws: what was done was done, and a full disk must not turn it into an error. */
export async function noteDeed({ db, log, now }: AuditDeps, deed: Deed): Promise<void> {
  try {
    await db
      .insertInto('audit_log')
      .values({
        id: randomUUID(),
        workspace_id: deed.workspaceId,
        at: now(),
        user_id: deed.userId,
        by_name: deed.byName,
        action: deed.action,
        detail: JSON.stringify(deed.detail ?? {}),
        address: deed.address ?? null,
      })
      .execute();
  } catch (error) {
    log.error({ err: error, action: deed.action }, 'could not be noted in the audit log');
  }
}

/** Routes that only ask, though by POST. */
const asking = new Set(['/api/setup/preview', '/api/setup/import', '/api/installation/preview']);

/** In front of all routes of the pages. */
export function noteDeeds(deps: AuditDeps): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    response.on('finish', () => {
      const { account } = response.locals as { account?: Account };
      const route: unknown = Reflect.get(request, 'route');
      const pattern: unknown =
        typeof route === 'object' && route !== null ? Reflect.get(route, 'path') : undefined;
      if (!account || response.statusCode >= 400 || typeof pattern !== 'string') return;
      const path = `${request.baseUrl}${pattern === '/' ? '' : pattern}`;
      if (asking.has(path)) return;
      const ids = Object.entries(request.params).filter(([name]) => name !== 'token');
      void noteDeed(deps, {
        workspaceId: account.workspaceId,
        userId: account.kind === 'person' ? account.userId : null,
        byName: account.name,
        action: `${request.method} ${path}`,
        detail: Object.fromEntries(ids.map(([name, value]) => [name, String(value)])),
        address: request.ip,
      });
    });
    next();
  };
}

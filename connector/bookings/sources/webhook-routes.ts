// The public door for scheduling tools: POST /webhooks/:workspaceId/:sourceId, and the description of generic JSON.
// Answers 202 once the event is on disk. Never asks Salesforce anything and never refuses because of it.
import { randomUUID } from 'node:crypto';
import express from 'express';
import type { ErrorRequestHandler, Request, Router } from 'express';
import { AppError, isAppError } from '../../errors.ts';
import type { Selectable } from 'kysely';
import type { SourcesTable } from '../../store/source-tables.ts';
import { readSetUp } from '../../setup/read-set-up.ts';
import type { BookingDeps } from '../booking-deps.ts';
import { isId } from '../booking-deps.ts';
import { describeGenericSource } from './generic-openapi.ts';
import { noteRefusal } from './refusals.ts';
import { secretsOf } from './source-rows.ts';
import { receiveEvent } from '../sync-bookings.ts';

const maxBodyBytes = 1024 * 1024;

/** Mounted at /webhooks before any body parser: signatures are made over the raw bytes. */
export function createWebhookRoutes(deps: BookingDeps): Router {
  const router = express.Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(describeGenericSource(deps.config.publicUrl));
  });
  const recordIdParameterOf = rememberParameters(deps);
  // Unpacking before the sender is proven would let anybody send a bomb, so packed bodies are refused (415).
  const rawBody = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false });
  router.post('/:workspaceId/:sourceId', rawBody, async (request, response) => {
    const source = await findSource(deps, request);
    const { id: sourceId, workspace_id: workspaceId } = source;
    const receivedAt = deps.now();
    const body: unknown = request.body;
    try {
      const filed = await receiveEvent(
        deps.db,
        {
          kind: source.kind,
          secrets: secretsOf(deps, source, receivedAt),
          recordIdParameter: await recordIdParameterOf(workspaceId),
        },
        { rawBody: Buffer.isBuffer(body) ? body : Buffer.alloc(0), headers: request.headers },
        {
          workspaceId,
          sourceId,
          receivedAt,
          correlationId: randomUUID(),
          paused: source.paused_at !== null,
        },
        deps.config.waits,
      );
      await noteEvent(deps, sourceId, receivedAt);
      if (filed.state === 'applied') await deps.wake(workspaceId);
      response.status(202).json({
        received: true,
        eventId: filed.eventId,
        ...(filed.bookingId !== null && { bookingId: filed.bookingId }),
        state: filed.state === 'applied' || filed.state === 'held' ? 'received' : filed.state,
      });
    } catch (error) {
      if (isAppError(error) && error.status < 500) await noteRefusal(deps, sourceId, error, receivedAt);
      throw error;
    }
  });
  router.use(explainBodyErrors);
  return router;
}

/** Reading a whole set-up for each of hundreds of events a second would cost more than filing them. */
function rememberParameters({ db, now }: BookingDeps): (workspaceId: string) => Promise<string | null> {
  const known = new Map<string, { parameter: string | null; readAt: number }>();
  return async (workspaceId) => {
    const found = known.get(workspaceId);
    if (found && now().getTime() - found.readAt < 2_000) return found.parameter;
    const { setUp } = await readSetUp(db, workspaceId);
    known.set(workspaceId, { parameter: setUp.recordIdParameter, readAt: now().getTime() });
    return setUp.recordIdParameter;
  };
}

async function findSource({ db }: BookingDeps, request: Request): Promise<Selectable<SourcesTable>> {
  const { workspaceId, sourceId } = request.params;
  const source =
    isId(workspaceId) && isId(sourceId)
      ? await db
          .selectFrom('sources')
          .selectAll()
          .where('id', '=', sourceId)
          .where('workspace_id', '=', workspaceId)
          .where('removed_at', 'is', null)
          .executeTakeFirst()
      : undefined;
  // The same words for an unknown workspace, an unknown source and a removed one.
  if (!source) throw new AppError('not_found', 'There is no such address.', { status: 404 });
  return source;
}

/** Outside the event's transaction: all events of a source would wait for each other on its one row. */
async function noteEvent({ db, log }: BookingDeps, sourceId: string, at: Date): Promise<void> {
  await db
    .updateTable('sources')
    .set({ last_event_at: at })
    .where('id', '=', sourceId)
    .execute()
    .catch((error: unknown) => log.warn({ err: error }, 'the time of the last event could not be noted'));
}

const explainBodyErrors: ErrorRequestHandler = (thrown: unknown, _request, _response, next) => {
  const status =
    typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : undefined;
  if (isAppError(thrown)) return next(thrown);
  if (status === 413) {
    const fix = 'Send one booking per request; a booking takes a few kilobytes.';
    return next(new AppError('too_large', 'The body is larger than 1 MB.', { status, fix, cause: thrown }));
  }
  if (status === 415) {
    const fix = 'Send the body without content-encoding.';
    return next(new AppError('packed_body', 'The body is compressed.', { status, fix, cause: thrown }));
  }
  return next(thrown);
};

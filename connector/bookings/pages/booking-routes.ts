// Bookings for the pages: list, one with its story, and replay of one or of all that are parked.
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Db } from '../../store/schema.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { accountOf, notFound, refuseBadIds } from '../booking-deps.ts';
import type { BookingDeps } from '../booking-deps.ts';
import { countBookings, listBookings, listQuery } from './booking-list.ts';
import { showBooking, showBookingDetail } from './booking-views.ts';
import { replayBooking, replayParked } from './replay.ts';

export function createBookingRoutes(deps: BookingDeps): Router {
  const { db, now } = deps;
  const router = express.Router();
  router.param('id', refuseBadIds('booking'));

  router.get('/', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const { rows, next } = await listBookings(db, workspaceId, listQuery.parse(request.query));
    const counts = await countBookings(db, workspaceId);
    const org = await readOrg(db, workspaceId);
    const sources = await readSources(db, workspaceId);
    const bookings = rows.flatMap((row) => {
      const source = sources.get(row.source_id);
      return source ? [showBooking(row, source, org)] : [];
    });
    response.json({ bookings, next, counts });
  });

  router.post('/replay', async (request, response) => {
    const { workspaceId, name } = accountOf(response);
    if (!z.object({ state: z.literal('parked') }).safeParse(request.body).success) {
      const fields = { state: 'must be parked' };
      throw new AppError('bad_input', 'Only parked bookings can be replayed together.', {
        status: 400,
        fields,
      });
    }
    const replayed = await replayParked(db, workspaceId, name, now());
    await deps.wake(workspaceId);
    response.status(202).json({ replayed });
  });

  router.get('/:id', async (request, response) => {
    const row = await findBooking(db, accountOf(response).workspaceId, request.params.id);
    const { source, org } = await surroundings(db, row);
    response.json(await showBookingDetail(db, row, source, org));
  });

  router.post('/:id/replay', async (request, response) => {
    const { workspaceId, name } = accountOf(response);
    const found = await findBooking(db, workspaceId, request.params.id);
    const row = await replayBooking(db, found, name, now());
    await deps.wake(workspaceId);
    const { source, org } = await surroundings(db, row);
    response.status(202).json({ booking: showBooking(row, source, org) });
  });
  return router;
}

async function findBooking(db: Db, workspaceId: string, id: string): Promise<BookingRow> {
  const row = await db
    .selectFrom('bookings')
    .selectAll()
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (!row) throw notFound('booking');
  return row;
}

async function surroundings(db: Db, row: BookingRow) {
  const source = await db
    .selectFrom('sources')
    .select(['id', 'name', 'kind'])
    .where('id', '=', row.source_id)
    .executeTakeFirstOrThrow();
  return { source, org: await readOrg(db, row.workspace_id) };
}

function readOrg(db: Db, workspaceId: string) {
  return db
    .selectFrom('connections')
    .select(['org_id', 'instance_origin'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
}

/** Removed ones too: their bookings stay. */
async function readSources(db: Db, workspaceId: string) {
  const rows = await db
    .selectFrom('sources')
    .select(['id', 'name', 'kind'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

// Bookings for the pages: the list with its filter and as a CSV file, why some are parked, one with its story, and replay.
import { pipeline } from 'node:stream/promises';
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Db } from '../../store/schema.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { accountOf, isId, notFound, refuseBadIds } from '../booking-deps.ts';
import type { BookingDeps } from '../booking-deps.ts';
import { readCauses, readChoices } from './booking-causes.ts';
import { csvOptions, streamCsv } from './booking-csv.ts';
import { bookingFilter } from './booking-filter.ts';
import { countBookings, countReplayed, listBookings } from './booking-list.ts';
import { showBooking, showBookingDetail } from './booking-views.ts';
import { replayBooking, replayChosen, replayParked } from './replay.ts';

const cursor = z.object({ cursor: z.string().max(200).catch('') });

const replayBody = z.union([
  z.strictObject({ state: z.literal('parked'), cause: z.string().max(300).default('') }),
  z.strictObject({ ids: z.array(z.string().refine(isId)).min(1).max(500) }),
]);

export function createBookingRoutes(deps: BookingDeps): Router {
  const { db, now, log } = deps;
  const router = express.Router();
  router.param('id', refuseBadIds('booking'));

  router.get('/', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const filter = bookingFilter.parse(request.query);
    const { rows, next } = await listBookings(db, workspaceId, filter, cursor.parse(request.query).cursor);
    const counts = await countBookings(db, workspaceId);
    const org = await readOrg(db, workspaceId);
    const sources = await readSources(db, workspaceId);
    const bookings = rows.flatMap((row) => {
      const source = sources.get(row.source_id);
      return source ? [showBooking(row, source, org)] : [];
    });
    response.json({ bookings, next, counts });
  });

  router.get('/causes', async (_request, response) => {
    response.json({ causes: await readCauses(db, accountOf(response).workspaceId) });
  });

  router.get('/choices', async (_request, response) => {
    response.json(await readChoices(db, accountOf(response).workspaceId));
  });

  router.get('/export.csv', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const filter = bookingFilter.parse(request.query);
    const { rows, csv } = streamCsv(db, workspaceId, filter, csvOptions.parse(request.query));
    response.attachment(`bookings-${now().toISOString().slice(0, 10)}.csv`);
    response.type('text/csv; charset=utf-8');
    try {
      await pipeline(rows, csv, response);
    } catch (error) {
      // Begun already: it ends without its end, which a browser shows as a failed download.
      log.warn({ err: error }, 'the bookings could not be written out to the end');
      response.destroy();
    }
  });

  router.get('/replays/:id', async (request, response) => {
    const { workspaceId } = accountOf(response);
    response.json({ counts: await countReplayed(db, workspaceId, request.params.id) });
  });

  router.post('/replay', async (request, response) => {
    const { workspaceId, name } = accountOf(response);
    const asked = replayBody.safeParse(request.body);
    if (!asked.success) {
      const fields = { state: 'must be parked', ids: 'must be 1 to 500 ids of bookings' };
      throw new AppError('bad_input', 'Only parked bookings or chosen ones can be replayed together.', {
        status: 400,
        fields,
      });
    }
    const replay =
      'ids' in asked.data
        ? await replayChosen(db, workspaceId, asked.data.ids, name, now())
        : await replayParked(db, workspaceId, asked.data.cause, name, now());
    await deps.wake(workspaceId);
    response.status(202).json(replay);
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

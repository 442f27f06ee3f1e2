// POST /preview: what the set-up on the screen makes of a recent booking. No Salesforce call while describes are known.
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { accountOf, isId, notFound } from '../bookings/booking-deps.ts';
import { AppError } from '../errors.ts';
import { lookAtOrg } from './look-at-org.ts';
import { previewSetUp } from './preview.ts';
import { pathsOf } from './read-set-up-body.ts';
import { recentBookings } from './seen-in-bookings.ts';
import type { SetUpDeps } from './set-up-deps.ts';
import { setUpSchema } from './set-up-document.ts';

const previewBody = z.object({ setUp: setUpSchema, bookingId: z.string().nullable().default(null) });

export function createPreviewRoute(deps: SetUpDeps): Router {
  const router = express.Router();

  router.post('/preview', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const body = previewBody.safeParse(request.body);
    if (!body.success)
      throw new AppError('bad_input', 'The set-up has parts that Bookbridge does not know.', {
        status: 400,
        fields: pathsOf(body.error),
      });
    const { setUp, bookingId } = body.data;
    if (bookingId !== null && !isId(bookingId)) throw notFound('booking');
    const [recent] = await recentBookings(deps.db, workspaceId, bookingId ?? undefined);
    if (!recent && bookingId !== null) throw notFound('booking');
    const { describes, failure } = await lookAtOrg(deps, workspaceId);
    if (!describes)
      throw (
        failure ??
        new AppError('not_connected', 'No API user is connected.', {
          status: 409,
          fix: 'Connect an API user in the first phase.',
        })
      );
    if (!recent) {
      response.json({ booking: null, records: [] });
      return;
    }
    const { id, title, person, startsAt, booking } = recent;
    const email = booking.details.host?.email?.trim().toLowerCase();
    const entry = setUp.rules.hosts.table.find((one) => one.email.trim().toLowerCase() === email);
    const matched = { ...booking, hostUserId: entry?.userId ?? null };
    response.json({
      booking: { id, title, person, startsAt },
      records: previewSetUp(setUp, describes, matched),
    });
  });
  return router;
}

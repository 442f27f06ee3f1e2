// POST /rehearse: with a made-up booking, a recent one, or a recent one that was edited on the page.
import { randomBytes } from 'node:crypto';
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { accountOf, isId, notFound } from '../../bookings/booking-deps.ts';
import { detailsSchema, noPerson, nothingMore } from '../../bookings/booking.ts';
import type { BookingDetails } from '../../bookings/booking.ts';
import { writtenSchema } from '../../bookings/plan.ts';
import { AppError } from '../../errors.ts';
import { isSalesforceError } from '../../salesforce/errors.ts';
import { pathsOf } from '../read-set-up-body.ts';
import { readSetUp } from '../read-set-up.ts';
import type { SetUpRouteDeps } from '../set-up-deps.ts';
import { setUpSchema } from '../set-up-document.ts';
import { rehearse } from './rehearse.ts';
import type { RehearsedBooking } from './rehearse.ts';
import { requireUnlocked, undoAndLock } from './rehearsal-lock.ts';
import { showRehearsal } from './show-rehearsal.ts';

const line = z.string().trim().max(1_000);
const moment = z.iso.datetime({ offset: true });
const detailsPart = z.object({
  person: z.object({ name: line, email: line, phone: line, company: line }).partial().optional(),
  title: line.optional(),
  description: z.string().max(30_000).optional(),
  start: moment.optional(),
  end: moment.optional(),
  timeZone: line.optional(),
  host: z.object({ name: line.nullable(), email: line }).nullable().optional(),
  eventType: z.object({ key: line, name: line }).nullable().optional(),
  answers: z
    .array(z.object({ label: line, value: z.string().max(5_000), key: line.optional() }))
    .max(200)
    .optional(),
});
type DetailsPart = z.infer<typeof detailsPart>;

const body = z.object({
  setUp: setUpSchema.nullable().default(null),
  booking: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('recent'), id: z.string() }),
    z.object({ kind: z.literal('edited'), id: z.string(), details: detailsPart }),
    z.object({ kind: z.literal('made_up'), details: detailsPart }),
  ]),
});

/** Mounted among the routes of the set-up. */
export function createRehearsalRoutes(deps: SetUpRouteDeps): Router {
  const { db, log, now } = deps;
  const router = express.Router();

  router.post('/rehearse', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const parsed = body.safeParse(request.body);
    if (!parsed.success)
      throw new AppError('bad_input', 'This booking cannot be rehearsed as it is.', {
        status: 400,
        fields: pathsOf(parsed.error),
      });
    await requireUnlocked(db, workspaceId);
    const client = await openOrg(workspaceId);
    const booking = await readBooking(workspaceId, client.orgId, parsed.data.booking);
    const setUp = parsed.data.setUp ?? (await readSetUp(db, workspaceId)).setUp;
    // A rehearsal that the page no longer waits for goes on to its end: cut in the middle, nobody would know what it made.
    const rehearsal = await rehearse(deps, client, setUp, booking, new AbortController().signal).catch(
      (error: unknown) => {
        // Asked about fields that were changed a moment ago.
        if (isSalesforceError(error) && error.errorCode === 'INVALID_FIELD')
          deps.describes.forget(client.orgId);
        throw error;
      },
    );
    const left =
      rehearsal.outcome === 'kept'
        ? await undoAndLock({ db, log, now }, client, workspaceId, rehearsal.made)
        : [];
    response.json(
      showRehearsal(rehearsal, { apiCalls: client.calls(), instanceOrigin: client.instanceOrigin }, left),
    );
  });
  return router;

  async function openOrg(workspaceId: string) {
    const row = await db
      .selectFrom('connections')
      .select(['id', 'state'])
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    if (!row || row.state === 'disconnected')
      throw new AppError('not_connected', 'No API user is connected.', {
        status: 409,
        fix: 'Connect an API user in the first phase.',
      });
    return deps.clientFor(row.id);
  }

  async function readBooking(
    workspaceId: string,
    orgId: string,
    wanted: z.infer<typeof body>['booking'],
  ): Promise<RehearsedBooking> {
    // Never the key of a real booking: a booking that arrives at this moment must not meet it.
    const ownKey = `rehearsal-${randomBytes(16).toString('base64url')}`;
    if (wanted.kind === 'made_up') {
      return {
        bookingKey: ownKey,
        sourceId: '',
        sourceName: 'Rehearsal',
        status: 'scheduled',
        details: overlay(emptyDetails(now()), wanted.details),
        lastWritten: null,
        eventId: null,
      };
    }
    const row = isId(wanted.id)
      ? await db
          .selectFrom('bookings')
          .innerJoin('sources', 'sources.id', 'bookings.source_id')
          .select(['bookings.booking_key', 'bookings.source_id', 'bookings.status', 'bookings.details'])
          .select(['bookings.written', 'bookings.event_record_id', 'bookings.org_id'])
          .select('sources.name')
          .where('bookings.id', '=', wanted.id)
          .where('bookings.workspace_id', '=', workspaceId)
          .executeTakeFirst()
      : undefined;
    if (!row) throw notFound('booking');
    const details = detailsSchema.parse(row.details);
    const isHere = row.org_id === orgId;
    return {
      bookingKey: row.booking_key,
      sourceId: row.source_id,
      sourceName: row.name,
      // Requested and rejected ones are not written; what is rehearsed is the write.
      status: row.status === 'requested' || row.status === 'rejected' ? 'scheduled' : row.status,
      details: wanted.kind === 'edited' ? overlay(details, wanted.details) : details,
      lastWritten: isHere && row.written !== null ? writtenSchema.parse(row.written) : null,
      eventId: isHere ? row.event_record_id : null,
    };
  }
}

const hourMs = 60 * 60 * 1000;

function emptyDetails(now: Date): BookingDetails {
  const start = new Date(Math.ceil(now.getTime() / hourMs) * hourMs + 24 * hourMs);
  return {
    ...nothingMore,
    start: start.toISOString(),
    end: new Date(start.getTime() + hourMs / 2).toISOString(),
    timeZone: null,
    title: null,
    description: null,
    location: null,
    joinUrl: null,
    rescheduleUrl: null,
    cancelUrl: null,
    person: noPerson,
    host: null,
    answers: [],
    reason: null,
  };
}

function overlay(details: BookingDetails, part: DetailsPart): BookingDetails {
  const { person, start, end, ...others } = part;
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  const from = start === undefined ? details.start : new Date(start).toISOString();
  const to = end === undefined ? details.end : new Date(end).toISOString();
  if (from !== null && to !== null && to <= from)
    throw new AppError('bad_input', 'This booking cannot be rehearsed as it is.', {
      status: 400,
      fields: { 'booking.details.end': 'must be after the start' },
    });
  return {
    ...details,
    ...given,
    start: from,
    end: to,
    person: person === undefined ? details.person : overlayPerson(details.person, person),
  };
}

/** A name that was typed replaces both of its parts. */
function overlayPerson(before: BookingDetails['person'], part: NonNullable<DetailsPart['person']>) {
  const isRenamed = part.name !== undefined && part.name !== before.name;
  return {
    ...before,
    name: text(part.name, before.name),
    ...(isRenamed && { firstName: null, lastName: null }),
    email: text(part.email, before.email),
    phone: text(part.phone, before.phone),
    company: text(part.company, before.company),
  };
}

function text(value: string | undefined, other: string | null): string | null {
  return value === undefined ? other : value === '' ? null : value;
}

// Trip 2, stage `intake`: from the raw bytes at the public door to an event in our words.
// In: a source and a request. Out: the parsed event, or an error for the sender. Knows no Salesforce and writes nothing.
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../errors.ts';
import type { SourceKind } from '../store/source-tables.ts';
import { eventKeyOf } from './state/booking-key.ts';
import type { AdmittedEvent } from './booking.ts';
import type { SourceReader } from './sources/source-reader.ts';

export type RawRequest = { rawBody: Buffer; headers: IncomingHttpHeaders };

/** What a source's row says about taking its events. */
export type SourceSide = {
  kind: SourceKind;
  /** The present secret, and the one before it while that is still taken. None: the tool's secret is not known yet. */
  secrets: readonly string[];
  /** Name under which the workspace's booking links carry a Salesforce record id. */
  recordIdParameter: string | null;
};

/**
 * Throws `signature_refused`, `signature_too_old` or `secret_missing` (401), `not_json` (400) or `not_a_booking` (422), in
 * this order: nothing of a body is looked at before its sender is proven.
 */
export function admitEvent(
  reader: SourceReader,
  { secrets, recordIdParameter }: SourceSide,
  { rawBody, headers }: RawRequest,
  now: Date,
): AdmittedEvent {
  prove(reader, secrets, { rawBody, headers }, now);
  const body = readJson(rawBody);
  const event = reader.read(body, { headers, recordIdParameter });
  return { event, eventKey: eventKeyOf(event.eventId, rawBody), body };
}

function prove(
  reader: SourceReader,
  secrets: readonly string[],
  { rawBody, headers }: RawRequest,
  now: Date,
): void {
  if (secrets.length === 0) {
    throw new AppError('secret_missing', 'The secret of this source is not known yet.', {
      status: 401,
      fix: 'Paste the secret that the tool shows for its webhook into the source in Bookbridge.',
    });
  }
  const proofs = secrets.map((secret) => reader.prove(secret, rawBody, headers, now));
  if (proofs.includes('genuine')) return;
  if (proofs.includes('too_old')) {
    throw new AppError('signature_too_old', 'The signature is right, but it was made too long ago.', {
      status: 401,
      fix: 'See that the clocks of both sides are right. An old request that is sent again is refused on purpose.',
    });
  }
  throw new AppError('signature_refused', 'The sender could not be proven.', {
    status: 401,
    fix: `Send ${reader.proof}, as shown when the source was added.`,
  });
}

/** Far deeper than any tool nests; PostgreSQL and our own reading give up at some thousands. */
const maxDepth = 100;

function readJson(rawBody: Buffer): unknown {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch (cause) {
    throw new AppError('not_json', 'The body is not JSON.', {
      status: 400,
      fix: 'Send JSON (UTF-8) with the content type application/json.',
      cause,
    });
  }
  return storable(body);
}

/** What PostgreSQL cannot store and no tool means: NUL is dropped, and half a character (an emoji cut in two) replaced. */
export function storable(value: unknown, depth: number = maxDepth): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) {
    throw new AppError('not_a_booking', 'This is not a booking: its fields lie too deep inside each other.', {
      status: 422,
      fix: `Send at most ${maxDepth} levels of objects and lists.`,
    });
  }
  if (Array.isArray(value)) return value.map((each) => storable(each, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [storableText(key), storable(each, depth - 1)]),
  );
}

function storableText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

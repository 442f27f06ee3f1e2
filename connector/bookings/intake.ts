// Trip 2, stage `intake`: from the raw bytes at the public door to an event in our words.
// In: a source and a request. Out: the parsed event, or an error for the sender. Knows no Salesforce and writes nothing.
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../errors.ts';
import { eventKeyOf } from './booking-key.ts';
import type { AdmittedEvent } from './booking.ts';
import type { SourceReader } from './sources/source-reader.ts';

export type RawRequest = { rawBody: Buffer; headers: IncomingHttpHeaders };

/**
 * Throws `signature_refused` (401), `not_json` (400) or `not_a_booking` (422), in this order: nothing of a body is
 * looked at before its sender is proven.
 */
export function admitEvent(
  reader: SourceReader,
  secret: string,
  { rawBody, headers }: RawRequest,
): AdmittedEvent {
  if (!reader.isGenuine(secret, rawBody, headers)) {
    throw new AppError('signature_refused', 'The sender could not be proven.', {
      status: 401,
      fix: `Send ${reader.proof}, as shown when the source was added.`,
    });
  }
  const body = readJson(rawBody);
  const event = reader.read(body);
  return { event, eventKey: eventKeyOf(event.eventId, rawBody), body };
}

function readJson(rawBody: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
    const body: unknown = JSON.parse(text);
    // PostgreSQL cannot store this one character, and no tool means it.
    return text.includes('\\u0000') ? withoutNul(body) : body;
  } catch (cause) {
    throw new AppError('not_json', 'The body is not JSON.', {
      status: 400,
      fix: 'Send JSON (UTF-8) with the content type application/json.',
      cause,
    });
  }
}

function withoutNul(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '');
  if (Array.isArray(value)) return value.map(withoutNul);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key.replaceAll('\u0000', ''), withoutNul(each)]),
  );
}

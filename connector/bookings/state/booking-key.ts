// Identities: of an event (so that a repeated one is recognised) and of a booking (Booking_Key__c, unique in the org).
import { createHash } from 'node:crypto';

/** The source's own event id, else a hash of the bytes it sent. */
export function eventKeyOf(eventId: string | null, rawBody: Buffer): string {
  // Prefixed, so that an id which looks like a hash can never meet one.
  return eventId === null ? `sha256:${createHash('sha256').update(rawBody).digest('hex')}` : `id:${eventId}`;
}

/** 43 characters. Made once from the first id ever seen of the booking, then kept through all its later ids. */
export function bookingKeyOf(workspaceId: string, sourceId: string, firstId: string): string {
  return createHash('sha256')
    .update(JSON.stringify([workspaceId, sourceId, firstId]))
    .digest('base64url');
}

// Source Standard Webhooks (specification 1.0.0, https://www.standardwebhooks.com): any sender that signs by it, with the
// booking of generic.ts as its data. Secrets begin with "whsec_"; one header may carry several signatures.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { textOf } from '../booking.ts';
import type { ParsedEvent } from '../booking.ts';
import { readGenericEvent, sampleEvent } from './generic.ts';
import { isRecent } from './signatures.ts';
import { instant, maxIdLength, readWith } from './source-reader.ts';
import type { SourceReader } from './source-reader.ts';

const maxAgeMs = 5 * 60_000;

const envelopeSchema = z.looseObject({
  type: z.string().min(1),
  timestamp: instant.optional(),
  data: z.record(z.string(), z.unknown()),
});

export const standardWebhooks: SourceReader = {
  proof: 'the headers "webhook-id", "webhook-timestamp" and "webhook-signature" made with the secret',
  prove(secret, rawBody, headers, now) {
    const key = keyOf(secret);
    const { id, timestamp, signatures } = proofIn(headers);
    if (key === null || id === null || timestamp === null) return 'forged';
    const expected = sign(key, id, timestamp, rawBody);
    // Entries of other versions (v1a is a public-key signature) are for others to read.
    const isSigned = signatures.split(' ').some((entry) => {
      const [version, given = ''] = entry.split(',', 2);
      const bytes = Buffer.from(given, 'base64');
      return version === 'v1' && bytes.length === expected.length && timingSafeEqual(bytes, expected);
    });
    if (!isSigned) return 'forged';
    return isRecent(Number(timestamp), now, maxAgeMs) ? 'genuine' : 'too_old';
  },
  secretBy: 'either',
  refuseSecret(secret) {
    return keyOf(secret) === null ? 'must begin with whsec_ and hold 24 to 64 bytes in base64' : null;
  },
  makeSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
  read(body, { headers, recordIdParameter }): ParsedEvent {
    const { type, timestamp, data } = readWith(envelopeSchema, body);
    const given = textOf(headers['webhook-id']);
    const eventId = given !== null && given.length <= maxIdLength ? given : null;
    const event = readGenericEvent(
      { occurredAt: timestamp, ...data, type: type.replace(/^booking\./, '') },
      recordIdParameter,
      'data',
    );
    return { ...event, type, eventId: eventId ?? event.eventId };
  },
  sample(secret, sample) {
    const { type, occurredAt, ...data } = sampleEvent(sample);
    const body = JSON.stringify({ type: `booking.${type}`, timestamp: occurredAt, data });
    const id = `msg_${sample.id}`;
    const timestamp = String(Math.floor(sample.createdAt.getTime() / 1000));
    const signature = sign(keyOf(secret) ?? Buffer.alloc(0), id, timestamp, Buffer.from(body));
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature.toString('base64')}`,
      },
    };
  },
};

function proofIn(headers: IncomingHttpHeaders) {
  const timestamp = textOf(headers['webhook-timestamp']);
  return {
    id: textOf(headers['webhook-id']),
    timestamp: timestamp !== null && /^\d{1,12}$/.test(timestamp) ? timestamp : null,
    signatures: textOf(headers['webhook-signature']) ?? '',
  };
}

function sign(key: Buffer, id: string, timestamp: string, rawBody: Buffer): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest();
}

/** The bytes of a secret, or null for what is none. */
function keyOf(secret: string): Buffer | null {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret.trim())?.[1];
  const key = encoded === undefined ? null : Buffer.from(encoded, 'base64');
  return key !== null && key.length >= 24 && key.length <= 64 ? key : null;
}

// What the signatures of the tools have in common: an HMAC in hex over the bytes, alone or with a time that is signed too.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Proof } from './source-reader.ts';

/** Our clock and theirs may differ by this much. */
const clockSkewMs = 5 * 60_000;

export function isHexHmac(given: string, secret: string, signed: string | Buffer): boolean {
  if (secret === '' || !/^[0-9a-f]{64}$/i.test(given)) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', secret).update(signed).digest());
}

/** A header like `t=1492774577,v1=5257a869…`: the HMAC in `entry` is made over "time.body". */
export function proveTimedHeader(
  header: IncomingHttpHeaders[string],
  entry: string,
  { secret, rawBody, now, maxAgeMs }: { secret: string; rawBody: Buffer; now: Date; maxAgeMs: number },
): Proof {
  if (typeof header !== 'string') return 'forged';
  const parts = header.split(',').map((part) => part.trim().split('='));
  const valuesOf = (name: string): string[] =>
    parts.flatMap(([key, value]) => (key === name && value !== undefined ? [value] : []));
  const [time] = valuesOf('t');
  if (time === undefined || !/^\d{1,12}$/.test(time)) return 'forged';
  const signed = Buffer.concat([Buffer.from(`${time}.`), rawBody]);
  if (!valuesOf(entry).some((value) => isHexHmac(value, secret, signed))) return 'forged';
  return isRecent(Number(time), now, maxAgeMs) ? 'genuine' : 'too_old';
}

/** `seconds` since 1970. A time ahead of ours is as wrong as an old one. */
export function isRecent(seconds: number, now: Date, maxAgeMs: number): boolean {
  const age = now.getTime() - seconds * 1000;
  return age <= maxAgeMs && age >= -Math.min(maxAgeMs, clockSkewMs);
}

export function timedHeader(entry: string, secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},${entry}=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

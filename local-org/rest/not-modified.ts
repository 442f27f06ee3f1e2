// Conditional GETs of describes: Salesforce sends ETag and Last-Modified with them and answers 304 when nothing changed.

import { createHash } from 'node:crypto';
import type { RestAnswer, RestCall } from './answer.ts';

export type Freshness = ReturnType<typeof createFreshness>;

/** Remembers since when a describe has looked as it does (per user: access rights change it). */
export function createFreshness(now: () => Date) {
  const known = new Map<string, { etag: string; since: number }>();

  return (call: RestCall, userId: string, body: unknown): RestAnswer => {
    const etag = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 8);
    const key = `${userId} ${call.version} ${call.segments.join('/').toLowerCase()}`;
    let state = known.get(key);
    if (state?.etag !== etag) {
      state = { etag, since: Math.floor(now().getTime() / 1_000) * 1_000 };
      known.set(key, state);
    }
    const headers = { ETag: `"${etag}"`, 'Last-Modified': new Date(state.since).toUTCString() };
    const unchanged = isUnchanged(call, etag, state.since);
    return unchanged ? { status: 304, headers, body: undefined } : { status: 200, headers, body };
  };
}

function isUnchanged(call: RestCall, etag: string, since: number): boolean {
  const asked = call.headers['if-none-match'];
  if (asked !== undefined)
    return asked.split(',').some((one) => one.trim().replace(/^W\//, '') === `"${etag}"`);
  const time = Date.parse(call.headers['if-modified-since'] ?? '');
  return !Number.isNaN(time) && since <= time;
}

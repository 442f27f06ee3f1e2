// Waits for a condition by asking again, with a deadline; nothing here sleeps for a fixed time and hopes.
import { setTimeout as pause } from 'node:timers/promises';

/** Asks `look` until it gives something other than null; throws an Error naming `what` after `timeoutMs`. */
export async function until<T>(what: string, timeoutMs: number, look: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${timeoutMs / 1000} seconds.`);
    await pause(50);
  }
}

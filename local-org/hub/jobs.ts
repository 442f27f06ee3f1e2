// Runs what goes on in the background, and ends it when the local org stops.

import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Jobs } from './hub-parts.ts';

export function createJobs(): Jobs {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Set<Promise<void>>();
  return {
    start(work) {
      if (signal.aborted) return;
      // Later: the request that ordered it is to be committed and answered first.
      const job = setImmediate(undefined, { signal })
        .then(work)
        .catch((error: unknown) => {
          // Nobody waits for it who could be told.
          if (!signal.aborted) process.stderr.write(`Local org: ${String(error)}\n`);
        })
        .finally(() => running.delete(job));
      running.add(job);
    },
    sleep: async (ms) => {
      if (ms > 0) await setTimeout(ms, undefined, { signal });
      signal.throwIfAborted();
    },
    areStopping: () => signal.aborted,
    async stop() {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}

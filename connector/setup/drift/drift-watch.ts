// Starts the looks for drift: every few minutes, whoever has not been looked at for an hour.
import type { SetUpDeps } from '../set-up-deps.ts';
import { createGatherer } from '../surroundings.ts';
import { lookForDrift } from './look-for-drift.ts';

const everyMs = 5 * 60 * 1000;

export type DriftWatch = { stop(): Promise<void> };

/** A run that fails is logged and made up for by the next. */
export function startDriftWatch(deps: SetUpDeps): DriftWatch {
  const gatherer = createGatherer(deps);
  let running = Promise.resolve();
  let isRunning = false;
  const run = (): void => {
    if (isRunning) return;
    isRunning = true;
    running = lookForDrift(deps, gatherer)
      .catch((error: unknown) =>
        deps.log.warn({ err: error }, 'the look for drift failed; the next will tell'),
      )
      .finally(() => {
        isRunning = false;
      });
  };
  const timer = setInterval(run, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

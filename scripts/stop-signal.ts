// When a command of ours has to end: Ctrl-C, a terminal that was closed, SIGTERM, or npm gone from above us.
import process from 'node:process';

/** npm may hand on a Ctrl-C that the terminal has sent us as well; two that close together are one. */
const sameKeyMs = 1_000;
const parentCheckMs = 1_000;

/**
 * Aborted at the first wish to stop; `again` is called at the next one.
 * npm hands SIGTERM to its shell, which dies without a word to us: without a look at who our parent is we would stay.
 */
export function listenForStop(again: () => void): AbortSignal {
  const stop = new AbortController();
  let askedAt = 0;
  const ask = (): void => {
    if (!stop.signal.aborted) {
      askedAt = Date.now();
      stop.abort();
    } else if (Date.now() - askedAt > sameKeyMs) {
      again();
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, ask);
  if (process.env['npm_lifecycle_event'] !== undefined) {
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      ask();
    }, parentCheckMs);
    watch.unref();
  }
  return stop.signal;
}

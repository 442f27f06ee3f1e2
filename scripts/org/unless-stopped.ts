// Waiting that ends when a person wants to stop.
import { stopped } from './problem.ts';

/** Salesforce may take hours: who wants to stop does not wait for it. What was asked of Salesforce goes on there. */
export async function unlessStopped<T>(work: Promise<T>, stopAsked: AbortSignal): Promise<T> {
  const ended = new AbortController();
  const stop = new Promise<never>((_resolve, reject) => {
    const options = { signal: ended.signal };
    stopAsked.addEventListener('abort', () => reject(stopped()), options);
  });
  try {
    return await Promise.race([work, stop]);
  } finally {
    ended.abort();
  }
}

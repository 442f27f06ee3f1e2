// What is our own mistake in carrying out a job: told on stderr, and to the client as Salesforce tells its own.

import { randomInt } from 'node:crypto';

export function tellUnexpected(error: unknown): string {
  const errorId = randomInt(100_000_000, 1_000_000_000);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`local org: ${errorId}: ${text}\n`);
  return `An unexpected error occurred. Please include this ErrorId if you contact support: ${errorId}`;
}

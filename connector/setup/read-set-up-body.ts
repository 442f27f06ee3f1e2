// The body of a save: the document in its full form, or one sentence for each part that is not. Nothing is repaired silently.
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { setUpSchema } from './set-up-document.ts';
import type { SetUp } from './set-up-document.ts';

const bodySchema = z.object({ revision: z.int().min(0), setUp: setUpSchema });

/** Throws `bad_input` (400) with the paths that cannot be read. */
export function readSetUpBody(body: unknown): { revision: number; setUp: SetUp } {
  const parsed = bodySchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError('bad_input', 'The set-up has parts that Bookbridge does not know.', {
    status: 400,
    fix: 'Load the page again. A file is imported with "Import".',
    fields: pathsOf(parsed.error),
  });
}

const mostPaths = 20;

/** `fields.Lead.3.target` → what is wrong there. */
export function pathsOf(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(
    error.issues.slice(0, mostPaths).map((issue) => [issue.path.join('.') || 'setUp', issue.message]),
  );
}

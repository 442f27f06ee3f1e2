// What a person may send about a source: which kind, its name, a secret of their own. Each field's problem is told by name.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { sourceKinds } from '../../store/source-tables.ts';
import type { SourceKind } from '../../store/source-tables.ts';
import { sourceReaders } from './source-readers.ts';

// Source__c in the org takes 80 characters.
const name = z
  .string({ error: 'is missing' })
  .trim()
  .min(1, 'is missing')
  .max(80, 'takes at most 80 characters')
  .regex(/^\P{Cc}*$/u, 'must not contain control characters');
const secret = z
  .string({ error: 'must be text' })
  .trim()
  .min(8, 'needs at least 8 characters')
  .max(200, 'takes at most 200 characters')
  .regex(/^\P{Cc}*$/u, 'must not contain control characters');

const newSource = z.object({
  kind: z.enum(sourceKinds, { error: `must be one of ${sourceKinds.join(', ')}` }),
  name,
  secret: secret.optional(),
});
const nameOnly = z.object({ name });
const secretOnly = z.object({ secret: secret.optional() });

export function readNewSource(body: unknown): { kind: SourceKind; name: string; secret: string | null } {
  const { kind, ...given } = readInput(newSource, body);
  const own = given.secret ?? null;
  refuseSecret(kind, own);
  return { kind, name: given.name, secret: own };
}

export function readName(body: unknown): string {
  return readInput(nameOnly, body).name;
}

/** A person's own secret, or null when Bookbridge shall make one. */
export function readSecret(kind: SourceKind, body: unknown): string | null {
  const own = readInput(secretOnly, body ?? {}).secret ?? null;
  refuseSecret(kind, own);
  if (own === null && sourceReaders[kind].secretBy === 'tool') {
    throw badInput({ secret: 'is made by the tool: paste the one that it shows' });
  }
  return own;
}

function refuseSecret(kind: SourceKind, own: string | null): void {
  const problem = own === null ? null : sourceReaders[kind].refuseSecret(own);
  if (problem !== null) throw badInput({ secret: problem });
}

/** `bad_input` (400) naming each field. */
export function readInput<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw badInput(
    Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message])),
  );
}

export function badInput(fields: Record<string, string>): AppError {
  const [[field, what] = ['body', 'cannot be read']] = Object.entries(fields);
  return new AppError('bad_input', `The ${field} ${what}.`, { status: 400, fields });
}

// What a page sends when somebody presses "Connect": read once, each refusal naming its field.
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { EnvironmentChoice } from './choose-app.ts';

/** Salesforce's keys and secrets are one word; a line break or a label that was copied along would only fail at the login. */
const oneWord = (missing: string, what: string) =>
  z
    .string(missing)
    .trim()
    .min(1, missing)
    .max(300, `${what} is at most 300 characters long.`)
    .regex(/^[\x21-\x7e]+$/, `${what} is one word: copy it once more, without spaces or line breaks.`);

const ownApp = z.object({
  use: z.literal('own'),
  clientId: oneWord('Enter the consumer key of the app.', 'The consumer key'),
  clientSecret: oneWord('Enter the consumer secret of the app.', 'The consumer secret'),
  scope: z.enum(['global', 'local'], 'Say whether the app belongs to this org alone.'),
});

const choice = z.object({
  environment: z.enum(['production', 'sandbox', 'my_domain'], 'Choose one of the three.'),
  myDomain: z.string().max(255, 'An address is at most 255 characters long.').optional(),
  mode: z.enum(['standard', 'secure'], 'Choose standard or secure.').optional(),
  app: z
    .discriminatedUnion('use', [
      z.object({ use: z.literal('default') }),
      z.object({ use: z.literal('present') }),
      ownApp,
    ])
    .optional(),
});

/** Throws `bad_input` with the fields. */
export function readChoice(body: unknown): EnvironmentChoice {
  const read = choice.safeParse(body ?? {});
  if (read.success) return read.data;
  const fields: Record<string, string> = {};
  for (const { path, message } of read.error.issues) {
    fields[String(path.at(-1) ?? 'environment')] ??= message;
  }
  const message =
    'environment' in fields
      ? 'Choose Production, Sandbox or My Domain.'
      : 'Please correct the marked fields.';
  throw new AppError('bad_input', message, { status: 400, fields });
}

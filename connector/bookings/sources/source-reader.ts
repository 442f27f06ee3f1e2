// What every kind of source has to offer: prove the sender, read a body, make a secret and a sample.
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { ParsedEvent } from '../booking.ts';

export type SamplePerson = {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  company: string;
};
export type Sample = { id: string; start: Date; end: Date; createdAt: Date; person: SamplePerson };

/** Whether the raw bytes were sent, lately enough, by somebody who knows the secret. */
export type Proof = 'genuine' | 'forged' | 'too_old';

/** What beside the body decides how it is read. */
export type ReadingContext = { headers: IncomingHttpHeaders; recordIdParameter: string | null };

export type SourceReader = {
  prove(secret: string, rawBody: Buffer, headers: IncomingHttpHeaders, now: Date): Proof;
  /** How a sender proves itself, for the message of a 401. */
  proof: string;
  /** Who makes the secret: Bookbridge, or a person's own is taken too, or the tool alone. */
  secretBy: 'bookbridge' | 'either' | 'tool';
  /** Why a secret that a person brings cannot be one of this tool, or null. */
  refuseSecret(secret: string): string | null;
  /** Throws `not_a_booking` (422) naming every field that is missing or wrong. */
  read(body: unknown, context: ReadingContext): ParsedEvent;
  makeSecret(): string;
  /** A request as the source would send it. */
  sample(secret: string, sample: Sample): { body: string; headers: Record<string, string> };
};

export function notABooking(fields: Record<string, string>): AppError {
  const [[field, what] = ['body', 'is not a booking'], ...more] = Object.entries(fields);
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return new AppError('not_a_booking', `This is not a booking: "${field}" ${what}${others}.`, {
    status: 422,
    fields,
    fix: 'Send the fields as described. With Cal.com, leave the custom payload template of the webhook empty.',
  });
}

/** `read` of a zod schema: the value, or `not_a_booking` with a path like `payload.startTime` per problem. */
export function readWith<T>(schema: z.ZodType<T>, body: unknown, below = ''): T {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw notABooking(
    Object.fromEntries(
      parsed.error.issues.map((issue) => [
        [below, ...issue.path.map(String)].filter((part) => part !== '').join('.') || 'body',
        issue.input === undefined
          ? 'is missing'
          : `is wrong: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`,
      ]),
    ),
  );
}

/** Any of the spellings `…Z`, `….000Z` and `…+00:00`, read into one. Salesforce knows no other years. */
export const instant = z.iso
  .datetime({ offset: true, message: 'Must be a time like 2030-05-06T09:00:00+02:00' })
  .transform((value) => new Date(value).toISOString())
  .refine((value) => value >= '1700-01-01' && value < '4001', { message: 'Must lie between 1700 and 4000' });

/** Longest id of a booking: longer ones fit into no index. */
export const maxIdLength = 500;

/** A web address, or null. Anybody can write anything into a booking link, and the pages show this as a link. */
export function webLink(value: string | null): string | null {
  return value !== null && /^https?:\/\//i.test(value) && URL.canParse(value) ? value : null;
}

// The answers inside a Cal.com webhook: by the question's identifier, with a label that may be a key, and a value that may be
// text, a list or an object. A hidden question is filled by the booking link, not by a person.
import { z } from 'zod';
import { textOf } from '../booking.ts';
import type { BookingDetails } from '../booking.ts';
import { namesRecord } from './link-values.ts';

const anyText = z.unknown().optional().transform(textOf);
const answerSchema = z.union([
  z.looseObject({
    label: anyText,
    value: z.unknown().optional(),
    isHidden: z
      .unknown()
      .optional()
      .transform((value) => value === true),
  }),
  z.unknown().transform((value) => ({ label: null, value, isHidden: false })),
]);
export const answersSchema = z.record(z.string(), answerSchema).nullish().catch(null);
export type Answers = z.infer<typeof answersSchema>;

/** What became a field of its own, or is no answer. */
const notAnswers = new Set([
  'name',
  'email',
  'guests',
  'location',
  'title',
  'attendeePhoneNumber',
  'smsReminderNumber',
  'rescheduleReason',
]);

/** `hidden`: values that came with the link, record ids among them. */
export function listAnswers(
  { responses, userFieldsResponses }: { responses?: Answers; userFieldsResponses?: Answers },
  parameter: string | null,
): { shown: BookingDetails['answers']; hidden: Record<string, string> } {
  const shown: BookingDetails['answers'] = [];
  const hidden: Record<string, string> = {};
  for (const [key, answer] of Object.entries({ ...responses, ...userFieldsResponses })) {
    const value = notAnswers.has(key) ? null : inWords(answer.value);
    if (value === null) continue;
    if (answer.isHidden || namesRecord(key, parameter)) hidden[key] = value;
    else shown.push({ label: labelOf(answer.label ?? key), value, key });
  }
  return { shown, hidden };
}

export function answerOf(answers: Answers, key: string): unknown {
  return answers !== null && answers !== undefined && Object.hasOwn(answers, key)
    ? answers[key]?.value
    : undefined;
}

export function companyOf(answers: Answers): string | null {
  for (const [key, { label, value }] of Object.entries(answers ?? {})) {
    if (/^(your[ _-])?company([ _-]name)?$/i.test(key) || /^(your )?company( name)?\??$/i.test(label ?? '')) {
      const company = textOf(value);
      if (company !== null) return company;
    }
  }
  return null;
}

/** Labels of Cal.com's own questions are keys like `additional_notes` on create and `notes` on cancel. */
function labelOf(label: string): string {
  if (!/^[a-z]+(_[a-z]+)*$/.test(label)) return label;
  const words = label.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function inWords(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value))
    return textOf(
      value
        .map(inWords)
        .filter((each) => each !== null)
        .join(', '),
    );
  if (typeof value === 'object' && value !== null) return inWords(Object.values(value));
  return textOf(value);
}

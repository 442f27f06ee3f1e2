// Asking the connector for a rehearsal: a real write to the real org that is rolled back.
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { post } from '../../request.ts';
import type { SetUp } from '../set-up-document.ts';
import { valuesSchema } from '../setup-api.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const record = z.object({
  ref: z.string(),
  object: z.string(),
  action: z.string(),
  id: z.string().nullish(),
  name: z.string().nullish(),
  url: z.string().nullish(),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      present: value.nullish(),
      planned: value.nullish(),
      changed: z.boolean(),
    }),
  ),
});
export type RehearsedRecord = z.infer<typeof record>;

const rehearsalAnswer = z.object({
  outcome: z.enum(['accepted', 'refused', 'failed']),
  apiCalls: z.number(),
  refusal: z
    .object({
      object: z.string().nullish(),
      field: z.string().nullish(),
      code: z.string(),
      message: z.string(),
      ours: z.object({ code: z.string(), values: valuesSchema }).nullish(),
      fix: z.string().nullish(),
    })
    .nullish(),
  records: z.array(record),
  remains: z.array(z.string()),
  trail: z.array(z.object({ code: z.string(), text: z.string() }).loose()).default([]),
});
export type RehearsalAnswer = z.infer<typeof rehearsalAnswer>;

/** Laid over the booking's own details, or over empty ones; what is left out stays. */
export type RehearsedDetails = {
  person?: { name?: string; email?: string; phone?: string; company?: string };
  title?: string;
  description?: string;
  host?: { name: string | null; email: string };
  eventType?: { key: string; name: string };
  start?: string;
  end?: string;
  timeZone?: string;
};
export type RehearsedBooking =
  | { kind: 'recent'; id: string }
  | { kind: 'edited'; id: string; details: RehearsedDetails }
  | { kind: 'made_up'; details: RehearsedDetails };

export function useRehearse() {
  return useMutation({
    mutationFn: (input: { setUp: SetUp | null; booking: RehearsedBooking }) =>
      post('/api/setup/rehearse', rehearsalAnswer, input),
  });
}

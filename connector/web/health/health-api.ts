// What the connector answers about the health of a workspace's bookings.
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { causeSchema } from '../bookings/bookings-api.ts';
import { get } from '../request.ts';

const sentenceCodes = [
  'not_connected',
  'reconnect',
  'needs_attention',
  'paused_by_user',
  'limit',
  'unavailable',
  'parked',
  'late',
  'on_their_way',
  'all_written',
  'nothing_yet',
] as const;

const hour = z.object({
  hour: z.string(),
  received: z.number(),
  written: z.number(),
  parked: z.number(),
  oldestWaitingSeconds: z.number(),
  apiCalls: z.number(),
  orgUsed: z.number().nullable(),
  orgMax: z.number().nullable(),
});
export type HealthHour = z.infer<typeof hour>;

const checkRun = z.object({
  from: z.string(),
  to: z.string(),
  runs: z.number(),
  passed: z.number(),
  others: z.array(z.object({ id: z.string(), title: z.string(), status: z.string() })),
});
export type CheckRun = z.infer<typeof checkRun>;

const healthAnswer = z.object({
  sentence: z.object({
    code: z.enum(sentenceCodes),
    tone: z.enum(['good', 'info', 'warn', 'bad']),
    waiting: z.number(),
    parked: z.number(),
    at: z.string().nullable(),
  }),
  causes: z.array(causeSchema),
  api: z.object({
    own: z.number(),
    org: z.object({ used: z.number(), max: z.number(), hour: z.string() }).nullable(),
  }),
  hours: z.array(hour),
  checkRuns: z.array(checkRun),
});
export type Health = z.infer<typeof healthAnswer>;

const freshMs = 10_000;

export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => get('/api/health', healthAnswer, signal),
    refetchInterval: freshMs,
  });
}

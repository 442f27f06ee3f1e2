// What `--json` prints: exactly one object of this shape, whatever happened. Machines build on it, so fields are only added.
import { z } from 'zod';

const checkSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['pass', 'warn', 'fail', 'unknown']),
  found: z.string(),
  fix: z.object({ text: z.string(), href: z.string().optional() }).optional(),
  required: z.boolean(),
});

export const stepReportSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** `already`: nothing to do; `skipped`: not asked for, or not reached; `planned`: a dry run would do it now. */
  state: z.enum(['already', 'done', 'failed', 'skipped', 'planned']),
  detail: z.string(),
  ms: z.number(),
  /** How a person does it without this command; where `state` is `failed` or `planned` and the org is known. */
  byHand: z.string().optional(),
});

export const reportSchema = z.object({
  /** Null: the words after `npm run org` name none. */
  command: z.enum(['create', 'setup', 'check', 'delete']).nullable(),
  /** `waiting`: --async, or --wait ran out; the same command goes on. */
  status: z.enum(['ready', 'needs_attention', 'planned', 'waiting', 'deleted', 'stopped', 'failed']),
  org: z
    .object({
      orgId: z.string(),
      username: z.string(),
      kind: z.enum(['production', 'sandbox', 'scratch']),
      instanceUrl: z.string(),
      alias: z.string().nullable(),
    })
    .nullable(),
  apiUser: z.string().nullable(),
  steps: z.array(stepReportSchema),
  checks: z.array(checkSchema),
  connection: z.object({ id: z.string(), workspace: z.string() }).nullable(),
  /** Absent unless `status` is `failed`, `stopped` or `waiting`. */
  error: z.object({ code: z.string(), message: z.string(), fix: z.string() }).optional(),
});

export type Report = z.infer<typeof reportSchema>;
export type StepReport = z.infer<typeof stepReportSchema>;
export type CheckRow = z.infer<typeof checkSchema>;

/** For what goes wrong before a command begins: a wrong flag, a broken file of ours. */
export function emptyReport(command: Report['command'], error: Report['error']): Report {
  return {
    command,
    status: error?.code === 'stopped' ? 'stopped' : 'failed',
    org: null,
    apiUser: null,
    steps: [],
    checks: [],
    connection: null,
    ...(error !== undefined && { error }),
  };
}

/** 0 when what was asked for is there, or on its way because nobody wanted to wait (--async). */
export function exitCodeOf({ status, error }: Report): number {
  if (error?.code === 'wrong_usage') return 2;
  if (status === 'waiting') return error?.code === 'asked_not_to_wait' ? 0 : 1;
  return status === 'failed' || status === 'needs_attention' || status === 'stopped' ? 1 : 0;
}

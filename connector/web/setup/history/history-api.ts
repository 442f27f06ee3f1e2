// What the connector answers about changes of the set-up, files of it, and another org.
import { z } from 'zod';
import { get, post } from '../../request.ts';
import { setUpDocument } from '../set-up-document.ts';
import { problem, setUpAnswer, valuesSchema } from '../setup-api.ts';

const line = z.object({ path: z.string(), before: z.unknown(), after: z.unknown() });
const change = z.object({
  id: z.string(),
  revision: z.number(),
  at: z.string(),
  by: z.string().nullable(),
  action: z.string(),
  lines: z.array(line),
});
export type SetUpChange = z.infer<typeof change>;

const importAnswer = z.object({
  setUp: setUpDocument,
  lines: z.array(line),
  problems: z.array(problem),
  skipped: z.array(z.string()),
  from: z
    .object({ org: z.object({ name: z.string() }).nullish(), exportedAt: z.string().nullish() })
    .nullish(),
});
export type ImportAnswer = z.infer<typeof importAnswer>;

const org = z.object({ id: z.string(), name: z.string() }).nullable();
const gapsAnswer = z.object({
  from: org,
  to: org,
  switched: z.boolean(),
  connected: z.boolean(),
  gaps: z.array(
    z.object({
      object: z.string().nullable(),
      field: z.string().nullable(),
      usedBy: z.array(z.string()),
      code: z.string(),
      values: valuesSchema,
    }),
  ),
  elsewhere: z.array(z.object({ orgId: z.string(), written: z.number(), upcoming: z.number() })),
});
export type GapsAnswer = z.infer<typeof gapsAnswer>;

export const historyApi = {
  changes: (signal?: AbortSignal) =>
    get('/api/setup/changes', z.object({ changes: z.array(change) }), signal),
  restore: (input: { id: string; revision: number }) =>
    post(`/api/setup/changes/${encodeURIComponent(input.id)}/restore`, setUpAnswer, {
      revision: input.revision,
    }),
  readFile: (input: { file: string; revision: number }) => post('/api/setup/import', importAnswer, input),
  gaps: (signal?: AbortSignal) => get('/api/setup/gaps', gapsAnswer, signal),
  carryOver: (revision: number) => post('/api/setup/carry-over', setUpAnswer, { revision }),
  writeAnew: () => post('/api/setup/write-anew', z.object({ count: z.number() })),
};

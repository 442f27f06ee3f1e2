// What the connector answers about sources and imports, as schemas, and one function per endpoint.
import { z } from 'zod';
import { get, nothing, post, remove, upload } from '../request.ts';

export const sourceKinds = ['cal-com', 'calendly', 'oncehub', 'standard-webhooks', 'generic'] as const;
export const sourceKind = z.enum(sourceKinds);
export type SourceKind = z.infer<typeof sourceKind>;

const problem = z.object({ code: z.string(), message: z.string(), fix: z.string().nullable() });

const source = z.object({
  id: z.string(),
  kind: sourceKind,
  name: z.string(),
  address: z.string(),
  createdAt: z.string(),
  awaitsSecret: z.boolean(),
  previousSecretUntil: z.string().nullable(),
  pausedAt: z.string().nullable(),
  lastEventAt: z.string().nullable(),
  lastEventState: z.string().nullable(),
  lastEventType: z.string().nullable(),
  events: z.number(),
  held: z.number(),
  refused: z.number(),
  refusals: z.array(problem.extend({ count: z.number(), lastAt: z.string() })),
  eventTypes: z.array(z.object({ key: z.string(), name: z.string(), bookings: z.number() })),
  api: z
    .object({ account: z.string().nullable(), baseUrl: z.string().nullable(), hasKey: z.boolean() })
    .nullable(),
  reconciled: z
    .object({
      at: z.string(),
      seen: z.number(),
      added: z.number(),
      changed: z.number(),
      canceled: z.number(),
      notVisible: z.number(),
      problem: problem.nullable(),
    })
    .nullable(),
});
export type Source = z.infer<typeof source>;
export type Refusal = Source['refusals'][number];

const difference = z.enum(['new', 'same', 'canceled', 'moved', 'changed', 'confirmed']);
export type Difference = z.infer<typeof difference>;

const importSchema = z.object({
  id: z.string(),
  kind: z.enum(['backfill', 'file']),
  state: z.enum(['reading', 'previewed', 'running', 'done', 'failed']),
  fileName: z.string().nullable(),
  preview: z.object({
    counts: z.partialRecord(difference, z.number()),
    rows: z.array(
      z.object({
        what: difference,
        person: z.string(),
        title: z.string(),
        startsAt: z.string(),
        timeZone: z.string(),
      }),
    ),
    refused: z.array(z.object({ line: z.number(), field: z.string(), problem: z.string() })),
    refusedLines: z.number(),
    unusedColumns: z.array(z.string()),
    isCut: z.boolean(),
  }),
  total: z.number(),
  position: z.number(),
  counts: z.object({ filed: z.number(), same: z.number() }),
  problem: problem.nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Import = z.infer<typeof importSchema>;

const oneSource = z.object({ source });
const oneImport = z.object({ import: importSchema });
const withSecret = z.object({ source, secret: z.string().nullable() });
const at = (id: string, rest = ''): string => `/api/sources/${encodeURIComponent(id)}${rest}`;
const importAt = (id: string, importId: string, rest = ''): string =>
  at(id, `/imports/${encodeURIComponent(importId)}${rest}`);

export const sourcesApi = {
  list: (signal?: AbortSignal) => get('/api/sources', z.object({ sources: z.array(source) }), signal),
  add: (input: { kind: SourceKind; name: string; secret?: string }) =>
    post('/api/sources', withSecret, input),
  rename: ({ id, name }: { id: string; name: string }) => post(at(id, '/rename'), oneSource, { name }),
  changeSecret: ({ id, secret }: { id: string; secret?: string }) =>
    post(at(id, '/secret'), withSecret, { ...(secret !== undefined && { secret }) }),
  pause: (id: string) => post(at(id, '/pause'), oneSource),
  resume: (id: string) => post(at(id, '/resume'), oneSource),
  remove: (id: string) => remove(at(id)),
  restore: (id: string) => post(at(id, '/restore'), nothing),
  sendSample: (id: string) => post(at(id, '/sample'), z.object({ bookingId: z.string() })),

  saveApiKey: ({ id, ...input }: { id: string; apiKey: string; baseUrl?: string }) =>
    post(at(id, '/api-key'), oneSource, input),
  removeApiKey: (id: string) => remove(at(id, '/api-key')),
  reconcile: (id: string) => post(at(id, '/reconcile'), nothing),
  backfill: (id: string) => post(at(id, '/backfill'), z.object({ importId: z.string() })),
  readFile: ({ id, file }: { id: string; file: File }) =>
    upload(at(id, `/import?name=${encodeURIComponent(file.name)}`), oneImport, file),
  import: (id: string, importId: string, signal?: AbortSignal) =>
    get(importAt(id, importId), oneImport, signal),
  startImport: ({ id, importId }: { id: string; importId: string }) =>
    post(importAt(id, importId, '/start'), oneImport),

  pauseWriting: () => post('/api/connection/pause', nothing),
  resumeWriting: () => post('/api/connection/resume', nothing),
};

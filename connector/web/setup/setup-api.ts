// What the connector answers about the set-up, as schemas, and one function per endpoint. Sentences are made here from
// codes and values, so that they can be told in the reader's language.
import { z } from 'zod';
import { get, post, put } from '../request.ts';
import { mappedObject, setUpDocument, type MappedObject, type SetUp } from './set-up-document.ts';

export const phaseIds = [
  'api-connection',
  'installation',
  'field-validation',
  'field-mapping',
  'creation-rules',
] as const;
export const phaseId = z.enum(phaseIds);
export type PhaseId = z.infer<typeof phaseId>;

export const valuesSchema = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]).catch(null))
  .nullish()
  .transform((given) => given ?? {});
const coded = z.object({ code: z.string(), values: valuesSchema });
export type Coded = z.infer<typeof coded>;

const phase = z.object({
  id: phaseId,
  state: z.enum(['done', 'open', 'blocked', 'broken']),
  summary: coded,
  missing: z.array(coded.extend({ who: z.enum(['you', 'salesforce_admin']) })),
});
export type Phase = z.infer<typeof phase>;

export const problem = z.object({
  phase: phaseId,
  object: z.string().nullish(),
  field: z.string().nullish(),
  code: z.string(),
  values: valuesSchema,
  blocks: z.boolean(),
});
export type Problem = z.infer<typeof problem>;

export const setUpAnswer = z.object({
  revision: z.number(),
  setUp: setUpDocument,
  defaults: setUpDocument,
  confirmed: z.partialRecord(phaseId, z.string()),
  updatedAt: z.string().nullish(),
  updatedBy: z.string().nullish(),
  phases: z.array(phase),
  problems: z.array(problem),
  connected: z.boolean(),
  org: z.object({ id: z.string(), name: z.string() }).nullish(),
});
export type SetUpAnswer = z.infer<typeof setUpAnswer>;

const field = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  length: z.number().nullish(),
  precision: z.number().nullish(),
  scale: z.number().nullish(),
  required: z.boolean(),
  custom: z.boolean().default(false),
  createable: z.boolean().default(true),
  updateable: z.boolean().default(true),
  mappable: z.boolean(),
  reason: z.string().nullish(),
  picklist: z
    .array(z.object({ value: z.string(), label: z.string(), active: z.boolean().default(true) }))
    .nullish()
    .transform((given) => given ?? []),
  controller: z.string().nullish(),
  referenceTo: z.array(z.string()).default([]),
  externalIds: z
    .record(z.string(), z.array(z.object({ name: z.string(), label: z.string() })))
    .nullish()
    .transform((given) => given ?? {}),
  accepts: z.array(z.string()),
  acceptsWithCare: z.array(z.string()).default([]),
});
export type ObjectField = z.infer<typeof field>;

const recordType = z.object({
  id: z.string(),
  name: z.string(),
  isDefault: z.boolean(),
  isMaster: z.boolean(),
  available: z.boolean(),
});
const objectAnswer = z.object({
  object: mappedObject,
  label: z.string(),
  visible: z.boolean(),
  fields: z.array(field),
  recordTypes: z.array(recordType),
});
export type ObjectAnswer = z.infer<typeof objectAnswer>;

const bookingField = z.object({
  id: z.string(),
  group: z.string(),
  type: z.string(),
  label: z.string().nullish(),
  sample: z.string().nullable(),
});
export type BookingField = z.infer<typeof bookingField>;
const bookingFieldsAnswer = z.object({
  fields: z.array(bookingField),
  eventTypes: z.array(z.object({ key: z.string(), name: z.string(), source: z.string() })),
  recentBookings: z.array(
    z.object({ id: z.string(), title: z.string(), person: z.string(), startsAt: z.string() }),
  ),
});
export type BookingFieldsAnswer = z.infer<typeof bookingFieldsAnswer>;

const ownersAnswer = z.object({
  users: z.array(z.object({ id: z.string(), name: z.string(), username: z.string(), active: z.boolean() })),
  queues: z.array(z.object({ id: z.string(), name: z.string(), objects: z.array(z.string()) })),
  unavailable: z.string().nullish(),
});
export type OwnersAnswer = z.infer<typeof ownersAnswer>;

const host = z.object({
  email: z.string(),
  name: z.string().nullish(),
  bookings: z.number(),
  match: z.object({ how: z.string(), userId: z.string(), userName: z.string() }).nullable(),
});
export type Host = z.infer<typeof host>;

const previewAnswer = z.object({
  booking: z.object({ id: z.string(), title: z.string(), person: z.string() }).loose().nullish(),
  records: z.array(
    z.object({
      object: z.string(),
      fields: z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
          notes: z.array(z.string()).default([]),
          from: z.string().nullish(),
        }),
      ),
    }),
  ),
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;

const part = encodeURIComponent;

export const setUpApi = {
  setUp: (signal?: AbortSignal) => get('/api/setup', setUpAnswer, signal),
  phases: (signal?: AbortSignal) => get('/api/setup/phases', z.object({ phases: z.array(phase) }), signal),
  save: (input: { revision: number; setUp: SetUp; imported?: boolean }) =>
    put(`/api/setup${input.imported ? '?imported=1' : ''}`, setUpAnswer, {
      revision: input.revision,
      setUp: input.setUp,
    }),
  confirm: (input: { phase: PhaseId; revision: number }) => post('/api/setup/confirm', setUpAnswer, input),
  object: (object: MappedObject, signal?: AbortSignal) =>
    get(`/api/setup/objects/${part(object)}`, objectAnswer, signal),
  bookingFields: (signal?: AbortSignal) => get('/api/setup/booking-fields', bookingFieldsAnswer, signal),
  owners: (q: string, signal?: AbortSignal) => get(`/api/setup/owners?q=${part(q)}`, ownersAnswer, signal),
  hosts: (signal?: AbortSignal) => get('/api/setup/hosts', z.object({ hosts: z.array(host) }), signal),
  preview: (input: { setUp: SetUp; bookingId: string | null }) =>
    post('/api/setup/preview', previewAnswer, input),
};

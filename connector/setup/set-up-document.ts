// What a workspace has set in phases 3 to 5, as one document: which value goes into which Salesforce field, and what is
// created, updated and owned. Stored as it is, exported as it is, checked against the org's describe elsewhere.
import { z } from 'zod';

/** The five objects that a set-up speaks about, in the order in which pages show them. */
export const mappedObjects = ['Lead', 'Contact', 'Account', 'Case', 'Event'] as const;
export type MappedObject = (typeof mappedObjects)[number];

/** What happened to a booking, for rows that only write at certain moments. */
export const moments = ['booked', 'rescheduled', 'canceled', 'completed', 'no_show'] as const;
export type Moment = (typeof moments)[number];

const fixedValue = z.union([z.string().max(5_000), z.number(), z.boolean()]);
export type FixedValue = z.infer<typeof fixedValue>;

/** Where a value comes from. Field ids are those of booking-fields.ts; a fixed multi-select joins its values by ";". */
export const valueSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('booking'),
    field: z.string().min(1).max(300),
    /** Used when the booking has no value there. */
    fallback: fixedValue.nullable().default(null),
  }),
  z.object({ kind: z.literal('fixed'), value: fixedValue }),
]);
export type ValueSource = z.infer<typeof valueSourceSchema>;

export const rowSchema = z.object({
  /** API name of the Salesforce field; one row per field and object. */
  target: z.string().min(1).max(80),
  source: valueSourceSchema,
  /** For a record that was there before; a new record takes every value. */
  overwrite: z.enum(['always', 'if_empty']).default('always'),
  when: z
    .array(z.enum(moments))
    .min(1)
    .default([...moments]),
  /** Reference fields: which object the value names, and by which of its fields (Id or an external id). */
  lookup: z
    .object({ object: z.string().max(80), by: z.string().max(80) })
    .nullable()
    .default(null),
});
export type MappingRow = z.infer<typeof rowSchema>;

const recordId = z.string().regex(/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/);
const named = { id: recordId, name: z.string().max(300) };

/** `keep`: as it is. `host`: the user that the booking's host is matched to, else the fallback owner. */
export const ownerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('host') }),
  z.object({ kind: z.literal('user'), ...named }),
  z.object({ kind: z.literal('queue'), ...named }),
  z.object({ kind: z.literal('assignment_rules') }),
]);
export type Owner = z.infer<typeof ownerSchema>;

const recordTypeId = recordId.nullable();

export const matchKeys = ['contact_email', 'lead_email', 'contact_phone', 'lead_phone'] as const;
export type MatchKey = (typeof matchKeys)[number];

const personFields = z.object({ Lead: z.array(z.string().max(80)), Contact: z.array(z.string().max(80)) });

export const rulesSchema = z.object({
  /** Who is made of a person whom nobody in the org matches. */
  unknownPerson: z.enum(['lead', 'contact', 'person_account', 'none']),
  match: z.object({
    /** Tried in this order; a key that is left out is not looked for. */
    order: z.array(z.enum(matchKeys)),
    emailFields: personFields,
    phoneFields: personFields,
    tie: z.enum(['latest', 'oldest', 'park']),
    /** A record id in the booking link names a record with another e-mail address. */
    linkedRecordDiffers: z.enum(['link_only', 'trust', 'park']),
  }),
  /** `update`: rows of the mapping are written to a record that was there before. `keep`: it stays as it is. */
  lead: z.object({
    found: z.enum(['update', 'keep']),
    ownerOfNew: ownerSchema,
    ownerOfFound: ownerSchema,
    recordTypeId,
  }),
  contact: z.object({
    found: z.enum(['update', 'keep']),
    ownerOfNew: ownerSchema,
    ownerOfFound: ownerSchema,
    recordTypeId,
  }),
  account: z.object({
    /** How the Account of a new Contact is looked for; an Account with a look-up is asked only for people nobody knows. */
    match: z.enum(['domain', 'name', 'none']),
    /** Made for a new Contact when none was found. */
    createForContact: z.boolean(),
    found: z.enum(['update', 'keep']),
    ownerOfNew: ownerSchema,
    recordTypeId,
    /** Mail domains that say nothing about a company, beside the built-in list of free-mail providers. */
    ignoredDomains: z.array(z.string().max(253)).max(500),
  }),
  case: z.object({
    create: z.enum(['never', 'always']),
    found: z.enum(['update', 'keep']),
    ownerOfNew: ownerSchema,
    ownerOfFound: ownerSchema,
    recordTypeId,
  }),
  event: z.object({
    create: z.boolean(),
    owner: ownerSchema,
    whenDeleted: z.enum(['create_again', 'park']),
    recordTypeId,
  }),
  opportunity: z.object({ link: z.boolean() }),
  /** A duplicate rule of the org stops a new record. */
  duplicates: z.enum(['use_match', 'save_anyway', 'park']),
  canceledBeforeWrite: z.enum(['write', 'skip']),
  /** For hosts who are nobody or inactive in the org; null: the API user. */
  fallbackOwner: z.object(named).nullable(),
  hosts: z.object({
    /** Tried in this order. */
    by: z.array(z.enum(['table', 'email', 'federation_id', 'username'])),
    table: z
      .array(z.object({ email: z.string().max(254), userId: recordId, userName: z.string().max(300) }))
      .max(2_000),
  }),
});
export type Rules = z.infer<typeof rulesSchema>;

/** What differs for one event type; what is left out is as in the rules. */
export const overrideSchema = z.object({
  /** `<sourceId>:<event type key>`. */
  eventType: z.string().min(1).max(400),
  name: z.string().max(300),
  unknownPerson: rulesSchema.shape.unknownPerson.optional(),
  createCase: rulesSchema.shape.case.shape.create.optional(),
  createEvent: z.boolean().optional(),
  owner: ownerSchema.optional(),
  recordTypes: z.partialRecord(z.enum(mappedObjects), recordTypeId).optional(),
});
export type Override = z.infer<typeof overrideSchema>;

export const setUpSchema = z.object({
  fields: z.record(z.enum(mappedObjects), z.array(rowSchema).max(600)),
  rules: rulesSchema,
  overrides: z.array(overrideSchema).max(500),
  /** Name under which a link may carry a record id, beside those that each tool has (salesforce_uuid, sosf…Id). */
  recordIdParameter: z.string().max(80).nullable(),
});
export type SetUp = z.infer<typeof setUpSchema>;

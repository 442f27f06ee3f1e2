// The set-up as the pages know it: which value goes into which Salesforce field, and what is created, updated and owned.
// The same shape as connector/setup/set-up-document.ts, which checks it strictly; a test keeps the two together.
import { z } from 'zod';

export const mappedObjects = ['Lead', 'Contact', 'Account', 'Case', 'Event'] as const;
export const mappedObject = z.enum(mappedObjects);
export type MappedObject = z.infer<typeof mappedObject>;

/** One value for each object. */
export function perObject<T>(make: (object: MappedObject) => T): Record<MappedObject, T> {
  return {
    Lead: make('Lead'),
    Contact: make('Contact'),
    Account: make('Account'),
    Case: make('Case'),
    Event: make('Event'),
  };
}

export const moments = ['booked', 'rescheduled', 'canceled', 'completed', 'no_show'] as const;
export type Moment = (typeof moments)[number];

const fixedValue = z.union([z.string(), z.number(), z.boolean()]);
export type FixedValue = z.infer<typeof fixedValue>;

const valueSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('booking'), field: z.string(), fallback: fixedValue.nullable().default(null) }),
  z.object({ kind: z.literal('fixed'), value: fixedValue }),
]);
export type ValueSource = z.infer<typeof valueSource>;

export const mappingRow = z.object({
  target: z.string(),
  source: valueSource,
  overwrite: z.enum(['always', 'if_empty']).default('always'),
  when: z.array(z.enum(moments)).default([...moments]),
  lookup: z.object({ object: z.string(), by: z.string() }).nullable().default(null),
});
export type MappingRow = z.infer<typeof mappingRow>;

const named = { id: z.string(), name: z.string() };
export const owner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('host') }),
  z.object({ kind: z.literal('user'), ...named }),
  z.object({ kind: z.literal('queue'), ...named }),
  z.object({ kind: z.literal('assignment_rules') }),
]);
export type Owner = z.infer<typeof owner>;

export const matchKeys = ['contact_email', 'lead_email', 'contact_phone', 'lead_phone'] as const;
export type MatchKey = (typeof matchKeys)[number];

const unknownPerson = z.enum(['lead', 'contact', 'person_account', 'none']);
export type UnknownPerson = z.infer<typeof unknownPerson>;
const found = z.enum(['update', 'keep']);
const recordTypeId = z.string().nullable();
const personFields = z.object({ Lead: z.array(z.string()), Contact: z.array(z.string()) });
const personRules = z.object({ found, ownerOfNew: owner, ownerOfFound: owner, recordTypeId });

export const hostWays = ['table', 'email', 'federation_id', 'username'] as const;

const rules = z.object({
  unknownPerson,
  match: z.object({
    order: z.array(z.enum(matchKeys)),
    emailFields: personFields,
    phoneFields: personFields,
    tie: z.enum(['latest', 'oldest', 'park']),
    linkedRecordDiffers: z.enum(['link_only', 'trust', 'park']),
  }),
  lead: personRules,
  contact: personRules,
  account: z.object({
    match: z.enum(['domain', 'name', 'none']),
    createForContact: z.boolean(),
    found,
    ownerOfNew: owner,
    recordTypeId,
    ignoredDomains: z.array(z.string()),
  }),
  case: personRules.extend({ create: z.enum(['never', 'always']) }),
  event: z.object({
    create: z.boolean(),
    owner,
    whenDeleted: z.enum(['create_again', 'park']),
    recordTypeId,
  }),
  opportunity: z.object({ link: z.boolean() }),
  duplicates: z.enum(['use_match', 'save_anyway', 'park']),
  canceledBeforeWrite: z.enum(['write', 'skip']),
  fallbackOwner: z.object(named).nullable(),
  hosts: z.object({
    by: z.array(z.enum(hostWays)),
    table: z.array(z.object({ email: z.string(), userId: z.string(), userName: z.string() })),
  }),
});
export type Rules = z.infer<typeof rules>;

const override = z.object({
  eventType: z.string(),
  name: z.string(),
  unknownPerson: unknownPerson.optional(),
  createCase: z.enum(['never', 'always']).optional(),
  createEvent: z.boolean().optional(),
  owner: owner.optional(),
  recordTypes: z.partialRecord(mappedObject, recordTypeId).optional(),
});
export type Override = z.infer<typeof override>;

export const setUpDocument = z.object({
  fields: z.record(mappedObject, z.array(mappingRow)),
  rules,
  overrides: z.array(override),
  recordIdParameter: z.string().nullable(),
});
export type SetUp = z.infer<typeof setUpDocument>;

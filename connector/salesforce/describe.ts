// What an object of the org looks like to the API user, trimmed to what we use: describes are large and change rarely.
// A field or object that this user may not see is absent, exactly as Salesforce answers it. Kept in describe-cache.ts.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decodeValidFor } from './valid-for.ts';

export type PicklistValue = {
  value: string;
  label: string;
  active: boolean;
  isDefault: boolean;
  /** Values of the controlling field with which it may be chosen; null: with every one. */
  validFor: readonly string[] | null;
};

export type FieldDescribe = {
  name: string;
  label: string;
  /** The help text that an admin gave it. */
  helpText: string | null;
  type: string;
  /** Characters of text; 0 for what is no text. */
  length: number;
  /** Digits of a number: all, and those after the point. `digits`: of a whole number. */
  precision: number;
  scale: number;
  digits: number;
  createable: boolean;
  updateable: boolean;
  nillable: boolean;
  custom: boolean;
  /** Salesforce fills it by itself when a record is made without it. */
  defaultedOnCreate: boolean;
  /** A default value, a formula for one, or a default picklist value. */
  hasDefault: boolean;
  calculated: boolean;
  autoNumber: boolean;
  unique: boolean;
  externalId: boolean;
  idLookup: boolean;
  nameField: boolean;
  /** May stand in the condition of a query. */
  filterable: boolean;
  encrypted: boolean;
  htmlFormatted: boolean;
  referenceTo: readonly string[];
  relationshipName: string | null;
  picklistValues: readonly PicklistValue[];
  restrictedPicklist: boolean;
  /** The field whose value decides which picklist values may be chosen. */
  controllerName: string | null;
};

export type RecordTypeInfo = {
  id: string;
  name: string;
  developerName: string;
  active: boolean;
  /** To this user. */
  available: boolean;
  isDefault: boolean;
  /** Salesforce's own stand-in where an object has no record types, or a user none of them. */
  isMaster: boolean;
};

export type ObjectDescribe = {
  name: string;
  label: string;
  createable: boolean;
  updateable: boolean;
  queryable: boolean;
  fields: ReadonlyMap<string, FieldDescribe>;
  recordTypes: readonly RecordTypeInfo[];
  /** Changes with anything above: two equal versions are the same description. */
  version: string;
};

const picklistValue = z.looseObject({
  value: z.string().nullish(),
  label: z.string().nullish(),
  active: z.boolean().default(true),
  defaultValue: z.boolean().default(false),
  validFor: z.string().nullish(),
});

const fieldSchema = z.looseObject({
  name: z.string(),
  label: z.string(),
  inlineHelpText: z.string().nullish(),
  type: z.string(),
  length: z.number(),
  precision: z.number().default(0),
  scale: z.number().default(0),
  digits: z.number().default(0),
  createable: z.boolean(),
  updateable: z.boolean(),
  nillable: z.boolean(),
  custom: z.boolean().default(false),
  defaultedOnCreate: z.boolean().default(false),
  defaultValue: z.unknown().optional(),
  defaultValueFormula: z.string().nullish(),
  calculated: z.boolean().default(false),
  autoNumber: z.boolean().default(false),
  unique: z.boolean().default(false),
  externalId: z.boolean().default(false),
  idLookup: z.boolean().default(false),
  nameField: z.boolean().default(false),
  filterable: z.boolean().default(true),
  encrypted: z.boolean().default(false),
  htmlFormatted: z.boolean().default(false),
  referenceTo: z.array(z.string()).nullish(),
  relationshipName: z.string().nullish(),
  picklistValues: z.array(picklistValue).nullish(),
  restrictedPicklist: z.boolean().default(false),
  controllerName: z.string().nullish(),
});
type RawField = z.infer<typeof fieldSchema>;

const recordTypeSchema = z.looseObject({
  recordTypeId: z.string(),
  name: z.string(),
  developerName: z.string().nullish(),
  active: z.boolean().default(true),
  available: z.boolean().default(true),
  defaultRecordTypeMapping: z.boolean().default(false),
  master: z.boolean().default(false),
});

const describeSchema = z.looseObject({
  name: z.string(),
  label: z.string(),
  createable: z.boolean(),
  updateable: z.boolean(),
  queryable: z.boolean(),
  fields: z.array(fieldSchema),
  recordTypeInfos: z.array(recordTypeSchema).nullish(),
});

export function describePath(apiVersion: string, sObject: string): string {
  return `/services/data/v${apiVersion}/sobjects/${sObject}/describe`;
}

/** Null when the body is not a describe. */
export function parseDescribe(body: unknown): ObjectDescribe | null {
  const parsed = describeSchema.safeParse(body);
  if (!parsed.success) return null;
  const { name, label, createable, updateable, queryable, fields, recordTypeInfos } = parsed.data;
  const raw = new Map(fields.map((field) => [field.name, field]));
  const trimmed = {
    name,
    label,
    createable,
    updateable,
    queryable,
    fields: fields.map((field) => trimField(field, raw)),
    recordTypes: (recordTypeInfos ?? []).map((type) => ({
      id: type.recordTypeId,
      name: type.name,
      developerName: type.developerName ?? type.name,
      active: type.active,
      available: type.available,
      isDefault: type.defaultRecordTypeMapping,
      isMaster: type.master,
    })),
  };
  const version = createHash('sha256').update(JSON.stringify(trimmed)).digest('base64url').slice(0, 16);
  return { ...trimmed, fields: new Map(trimmed.fields.map((field) => [field.name, field])), version };
}

function trimField(field: RawField, all: ReadonlyMap<string, RawField>): FieldDescribe {
  const values = trimPicklist(field, all);
  return {
    name: field.name,
    label: field.label,
    helpText: field.inlineHelpText ?? null,
    type: field.type,
    length: field.length,
    precision: field.precision,
    scale: field.scale,
    digits: field.digits,
    createable: field.createable,
    updateable: field.updateable,
    nillable: field.nillable,
    custom: field.custom,
    defaultedOnCreate: field.defaultedOnCreate,
    hasDefault:
      (field.defaultValue !== null && field.defaultValue !== undefined) ||
      Boolean(field.defaultValueFormula) ||
      values.some(({ isDefault, active }) => isDefault && active),
    calculated: field.calculated,
    autoNumber: field.autoNumber,
    unique: field.unique,
    externalId: field.externalId,
    idLookup: field.idLookup,
    nameField: field.nameField,
    filterable: field.filterable,
    encrypted: field.encrypted,
    htmlFormatted: field.htmlFormatted,
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    picklistValues: values,
    restrictedPicklist: field.restrictedPicklist,
    controllerName: field.controllerName ?? null,
  };
}

function trimPicklist(field: RawField, all: ReadonlyMap<string, RawField>): PicklistValue[] {
  const controller = field.controllerName ? all.get(field.controllerName) : undefined;
  // A checkbox controls by its two states, in this order.
  const controlling =
    controller?.type === 'boolean'
      ? ['false', 'true']
      : (controller?.picklistValues ?? []).map(({ value }) => value ?? '');
  return (field.picklistValues ?? []).flatMap(({ value, label, active, defaultValue, validFor }) =>
    value === null || value === undefined
      ? []
      : [
          {
            value,
            label: label ?? value,
            active,
            isDefault: defaultValue,
            validFor: controller ? decodeValidFor(validFor ?? '', controlling) : null,
          },
        ],
  );
}

/** Salesforce refuses a new record without a value here. A checkbox always has one. */
export function isRequired(field: FieldDescribe): boolean {
  const { createable, nillable, defaultedOnCreate, hasDefault, type } = field;
  return createable && !nillable && !defaultedOnCreate && !hasDefault && type !== 'boolean';
}

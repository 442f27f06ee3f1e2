// One object of the org as the mapping's pages show it: its fields, what each takes, and its record types. Pure.
import type { Describes } from '../salesforce/describe-cache.ts';
import { isRequired } from '../salesforce/describe.ts';
import type { FieldDescribe, ObjectDescribe, PicklistValue, RecordTypeInfo } from '../salesforce/describe.ts';
import type { BookingFieldType } from './booking-fields.ts';
import { acceptedBy, isReserved, whyNotMappable } from './field-types.ts';
import type { WhyNotMappable } from './field-types.ts';
import { namingFields } from './problems/lookups.ts';
import type { MappedObject } from './set-up-document.ts';

export type FieldView = {
  name: string;
  label: string;
  type: string;
  length: number;
  precision: number;
  scale: number;
  required: boolean;
  custom: boolean;
  createable: boolean;
  updateable: boolean;
  mappable: boolean;
  reason?: NonNullable<WhyNotMappable>;
  picklist: Pick<PicklistValue, 'value' | 'label' | 'active' | 'validFor'>[];
  restricted: boolean;
  controller: string | null;
  referenceTo: readonly string[];
  /** By object: fields by which its records can be named beside their ids. */
  externalIds: Record<string, { name: string; label: string }[]>;
  accepts: BookingFieldType[];
  acceptsWithCare: BookingFieldType[];
};

export type ObjectView = {
  object: MappedObject;
  label: string;
  visible: boolean;
  createable: boolean;
  updateable: boolean;
  version: string | null;
  fields: FieldView[];
  recordTypes: Pick<RecordTypeInfo, 'id' | 'name' | 'isDefault' | 'isMaster' | 'available'>[];
};

/** `referenced`: describes of what its reference fields point to, as far as they are known. */
export function showObject(
  object: MappedObject,
  describe: ObjectDescribe | null,
  referenced: Describes,
): ObjectView {
  if (!describe) {
    const hidden = { visible: false, createable: false, updateable: false, version: null };
    return { object, label: object, ...hidden, fields: [], recordTypes: [] };
  }
  return {
    object,
    label: describe.label,
    visible: true,
    createable: describe.createable,
    updateable: describe.updateable,
    version: describe.version,
    fields: [...describe.fields.values()].map((field) => showField(object, field, referenced)),
    recordTypes: describe.recordTypes
      .filter(({ active }) => active)
      .map(({ id, name, isDefault, isMaster, available }) => ({ id, name, isDefault, isMaster, available })),
  };
}

function showField(object: MappedObject, field: FieldDescribe, referenced: Describes): FieldView {
  const reason = whyNotMappable(object, field);
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    length: field.length,
    precision: field.precision,
    scale: field.scale,
    required: isRequired(field) && !isReserved(object, field.name),
    custom: field.custom,
    createable: field.createable,
    updateable: field.updateable,
    mappable: reason === null,
    ...(reason !== null && { reason }),
    picklist: field.picklistValues.map(({ value, label, active, validFor }) => ({
      value,
      label,
      active,
      validFor,
    })),
    restricted: field.restrictedPicklist,
    controller: field.controllerName,
    referenceTo: field.referenceTo,
    externalIds: reason === null ? externalIdsOf(field, referenced) : {},
    ...(reason === null ? acceptedBy(field) : { accepts: [], acceptsWithCare: [] }),
  };
}

function externalIdsOf({ referenceTo }: FieldDescribe, referenced: Describes): FieldView['externalIds'] {
  return Object.fromEntries(
    referenceTo.flatMap((object) => {
      const fields = referenced.get(object)?.fields;
      return fields ? [[object, namingFields(fields).map(({ name, label }) => ({ name, label }))]] : [];
    }),
  );
}

/** A composite takes 25; a field that points to anything at all is named by id only. */
const mostReferenced = 24;

/** Objects that the reference fields which can be set point to. */
export function referencedBy(object: MappedObject, describe: ObjectDescribe): string[] {
  const fields = [...describe.fields.values()].filter((field) => whyNotMappable(object, field) === null);
  return [...new Set(fields.flatMap(({ referenceTo }) => referenceTo))].slice(0, mostReferenced);
}

// A custom field as the schema has it, made from its metadata.

import type { FieldSource } from './object-sources.ts';
import { makeField } from './schema.ts';
import type { Field, FieldType } from './schema.ts';

type Kind = { type: FieldType; length?: number; extraTypeInfo?: string; long?: boolean };

const kinds: Record<string, Kind> = {
  Text: { type: 'string' },
  TextArea: { type: 'textarea', length: 255, extraTypeInfo: 'plaintextarea' },
  LongTextArea: { type: 'textarea', extraTypeInfo: 'plaintextarea', long: true },
  Email: { type: 'email', length: 80 },
  Phone: { type: 'phone', length: 40 },
  Url: { type: 'url', length: 255 },
  Picklist: { type: 'picklist', length: 255 },
  Checkbox: { type: 'boolean' },
  Number: { type: 'double' },
  Currency: { type: 'currency' },
  Percent: { type: 'percent' },
  Date: { type: 'date' },
  DateTime: { type: 'datetime' },
  Lookup: { type: 'reference', length: 18 },
  MasterDetail: { type: 'reference', length: 18 },
  Hierarchy: { type: 'reference', length: 18 },
  MultiselectPicklist: { type: 'multipicklist', length: 4099 },
  Html: { type: 'textarea', extraTypeInfo: 'richtextarea', long: true },
  AutoNumber: { type: 'string', length: 30 },
};

/** `readFieldProblem` has found nothing wrong with the source. */
export function customField(source: FieldSource): Field {
  const kind = kinds[source.type] ?? { type: 'string' };
  const { type } = kind;
  const isMasterDetail = source.type === 'MasterDetail';
  const isRequired = source.required === true || isMasterDetail;
  const isBoolean = type === 'boolean';
  const values = source.valueSet?.valueSetDefinition?.value ?? [];
  const isNumbered = source.type === 'AutoNumber';
  const picklist = values
    .filter((value) => value.isActive !== false)
    .map((value) => ({
      value: value.fullName,
      label: value.label ?? value.fullName,
      isDefault: value.default === true,
    }));
  const defaultPick = picklist.find((value) => value.isDefault)?.value;
  const isUsable = kind.long !== true;
  const aggregates = isUsable && !isBoolean;
  const isNumber = type === 'double' || type === 'currency' || type === 'percent';
  return makeField({
    name: source.fullName,
    label: source.label ?? source.fullName,
    type,
    length: kind.length ?? (isNumber || isBoolean ? 0 : (source.length ?? 0)),
    precision: isNumber ? (source.precision ?? 18) : 0,
    scale: isNumber ? (source.scale ?? 0) : 0,
    custom: true,
    createable: !isNumbered,
    updateable: !isMasterDetail && !isNumbered,
    nillable: !isRequired && !isBoolean && !isNumbered,
    defaultedOnCreate: isBoolean || isNumbered,
    autoNumber: isNumbered ? (source.displayFormat ?? '{0}') : null,
    filterable: isUsable,
    sortable: isUsable && type !== 'multipicklist',
    groupable: isUsable && !isNumber && type !== 'datetime' && type !== 'multipicklist',
    aggregatable: aggregates,
    externalId: source.externalId === true,
    idLookup: source.externalId === true,
    unique: source.unique === true,
    caseSensitive: source.caseSensitive === true,
    // A field every user must fill cannot be hidden from anybody.
    permissionable: !isRequired,
    restrictedPicklist: source.valueSet?.restricted === true,
    extraTypeInfo: kind.extraTypeInfo ?? null,
    inlineHelpText: source.inlineHelpText ?? null,
    defaultValue: isBoolean ? source.defaultValue === 'true' : (textLiteral(source) ?? defaultPick ?? null),
    picklist,
    referenceTo:
      source.type === 'Hierarchy' ? ['User'] : source.referenceTo === undefined ? [] : [source.referenceTo],
    relationshipName: type === 'reference' ? source.fullName.replace(/__c$/, '__r') : null,
    childRelationshipName: source.relationshipName === undefined ? null : `${source.relationshipName}__r`,
    onParentDelete: isMasterDetail
      ? 'cascade'
      : source.deleteConstraint === 'Restrict'
        ? 'restrict'
        : source.deleteConstraint === 'Cascade'
          ? 'cascade'
          : 'clear',
  });
}

/** Default values are formulas; the org runs only those that are one text. */
export function textLiteral(source: FieldSource): string | undefined {
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*$/.exec(source.defaultValue ?? '');
  return (match?.[1] ?? match?.[2])?.replaceAll(/\\(.)/g, '$1');
}

export function isKnownFieldType(type: string): boolean {
  return kinds[type] !== undefined;
}

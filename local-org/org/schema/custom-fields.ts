// A custom field as the schema has it, made from its metadata.

import type { FieldSource } from './object-sources.ts';
import { makeField } from './schema.ts';
import type { Field, FieldType, PicklistValue } from './schema.ts';

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
  EncryptedText: { type: 'encryptedstring' },
};

/** `readFieldProblem` has found nothing wrong with the source. */
export function customField(source: FieldSource): Field {
  const kind = kinds[source.type] ?? { type: 'string' };
  const { type } = kind;
  const isMasterDetail = source.type === 'MasterDetail';
  const isRequired = source.required === true || isMasterDetail;
  const isBoolean = type === 'boolean';
  const isNumbered = source.type === 'AutoNumber';
  const isCalculated = source.formula !== undefined;
  const picklist = picklistOf(source);
  const defaultPick = picklist.find((value) => value.isDefault)?.value;
  // Encrypted text can be neither searched nor sorted by.
  const isUsable = kind.long !== true && type !== 'encryptedstring';
  const aggregates = isUsable && !isBoolean;
  const isNumber = type === 'double' || type === 'currency' || type === 'percent';
  return makeField({
    name: source.fullName,
    label: source.label ?? source.fullName,
    type,
    length:
      isCalculated && type === 'string'
        ? 1300
        : (kind.length ?? (isNumber || isBoolean ? 0 : (source.length ?? 0))),
    precision: isNumber ? (source.precision ?? 18) : 0,
    scale: isNumber ? (source.scale ?? 0) : 0,
    custom: true,
    createable: !isNumbered && !isCalculated,
    updateable: !isMasterDetail && !isNumbered && !isCalculated,
    nillable: isCalculated ? !isBoolean : !isRequired && !isBoolean && !isNumbered,
    defaultedOnCreate: (isBoolean && !isCalculated) || isNumbered,
    formula:
      source.formula === undefined
        ? null
        : { text: source.formula, blanksAsZero: source.formulaTreatBlanksAs !== 'BlankAsBlank' },
    controllerName: source.valueSet?.controllingField ?? null,
    mask:
      type === 'encryptedstring'
        ? { type: source.maskType ?? 'all', char: source.maskChar === 'X' ? 'X' : 'asterisk' }
        : null,
    autoNumber: isNumbered ? (source.displayFormat ?? '{0}') : null,
    filterable: isUsable,
    sortable: isUsable && type !== 'multipicklist',
    groupable: isUsable && !isCalculated && !isNumber && type !== 'datetime' && type !== 'multipicklist',
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
    defaultValue: isBoolean
      ? source.defaultValue?.trim().toLowerCase() === 'true'
      : (textLiteral(source) ?? (type === 'multipicklist' ? null : defaultPick) ?? null),
    defaultFormula: isBoolean ? null : (source.defaultValue ?? null),
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

function picklistOf({ valueSet }: FieldSource): PicklistValue[] {
  const validFor = new Map(
    (valueSet?.valueSettings ?? []).map((one) => [one.valueName, one.controllingFieldValue.map(plainChoice)]),
  );
  return (valueSet?.valueSetDefinition?.value ?? [])
    .filter((value) => value.isActive !== false)
    .map((value) => ({
      value: value.fullName,
      label: value.label ?? value.fullName,
      isDefault: value.default === true,
      ...(valueSet?.controllingField !== undefined && { validFor: validFor.get(value.fullName) ?? [] }),
    }));
}

/** A controlling checkbox is checked or unchecked in metadata, true or false in values. */
function plainChoice(value: string): string {
  return value === 'checked' ? 'true' : value === 'unchecked' ? 'false' : value;
}

/** Default values are formulas; what is only one text needs no running. */
export function textLiteral(source: FieldSource): string | undefined {
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*$/.exec(source.defaultValue ?? '');
  return (match?.[1] ?? match?.[2])?.replaceAll(/\\(.)/g, '$1');
}

export function isKnownFieldType(type: string): boolean {
  return kinds[type] !== undefined;
}

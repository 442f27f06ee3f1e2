// Turns deployed metadata into schema: custom objects, custom fields (those of Activity appear on Event and Task) and
// validation rules.

import type { FieldSource, Metadata, ObjectSource, RuleSource } from './metadata.ts';
import { makeField } from './schema.ts';
import type { Field, FieldType, SObject, ValidationRule } from './schema.ts';

const customFlags = [
  'compactLayoutable',
  'createable',
  'deletable',
  'layoutable',
  'queryable',
  'replicateable',
  'retrieveable',
  'searchable',
  'searchLayoutable',
  'triggerable',
  'undeletable',
  'updateable',
];

/** Standard objects with what is deployed on them, then the custom objects. `keyPrefixOf` keeps a name's prefix. */
export function addDeployed(
  standard: SObject[],
  metadata: Metadata,
  keyPrefixOf: (objectName: string) => string,
): SObject[] {
  const activities = [...metadata.objects].filter(([, entry]) => entry.object?.enableActivities === true);
  const withFields = standard.map((object) => {
    const sources = [metadata.objects.get(object.name)];
    if (object.name === 'Event' || object.name === 'Task') sources.unshift(metadata.objects.get('Activity'));
    const deployed = sources.filter((entry) => entry !== undefined);
    const fields = object.fields.map((field) =>
      field.name === 'WhatId'
        ? { ...field, referenceTo: [...field.referenceTo, ...activities.map(([name]) => name)].toSorted() }
        : field,
    );
    return {
      ...object,
      fields: [...fields, ...deployed.flatMap((entry) => entry.fields.map((source) => customField(source)))],
      rules: [...object.rules, ...deployed.flatMap((entry) => entry.rules.flatMap(validationRule))],
    };
  });
  const custom: SObject[] = [];
  for (const [name, { object, fields, rules }] of metadata.objects) {
    if (!name.endsWith('__c')) continue;
    if (object === null)
      throw new Error(`Metadata has fields or rules of ${name}, but not the object itself.`);
    custom.push(customObject(name, object, fields, rules, keyPrefixOf(name)));
  }
  return [...withFields, ...custom];
}

function customObject(
  name: string,
  source: ObjectSource,
  fields: FieldSource[],
  rules: RuleSource[],
  keyPrefix: string,
): SObject {
  const label = source.label ?? name;
  const flags = new Set(customFlags);
  if (source.enableFeeds === true) flags.add('feedEnabled');
  const masterDetail = fields.some((field) => field.type === 'MasterDetail');
  return {
    name,
    label,
    labelPlural: source.pluralLabel ?? label,
    keyPrefix,
    custom: true,
    flags,
    urls: ['compactLayouts', 'approvalLayouts', 'quickActions', 'layouts'],
    scopes: ['everything', 'mine'],
    fields: [
      ...systemFields(source).filter((field) => !(masterDetail && field.name === 'OwnerId')),
      ...fields.map((field) => customField(field)),
    ],
    rules: rules.flatMap(validationRule),
  };
}

function systemFields(source: ObjectSource): Field[] {
  const found = { filterable: true, sortable: true } as const;
  const system = { ...found, defaultedOnCreate: true } as const;
  const grouped = { groupable: true, aggregatable: true } as const;
  const isNumbered = source.nameField?.type === 'AutoNumber';
  const userReference = (name: string, label: string, relationshipName: string) =>
    makeField({
      name,
      label,
      type: 'reference',
      ...system,
      ...grouped,
      length: 18,
      referenceTo: ['User'],
      relationshipName,
    });
  const moment = (name: string, label: string) =>
    makeField({ name, label, type: 'datetime', ...system, aggregatable: true });
  const seen = (name: string, label: string, type: FieldType) =>
    makeField({
      name,
      label,
      type,
      ...found,
      aggregatable: true,
      groupable: type === 'date',
      nillable: true,
    });
  return [
    makeField({
      name: 'Id',
      label: 'Record ID',
      type: 'id',
      ...system,
      ...grouped,
      length: 18,
      idLookup: true,
    }),
    {
      ...userReference('OwnerId', 'Owner ID', 'Owner'),
      createable: true,
      updateable: true,
      polymorphic: true,
      referenceTo: ['Group', 'User'],
    },
    makeField({
      name: 'IsDeleted',
      label: 'Deleted',
      type: 'boolean',
      ...system,
      groupable: true,
      defaultValue: false,
    }),
    makeField({
      name: 'Name',
      label: source.nameField?.label ?? 'Name',
      type: 'string',
      ...found,
      aggregatable: true,
      groupable: !isNumbered,
      length: 80,
      nameField: true,
      idLookup: true,
      autoNumber: isNumbered ? (source.nameField?.displayFormat ?? '{0}') : null,
      createable: !isNumbered,
      updateable: !isNumbered,
      defaultedOnCreate: isNumbered,
      nillable: !isNumbered,
    }),
    moment('CreatedDate', 'Created Date'),
    userReference('CreatedById', 'Created By ID', 'CreatedBy'),
    moment('LastModifiedDate', 'Last Modified Date'),
    userReference('LastModifiedById', 'Last Modified By ID', 'LastModifiedBy'),
    moment('SystemModstamp', 'System Modstamp'),
    ...(source.enableActivities === true ? [seen('LastActivityDate', 'Last Activity Date', 'date')] : []),
    seen('LastViewedDate', 'Last Viewed Date', 'datetime'),
    seen('LastReferencedDate', 'Last Referenced Date', 'datetime'),
  ];
}

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
};

function customField(source: FieldSource): Field {
  const kind = kinds[source.type];
  if (kind === undefined)
    throw new Error(`Custom field ${source.fullName}: the org does not know type ${source.type}.`);
  const { type } = kind;
  if (source.defaultValue !== undefined && type !== 'boolean') {
    throw new Error(`Custom field ${source.fullName}: the org does not run default value formulas.`);
  }
  const isMasterDetail = source.type === 'MasterDetail';
  const isRequired = source.required === true || isMasterDetail;
  const isBoolean = type === 'boolean';
  const values = source.valueSet?.valueSetDefinition.value ?? [];
  const picklist = values.map((value) => ({
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
    createable: true,
    updateable: !isMasterDetail,
    nillable: !isRequired && !isBoolean,
    defaultedOnCreate: isBoolean,
    filterable: isUsable,
    sortable: isUsable,
    groupable: isUsable && !isNumber && type !== 'datetime',
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
    defaultValue: isBoolean ? source.defaultValue === 'true' : (defaultPick ?? null),
    picklist,
    referenceTo: source.referenceTo === undefined ? [] : [source.referenceTo],
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

function validationRule(source: RuleSource): ValidationRule[] {
  if (!source.active) return [];
  return [
    {
      name: source.fullName,
      formula: source.errorConditionFormula,
      message: source.errorMessage,
      displayField: source.errorDisplayField ?? null,
    },
  ];
}

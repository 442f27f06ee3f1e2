// Turns deployed metadata into schema: custom objects, custom fields (those of Activity appear on Event and Task) and
// validation rules.

import { customField } from './custom-fields.ts';
import type { FieldSource, ObjectSource, ObjectSources, RuleSource } from './object-sources.ts';
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
  sources: ObjectSources,
  keyPrefixOf: (objectName: string) => string,
): SObject[] {
  const activities = [...sources].filter(([, entry]) => entry.object?.enableActivities === true);
  const withFields = standard.map((object) => {
    const own = [sources.get(object.name)];
    if (object.name === 'Event' || object.name === 'Task') own.unshift(sources.get('Activity'));
    const deployed = own.filter((entry) => entry !== undefined);
    const sharingModel = own.find((entry) => entry?.object?.sharingModel !== undefined)?.object?.sharingModel;
    if (deployed.length === 0 && !object.fields.some((field) => field.name === 'WhatId')) return object;
    const fields = object.fields.map((field) =>
      field.name === 'WhatId'
        ? { ...field, referenceTo: [...field.referenceTo, ...activities.map(([name]) => name)].toSorted() }
        : field,
    );
    return {
      ...object,
      sharingModel: object.sharingModel === null ? null : (sharingModel ?? object.sharingModel),
      fields: [...fields, ...deployed.flatMap((entry) => entry.fields.map(customField))],
      rules: [...object.rules, ...deployed.flatMap((entry) => entry.rules.flatMap(validationRule))],
    };
  });
  const custom: SObject[] = [];
  for (const [name, { object, fields, rules }] of sources) {
    if (!name.endsWith('__c') || object === null) continue;
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
    sharingModel: masterDetail ? 'ControlledByParent' : (source.sharingModel ?? 'ReadWrite'),
    fields: [
      ...systemFields(source).filter((field) => !(masterDetail && field.name === 'OwnerId')),
      ...fields.map(customField),
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

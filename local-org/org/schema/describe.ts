// Describes of the org and of an object, key by key as Salesforce answers them (keys in the order of a recorded answer:
// github.com/SFDO-Tooling/CumulusCI cumulusci/tests/shared_cassettes/GET_sobjects_Event_describe.yaml, read 2026-11-23).
// What the user may not see is not there; what the user may not change is not createable or updateable.

import type { Rights } from '../rights/access.ts';
import { controllingValues, describeValues } from './picklist-values.ts';
import type { Field, PicklistValue, Schema, SObject } from './schema.ts';

type Json = Record<string, unknown>;

export function isVisible(rights: Rights, sObject: SObject): boolean {
  return rights.may('read', sObject);
}

export function describeGlobal(schema: Schema, rights: Rights, version: string): Json {
  const visible = schema.objects().filter((sObject) => isVisible(rights, sObject));
  return {
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: visible
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((sObject) => describeBriefly(rights, sObject, version)),
  };
}

export function describeBriefly(rights: Rights, sObject: SObject, version: string): Json {
  const has = flagsOf(rights, sObject);
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: has('createable'),
    custom: sObject.custom,
    customSetting: false,
    deepCloneable: has('deepCloneable'),
    deletable: has('deletable'),
    deprecatedAndHidden: false,
    feedEnabled: has('feedEnabled'),
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: sObject.keyPrefix,
    label: sObject.label,
    labelPlural: sObject.labelPlural,
    layoutable: has('layoutable'),
    mergeable: has('mergeable'),
    mruEnabled: has('mruEnabled'),
    name: sObject.name,
    queryable: has('queryable'),
    replicateable: has('replicateable'),
    retrieveable: has('retrieveable'),
    searchable: has('searchable'),
    triggerable: has('triggerable'),
    undeletable: has('undeletable'),
    updateable: has('updateable'),
    urls: urlsOf(sObject, version),
  };
}

/** `recordTypeInfos`: of an object with page layouts, what this user may do with its record types. */
export function describeObject(
  schema: Schema,
  rights: Rights,
  sObject: SObject,
  version: string,
  recordTypeInfos: Json[],
): Json {
  const has = flagsOf(rights, sObject);
  return {
    actionOverrides: [],
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: childRelationships(schema, rights, sObject),
    compactLayoutable: has('compactLayoutable'),
    createable: has('createable'),
    custom: sObject.custom,
    customSetting: false,
    deepCloneable: has('deepCloneable'),
    defaultImplementation: null,
    deletable: has('deletable'),
    deprecatedAndHidden: false,
    extendedBy: null,
    extendsInterfaces: null,
    feedEnabled: has('feedEnabled'),
    fields: sObject.fields
      .filter((field) => rights.canRead(sObject, field))
      .map((field) => describeField(schema, rights, sObject, field)),
    hasSubtypes: false,
    implementedBy: null,
    implementsInterfaces: null,
    isInterface: false,
    isSubtype: false,
    keyPrefix: sObject.keyPrefix,
    label: sObject.label,
    labelPlural: sObject.labelPlural,
    layoutable: has('layoutable'),
    listviewable: null,
    lookupLayoutable: null,
    mergeable: has('mergeable'),
    mruEnabled: has('mruEnabled'),
    name: sObject.name,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    queryable: has('queryable'),
    recordTypeInfos: has('layoutable') ? recordTypeInfos : [],
    replicateable: has('replicateable'),
    retrieveable: has('retrieveable'),
    searchLayoutable: has('searchLayoutable'),
    searchable: has('searchable'),
    sobjectDescribeOption: 'FULL',
    supportedScopes: sObject.scopes.map((name) => ({ label: scopeLabel(sObject, name), name })),
    triggerable: has('triggerable'),
    undeletable: has('undeletable'),
    updateable: has('updateable'),
    urls: urlsOf(sObject, version),
  };
}

export function describeField(schema: Schema, rights: Rights, sObject: SObject, field: Field): Json {
  const writable = rights.canEdit(sObject, field);
  return {
    aggregatable: field.aggregatable,
    aiPredictionField: false,
    autoNumber: field.autoNumber !== null,
    byteLength: field.byteLength,
    calculated: field.formula !== null,
    calculatedFormula: field.formula?.text ?? null,
    cascadeDelete: field.custom && field.onParentDelete === 'cascade',
    caseSensitive: field.caseSensitive,
    compoundFieldName: field.compoundFieldName,
    controllerName: field.controllerName,
    createable: field.createable && writable,
    custom: field.custom,
    defaultValue: field.defaultValue,
    defaultValueFormula: field.defaultFormula,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: field.controllerName !== null,
    deprecatedAndHidden: false,
    digits: field.digits,
    displayLocationInDecimal: false,
    encrypted: field.mask !== null,
    externalId: field.externalId,
    extraTypeInfo: field.extraTypeInfo,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: field.formula?.blanksAsZero === true,
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: field.extraTypeInfo === 'richtextarea',
    idLookup: field.idLookup,
    inlineHelpText: field.inlineHelpText,
    label: field.label,
    length: field.length,
    mask: field.mask === null ? null : field.mask.char === 'X' ? 'X' : '*',
    maskType: field.mask?.type ?? null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.polymorphic,
    nillable: field.nillable,
    permissionable: field.permissionable,
    picklistValues: picklistValues(schema, sObject, field),
    polymorphicForeignKey: field.polymorphic,
    precision: field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: field.custom && field.onParentDelete === 'restrict',
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: field.type === 'reference' && field.filterable && field.createable,
    soapType: soapType(field),
    sortable: field.sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && writable,
    writeRequiresMasterRead: false,
  };
}

function picklistValues(schema: Schema, sObject: SObject, field: Field): Json[] {
  const values: readonly PicklistValue[] =
    field.name === 'SobjectType'
      ? schema
          .objects()
          .filter(({ flags }) => !flags.has('internal'))
          .map(({ name, label }) => ({ value: name, label, isDefault: false }))
      : field.picklist;
  return describeValues(values, controllingValues(schema, sObject, field));
}

function soapType(field: Field): string {
  switch (field.type) {
    case 'id':
    case 'reference':
      return 'tns:ID';
    case 'boolean':
      return 'xsd:boolean';
    case 'int':
      return 'xsd:int';
    case 'double':
    case 'currency':
    case 'percent':
      return 'xsd:double';
    case 'date':
      return 'xsd:date';
    case 'datetime':
      return 'xsd:dateTime';
    case 'address':
      return 'urn:address';
    default:
      return 'xsd:string';
  }
}

function flagsOf(rights: Rights, sObject: SObject): (flag: string) => boolean {
  return (flag) => {
    if (!sObject.flags.has(flag)) return false;
    if (flag === 'createable') return rights.may('create', sObject);
    if (flag === 'updateable') return rights.may('edit', sObject);
    if (flag === 'deletable' || flag === 'undeletable') return rights.may('delete', sObject);
    return true;
  };
}

function childRelationships(schema: Schema, rights: Rights, sObject: SObject): Json[] {
  return schema
    .references(sObject)
    .filter(({ child, field }) => isVisible(rights, child) && rights.canRead(child, field))
    .map(({ child, field }) => ({
      cascadeDelete: field.onParentDelete === 'cascade',
      childSObject: child.name,
      deprecatedAndHidden: false,
      field: field.name,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: field.childRelationshipName,
      restrictedDelete: field.onParentDelete === 'restrict',
    }));
}

function scopeLabel(sObject: SObject, scope: string): string {
  const plural = sObject.labelPlural.toLowerCase();
  switch (scope) {
    case 'everything':
      return `All ${plural}`;
    case 'mine':
      return `My ${plural}`;
    case 'team':
      return `My team's ${plural}`;
    case 'delegated':
      return `My delegated ${plural}`;
    case 'queue_owned':
      return `Queue owned ${plural}`;
    case 'user_owned':
      return `User owned ${plural}`;
    case 'scopingRule':
      return 'Filter by scope';
    default:
      return scope;
  }
}

// In the order of recorded answers. The addresses of pages (uiNewRecord and the like) are left out: there are no pages.
const urlPaths: [name: string, path: string, always?: true][] = [
  ['compactLayouts', '/describe/compactLayouts'],
  ['rowTemplate', '/{ID}', true],
  ['approvalLayouts', '/describe/approvalLayouts'],
  ['namedLayouts', '/describe/namedLayouts/{LayoutName}'],
  ['passwordUtilities', '/{ID}/password'],
  ['eventSeriesUpdates', '/{ID}/fromThisEventOnwards'],
  ['caseArticleSuggestions', '/suggestedArticles'],
  ['caseRowArticleSuggestions', '/{ID}/suggestedArticles'],
  ['listviews', '/listviews'],
  ['describe', '/describe', true],
  ['quickActions', '/quickActions'],
  ['layouts', '/describe/layouts'],
  ['sobject', '', true],
];

function urlsOf(sObject: SObject, version: string): Json {
  const base = `/services/data/v${version}/sobjects/${sObject.name}`;
  return Object.fromEntries(
    urlPaths
      .filter(([name, , always]) => always === true || sObject.urls.includes(name))
      .map(([name, path]) => [name, base + path]),
  );
}

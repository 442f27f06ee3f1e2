// Custom fields: what each type must and must not say, what a change of type does to the values, and what goes with a
// field that is deleted.

import { customField, isKnownFieldType, textLiteral } from '../org/schema/custom-fields.ts';
import { FormulaProblem, prepareFormula } from '../org/write/formula.ts';
import { readField } from '../org/schema/object-sources.ts';
import type { FieldSource } from '../org/schema/object-sources.ts';
import type { Component } from './read-package.ts';
import type { StoredComponent } from './component-store.ts';
import { badName, dropRights, isName, requireObject } from './deploy-objects.ts';
import { ComponentProblem } from './deploy-messages.ts';
import { objectsOfField, refuseFieldInUse, refuseRulesAgainst, takeOffLayouts } from './field-uses.ts';
import type { DeployWork } from './deploy-work.ts';
import { textOf } from './xml-tree.ts';

type Element =
  | 'length'
  | 'precision'
  | 'scale'
  | 'displayFormat'
  | 'visibleLines'
  | 'referenceTo'
  | 'defaultValue'
  | 'maskChar'
  | 'maskType';

const must: Record<string, Element[]> = {
  Text: ['length'],
  LongTextArea: ['length', 'visibleLines'],
  Html: ['length', 'visibleLines'],
  MultiselectPicklist: ['visibleLines'],
  Number: ['precision', 'scale'],
  Currency: ['precision', 'scale'],
  Percent: ['precision', 'scale'],
  Checkbox: ['defaultValue'],
  AutoNumber: ['displayFormat'],
  Lookup: ['referenceTo'],
  MasterDetail: ['referenceTo'],
  EncryptedText: ['length', 'maskChar', 'maskType'],
};

const mustNot: Record<string, string[]> = {
  TextArea: ['length'],
  Email: ['length'],
  Phone: ['length'],
  Url: ['length'],
  Checkbox: ['required', 'length'],
  LongTextArea: ['required', 'unique', 'externalId'],
  Html: ['required', 'unique', 'externalId'],
  MasterDetail: ['required', 'deleteConstraint'],
  Lookup: ['relationshipOrder'],
  Hierarchy: ['referenceTo'],
  EncryptedText: ['unique', 'externalId', 'defaultValue'],
};

export function checkField(work: DeployWork, component: Component, before: StoredComponent | undefined) {
  const { body, fullName, place } = component;
  const refuse = (message: string) => new ComponentProblem(message, place);
  const objectName = requireObject(work, component);
  const name = fullName.slice(objectName.length + 1);
  if (body === null) return;
  if (!name.endsWith('__c')) {
    const { schema } = work.engine;
    const sObject = schema.find(objectName);
    if (sObject === undefined) return;
    // Lookups are written with or without their Id.
    const isThere = [name, `${name}Id`].some((each) => schema.field(sObject, each) !== undefined);
    if (!isThere) throw refuse("Could not resolve standard field's name.");
    return;
  }
  if (!isName(name.slice(0, -'__c'.length))) throw refuse(badName('Custom Field Name'));
  if ((textOf(body, 'label') ?? '') === '')
    throw refuse('Must specify a non-empty label for the CustomField');
  const type = textOf(body, 'type') ?? '';
  if (type === '') throw refuse('Must specify a non-empty type for the CustomField');
  if (before?.body != null && textOf(before.body, 'formula') !== undefined)
    throw refuse('Cannot change a formula field into another field');
  if (!isKnownFieldType(type)) throw refuse(`The local org does not run fields of type ${type}: ${fullName}`);
  for (const element of must[type] ?? []) {
    if (textOf(body, element) === undefined)
      throw refuse(`Must specify '${element}' for a CustomField of type ${type}`);
  }
  for (const element of mustNot[type] ?? []) {
    const given = textOf(body, element);
    if (given !== undefined && given !== 'false')
      throw refuse(`Can not specify '${element}' for a CustomField of type ${type}`);
  }
  const source = readField(body);
  checkSizes(source, refuse);
  checkRelationship(work, component, source, refuse);
  checkDefault(work, component, source, refuse);
  checkDependency(work, component, source, refuse);
  if (
    source.valueSet?.valueSetName !== undefined &&
    work.components.get('GlobalValueSet', source.valueSet.valueSetName) === undefined
  )
    throw refuse(`In field: valueSet - no GlobalValueSet named ${source.valueSet.valueSetName} found`);
  checkValues(source, refuse);
  if (before?.body != null) checkChange(work, component, readField(before.body), source);
  else if (type === 'MasterDetail') refuseExisting(work, objectName, refuse);
  // Everybody sees a field that everybody must fill: rights to it are none of a permission set's.
  if (before !== undefined && (source.required === true || type === 'MasterDetail'))
    dropFieldRights(work, fullName);
}

/** A default is a formula, which must run without the record. */
function checkDefault(
  work: DeployWork,
  { fullName }: Component,
  source: FieldSource,
  refuse: (message: string) => ComponentProblem,
) {
  const formula = source.defaultValue;
  if (formula === undefined || source.type === 'Checkbox' || textLiteral(source) !== undefined) return;
  for (const sObject of objectsOfField(work, fullName)) {
    try {
      prepareFormula(work.engine.schema, sObject, customField(source), formula);
    } catch (error) {
      if (error instanceof FormulaProblem) throw refuse(error.reason);
      throw error;
    }
  }
}

function checkDependency(
  work: DeployWork,
  { fullName }: Component,
  { type, valueSet }: FieldSource,
  refuse: (message: string) => ComponentProblem,
) {
  const name = valueSet?.controllingField;
  if (name === undefined) return;
  const [objectName = ''] = fullName.split('.');
  const controller = objectsOfField(work, fullName)
    .map((sObject) => work.engine.schema.field(sObject, name))
    .find((field) => field !== undefined);
  if (controller === undefined && !work.isArriving('CustomField', `${objectName}.${name}`))
    throw refuse(`In field: controllingField - no CustomField named ${objectName}.${name} found`);
  if (controller !== undefined && controller.type !== 'picklist' && controller.type !== 'boolean')
    throw refuse(`A field of this type cannot control another one: ${name}`);
  if (!/picklist$/i.test(type))
    throw refuse(`Can not specify 'controllingField' for a CustomField of type ${type}`);
}

function dropFieldRights(work: DeployWork, fullName: string) {
  const name = fullName.slice(fullName.indexOf('.') + 1);
  for (const sObject of objectsOfField(work, fullName))
    dropRights(work, 'FieldPermissions', (row) => row['Field'] === `${sObject.name}.${name}`);
}

function checkSizes(source: FieldSource, refuse: (message: string) => ComponentProblem) {
  const { type, length, precision, scale } = source;
  if (type === 'EncryptedText' && length !== undefined && (length < 1 || length > 175))
    throw refuse(`Encrypted text field length must be between 1 and 175: ${length}`);
  if (type === 'Text' && length !== undefined && (length < 1 || length > 255))
    throw refuse(`Text field length must be between 1 and 255: ${length}`);
  if (
    (type === 'LongTextArea' || type === 'Html') &&
    length !== undefined &&
    (length < 256 || length > 131_072)
  )
    throw refuse(`Long text field length must be between 256 and 131072: ${length}`);
  if (precision !== undefined && scale !== undefined && (precision > 18 || scale > precision))
    throw refuse('The sum of length and decimal places must be no more than 18.');
}

function checkValues(source: FieldSource, refuse: (message: string) => ComponentProblem) {
  const values = source.valueSet?.valueSetDefinition?.value;
  if (values === undefined) {
    if (/picklist$/i.test(source.type) && source.valueSet?.valueSetName === undefined)
      throw refuse(`Must specify 'valueSet' for a CustomField of type ${source.type}`);
    return;
  }
  const seen = new Set<string>();
  for (const { fullName } of values) {
    if (seen.has(fullName.toLowerCase())) throw refuse(`Duplicate label: ${fullName}`);
    seen.add(fullName.toLowerCase());
  }
}

function checkRelationship(
  work: DeployWork,
  component: Component,
  source: FieldSource,
  refuse: (message: string) => ComponentProblem,
) {
  const { referenceTo, relationshipName } = source;
  if (referenceTo === undefined) return;
  const { schema } = work.engine;
  if (schema.find(referenceTo) === undefined && !schema.isElsewhere(referenceTo)) {
    throw refuse(`referenceTo value of '${referenceTo}' does not resolve to a valid sObject type`);
  }
  if (source.required === true && (source.deleteConstraint ?? 'SetNull') === 'SetNull')
    throw refuse('must specify either cascade delete or restrict delete for required lookup foreign key');
  if (source.deleteConstraint === 'Cascade' && referenceTo === 'User')
    throw refuse('Cannot have a lookup relationship child with cascade or restrict options to User');
  if (relationshipName === undefined) return;
  for (const other of work.components.ofType('CustomField')) {
    if (other.fullName === component.fullName || other.body === null) continue;
    if (textOf(other.body, 'referenceTo') !== referenceTo) continue;
    if (textOf(other.body, 'relationshipName')?.toLowerCase() === relationshipName.toLowerCase())
      throw refuse(`There is already a Child Relationship named ${relationshipName} on ${referenceTo}.`);
  }
}

function refuseExisting(work: DeployWork, objectName: string, refuse: (message: string) => ComponentProblem) {
  const sObject = work.engine.schema.find(objectName);
  if (sObject === undefined) return;
  for (const record of work.engine.records.all(sObject)) {
    if (record['IsDeleted'] !== true)
      throw refuse(
        'Cannot create a new Master-Detail field on an existing custom object with records. Create a Lookup field first, fill it, and convert it.',
      );
  }
}

const texts = new Set(['Text', 'TextArea', 'Email', 'Phone', 'Url', 'Picklist', 'AutoNumber']);
const numbers = new Set(['Number', 'Currency', 'Percent']);

/** Which types may follow each other; values that do not fit the new type are lost, as Setup warns. */
function checkChange(work: DeployWork, component: Component, before: FieldSource, after: FieldSource) {
  if (before.type !== after.type) {
    const isAllowed =
      (texts.has(before.type) && texts.has(after.type)) ||
      (numbers.has(before.type) && (numbers.has(after.type) || after.type === 'Text')) ||
      (texts.has(before.type) && (after.type === 'LongTextArea' || after.type === 'MultiselectPicklist')) ||
      (before.type === 'LongTextArea' && after.type === 'Html') ||
      (before.type === 'MultiselectPicklist' && after.type === 'Picklist') ||
      (before.type === 'Date' && after.type === 'DateTime') ||
      (before.type === 'DateTime' && after.type === 'Date') ||
      (before.type === 'Lookup' && after.type === 'MasterDetail') ||
      (before.type === 'MasterDetail' && after.type === 'Lookup');
    if (!isAllowed)
      throw new ComponentProblem(
        `Cannot change which type of custom field this is from ${before.type} to ${after.type}`,
        component.place,
      );
  } else if (before.referenceTo !== after.referenceTo) {
    throw new ComponentProblem(
      `Cannot update referenceTo: ${component.fullName} refers to ${before.referenceTo ?? ''}`,
      component.place,
    );
  }
  if (before.type !== after.type) refuseRulesAgainst(work, component.fullName, after);
  convertValues(work, component, before, after);
  if (after.unique === true && before.unique !== true) refuseDuplicates(work, component, after);
}

function refuseDuplicates(work: DeployWork, component: Component, field: FieldSource) {
  for (const sObject of objectsOfField(work, component.fullName)) {
    const seen = new Set<unknown>();
    for (const record of work.engine.records.all(sObject)) {
      const value = record[field.fullName];
      if (value === undefined || value === null || record['IsDeleted'] === true) continue;
      const key = typeof value === 'string' && field.caseSensitive !== true ? value.toLowerCase() : value;
      if (seen.has(key))
        throw new ComponentProblem(
          `Cannot make ${component.fullName} unique: there are duplicate values`,
          component.place,
        );
      seen.add(key);
    }
  }
}

function convertValues(work: DeployWork, component: Component, before: FieldSource, after: FieldSource) {
  const name = after.fullName;
  const cut =
    after.type === 'Text' && (after.length ?? 0) < (before.length ?? 255) ? after.length : undefined;
  if (before.type === after.type && cut === undefined) return;
  for (const sObject of objectsOfField(work, component.fullName)) {
    for (const record of work.engine.records.all(sObject)) {
      const value = record[name];
      if (value === undefined || value === null) continue;
      let next = value;
      if (numbers.has(before.type) && after.type === 'Text') next = String(value);
      if (typeof value === 'string' && after.type === 'Date') next = value.slice(0, 10);
      if (typeof value === 'string' && before.type === 'Date' && after.type === 'DateTime')
        next = `${value}T00:00:00.000+0000`;
      if (typeof next === 'string' && cut !== undefined && next.length > cut) {
        throw new ComponentProblem(
          `Cannot shorten ${component.fullName}: there are values longer than ${cut} characters`,
          component.place,
        );
      }
      if (next !== value) work.engine.records.put(sObject, { ...record, [name]: next });
    }
  }
}

/** Its values and rights go; a formula that names it keeps it. */
export function removeField(work: DeployWork, stored: StoredComponent) {
  const { engine } = work;
  const [, name = ''] = stored.fullName.split('.');
  if (!name.endsWith('__c')) throw new ComponentProblem(`Cannot delete standard field: ${stored.fullName}`);
  refuseFieldInUse(work, stored.fullName);
  takeOffLayouts(work, stored.fullName);
  for (const sObject of objectsOfField(work, stored.fullName)) {
    for (const record of engine.records.all(sObject)) {
      if (record[name] === undefined) continue;
      const { [name]: _gone, ...rest } = record;
      engine.records.put(sObject, rest);
    }
    dropRights(work, 'FieldPermissions', (row) => row['Field'] === `${sObject.name}.${name}`);
  }
}

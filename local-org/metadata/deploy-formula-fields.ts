// Formula fields: they come behind the plain fields they name, are run once to see whether they can be, and say their
// type but none of its sizes.

import { FormulaProblem, prepareFormula } from '../org/write/formula.ts';
import { customField } from '../org/schema/custom-fields.ts';
import type { SObject } from '../org/schema/schema.ts';
import { readField } from '../org/schema/object-sources.ts';
import type { StoredComponent } from './component-store.ts';
import { badName, isName, requireObject } from './deploy-objects.ts';
import { ComponentProblem } from './deploy-messages.ts';
import type { DeployWork } from './deploy-work.ts';
import { objectsOfField } from './field-uses.ts';
import type { Component } from './read-package.ts';
import { textOf } from './xml-tree.ts';

const types = new Set(['Checkbox', 'Currency', 'Date', 'DateTime', 'Number', 'Percent', 'Text']);

export function isFormulaField({ body }: Component): boolean {
  return body !== null && textOf(body, 'formula') !== undefined;
}

export function checkFormulaField(
  work: DeployWork,
  component: Component,
  before: StoredComponent | undefined,
) {
  const { body, fullName, place } = component;
  if (body === null) return;
  const refuse = (message: string) => new ComponentProblem(message, place);
  const objectName = requireObject(work, component);
  const name = fullName.slice(objectName.length + 1);
  if (!name.endsWith('__c') || !isName(name.slice(0, -'__c'.length)))
    throw refuse(badName('Custom Field Name'));
  if ((textOf(body, 'label') ?? '') === '')
    throw refuse('Must specify a non-empty label for the CustomField');
  const type = textOf(body, 'type') ?? '';
  if (!types.has(type)) throw refuse(`Formula fields cannot be of type ${type}`);
  for (const element of ['defaultValue', 'externalId', 'length', 'required', 'unique']) {
    const given = textOf(body, element);
    if (given !== undefined && given !== 'false')
      throw refuse(`Can not specify '${element}' for a formula field`);
  }
  if (before?.body != null && textOf(before.body, 'formula') === undefined)
    throw refuse('Cannot change a field into a formula field');
  const source = readField(body);
  for (const sObject of objectsOfField(work, fullName)) {
    // It names a formula of the same deploy: whether both run shows when all are there.
    if (namesArriving(work, objectName, sObject, source.formula ?? '')) continue;
    try {
      prepareFormula(work.engine.schema, sObject, customField(source), source.formula ?? '');
    } catch (error) {
      if (error instanceof FormulaProblem) throw refuse(error.reason);
      throw error;
    }
  }
}

function namesArriving(work: DeployWork, objectName: string, sObject: SObject, formula: string): boolean {
  return [...formula.matchAll(/\b\w+__c\b/g)].some(
    ([name]) =>
      work.engine.schema.field(sObject, name) === undefined &&
      work.isArriving('CustomField', `${objectName}.${name}`),
  );
}

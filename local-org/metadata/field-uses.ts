// What else names a field: validation rules (also those of other objects, on their way to a parent) and matching rules.
// A field that is named stays, and takes no type that a rule cannot run with.

import { customField } from '../org/schema/custom-fields.ts';
import { FormulaProblem, fieldsOf, prepareRule } from '../org/write/formula.ts';
import type { FieldSource } from '../org/schema/object-sources.ts';
import { buildSchema } from '../org/schema/schema.ts';
import type { SObject } from '../org/schema/schema.ts';
import type { StoredComponent } from './component-store.ts';
import { ComponentProblem } from './deploy-messages.ts';
import type { DeployWork } from './deploy-work.ts';
import { childrenOf, textOf } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

/** The objects a custom field is on: those of Activity are on both its kinds. */
export function objectsOfField(work: DeployWork, fullName: string): SObject[] {
  const objectName = fullName.split('.')[0] ?? '';
  const names = objectName === 'Activity' ? ['Event', 'Task'] : [objectName];
  return names.flatMap((name) => work.engine.schema.find(name) ?? []);
}

function rulesNaming(work: DeployWork, fullName: string): StoredComponent[] {
  const { schema } = work.engine;
  const name = fullName.slice(fullName.indexOf('.') + 1);
  const fields = new Set(objectsOfField(work, fullName).map((sObject) => schema.field(sObject, name)));
  const own = `${fullName.split('.')[0] ?? ''}.`;
  const rules = work.components
    .ofType('ValidationRule')
    .toSorted((a, b) => Number(b.fullName.startsWith(own)) - Number(a.fullName.startsWith(own)));
  return rules.filter((rule) => {
    if (rule.body === null) return false;
    const formula = textOf(rule.body, 'errorConditionFormula') ?? '';
    const shownAt = textOf(rule.body, 'errorDisplayField')?.trim().toLowerCase();
    return objectsOfField(work, rule.fullName).some(
      (sObject) =>
        fieldsOf(schema, sObject, formula).some((field) => fields.has(field)) ||
        (shownAt === name.toLowerCase() && fields.has(schema.field(sObject, shownAt))),
    );
  });
}

/** Rules that go in the same list of deletions are gone by now. */
export function refuseFieldInUse(work: DeployWork, fullName: string) {
  const [rule] = rulesNaming(work, fullName);
  if (rule !== undefined) throw inUse(`Validation Formula - ${rule.fullName.split('.')[1] ?? ''}`);
  const [objectName = '', name = ''] = fullName.split('.');
  for (const { fullName: ruleName, body } of work.components.childrenOf(objectName, 'MatchingRule')) {
    const items = body === null ? [] : childrenOf(body, 'matchingRuleItems');
    if (items.some((item) => textOf(item, 'fieldName')?.toLowerCase() === name.toLowerCase()))
      throw inUse(`Matching Rule - ${ruleName.split('.')[1] ?? ''}`);
  }
}

function inUse(by: string) {
  return new ComponentProblem(`This custom field is referenced elsewhere in salesforce.com. : ${by}.`);
}

/** A deleted field goes from the page layouts by itself. */
export function takeOffLayouts(work: DeployWork, fullName: string) {
  const name = fullName.slice(fullName.indexOf('.') + 1).toLowerCase();
  const objects = objectsOfField(work, fullName).map((sObject) => `${sObject.name}-`);
  for (const layout of work.components.ofType('Layout')) {
    if (layout.body === null || !objects.some((start) => layout.fullName.startsWith(start))) continue;
    const body = withoutItems(layout.body, name);
    if (body !== layout.body) work.components.put({ ...layout, body });
  }
}

/** The same tree when nothing in it names the field. */
function withoutItems(element: XmlElement, fieldName: string): XmlElement {
  const children = element.children
    .filter((child) => child.name !== 'layoutItems' || textOf(child, 'field')?.toLowerCase() !== fieldName)
    .map((child) => withoutItems(child, fieldName));
  const isSame =
    children.length === element.children.length &&
    children.every((child, place) => child === element.children[place]);
  return isSame ? element : { ...element, children };
}

/** Rules that come in the same deploy are checked with the new type when it is their turn. */
export function refuseRulesAgainst(work: DeployWork, fullName: string, source: FieldSource) {
  const rules = rulesNaming(work, fullName).filter(
    (rule) => !work.isArriving('ValidationRule', rule.fullName) && rule.body !== null,
  );
  if (rules.length === 0) return;
  const { schema } = work.engine;
  const changed = new Set(objectsOfField(work, fullName).map(({ name }) => name));
  const trial = buildSchema(
    schema.objects().map((sObject) =>
      changed.has(sObject.name)
        ? {
            ...sObject,
            fields: sObject.fields.map((field) =>
              field.name.toLowerCase() === source.fullName.toLowerCase() ? customField(source) : field,
            ),
          }
        : sObject,
    ),
    new Set(),
  );
  for (const { fullName: ruleName, body } of rules) {
    if (body === null) continue;
    for (const { name } of objectsOfField(work, ruleName)) {
      const sObject = trial.find(name);
      if (sObject !== undefined)
        refuseBroken(trial, sObject, ruleName, textOf(body, 'errorConditionFormula'));
    }
  }
}

function refuseBroken(
  schema: ReturnType<typeof buildSchema>,
  sObject: SObject,
  ruleName: string,
  formula = '',
) {
  const name = ruleName.split('.')[1] ?? '';
  try {
    prepareRule(schema, sObject, { name, formula, message: '', displayField: null });
  } catch (error) {
    if (error instanceof FormulaProblem)
      throw new ComponentProblem(`Validation Formula - ${name}: ${error.reason}`);
    throw error;
  }
}

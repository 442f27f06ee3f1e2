// The schema of an org, made anew from its standard objects and the metadata it holds.

import { addDeployed } from '../org/schema/custom-objects.ts';
import type { Engine } from '../org/engine.ts';
import { prepareFormula, prepareRule } from '../org/write/formula.ts';
import type { RunnableRule } from '../org/write/formula.ts';
import { readField, readObject, readRule } from '../org/schema/object-sources.ts';
import type { FieldSource, ObjectSource, ObjectSources, RuleSource } from '../org/schema/object-sources.ts';
import { hasFeature, withPersonAccounts } from '../org/schema/person-accounts.ts';
import { withRecordTypeFields } from '../org/schema/record-type-field.ts';
import { personAccount } from '../org/schema/record-types.ts';
import { countriesOf, withStateAndCountry } from '../org/schema/state-country.ts';
import { buildSchema } from '../org/schema/schema.ts';
import type { Schema, SObject } from '../org/schema/schema.ts';
import type { StandardObjects } from '../org/schema/standard-objects.ts';
import type { Table } from '../store.ts';
import type { ComponentStore } from './component-store.ts';
import { childrenOf, isTrue, textOf } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

export type SchemaParts = {
  standard: Pick<StandardObjects, 'objects' | 'elsewhere'>;
  components: ComponentStore;
  keyPrefixes: Table<string>;
  /** Features of the org that add fields, by their names in scratch org definitions. */
  features: readonly string[];
};

export function schemaOf({ standard, components, keyPrefixes, features }: SchemaParts): Schema {
  const deployed = addDeployed(standard.objects, sourcesOf(components), (objectName) =>
    keyPrefixOf(keyPrefixes, objectName),
  );
  const owners = ownersOf(components);
  const isWithPersons = hasFeature(features, 'PersonAccounts');
  if (isWithPersons) owners.add('Account');
  const withCodes = hasFeature(features, 'StateAndCountryPicklist')
    ? withStateAndCountry(deployed, countriesOf(components.get('Settings', 'Address')?.body ?? undefined))
    : deployed;
  const whole = withRecordTypeFields(withCodes, owners);
  const objects = isWithPersons ? withPersonAccounts(whole) : whole;
  return buildSchema(objects, standard.elsewhere);
}

function ownersOf(components: ComponentStore): Set<string> {
  const owners = components.ofType('RecordType').map(({ fullName }) => fullName.split('.')[0] ?? '');
  return new Set(owners.map((name) => (name === personAccount ? 'Account' : name)));
}

export function rulesOf(schema: Schema): Map<string, RunnableRule[]> {
  checkFormulas(schema);
  const rulesOfObject = (sObject: SObject) => sObject.rules.map((rule) => prepareRule(schema, sObject, rule));
  return new Map(
    schema
      .objects()
      .filter((sObject) => sObject.rules.length > 0)
      .map((sObject) => [sObject.name, rulesOfObject(sObject)]),
  );
}

/** A formula field that no longer runs is a problem of the whole deploy, as a validation rule is. */
function checkFormulas(schema: Schema) {
  for (const sObject of schema.objects()) {
    for (const field of sObject.fields)
      if (field.formula !== null) prepareFormula(schema, sObject, field, field.formula.text);
  }
}

/** Objects and fields as they are now stored take effect; validation rules are prepared by `useRules`. */
export function useSchema(engine: Engine, parts: SchemaParts) {
  engine.schema = schemaOf(parts);
  engine.records.setObjects(engine.schema.objects());
}

export function useRules(engine: Engine) {
  engine.rules = rulesOf(engine.schema);
}

/** A body is read once, however often the schema is made anew. */
function once<T>(read: (body: XmlElement) => T): (body: XmlElement) => T {
  const known = new WeakMap<XmlElement, T>();
  return (body) => {
    let source = known.get(body);
    if (source === undefined) {
      source = read(body);
      known.set(body, source);
    }
    return source;
  };
}

const objectOnce = once(readObject);
const fieldOnce = once(readField);
const ruleOnce = once(readRule);

function sourcesOf(components: ComponentStore): ObjectSources {
  const sources = new Map<
    string,
    { object: ObjectSource | null; fields: FieldSource[]; rules: RuleSource[] }
  >();
  const entryOf = (name: string) => {
    let entry = sources.get(name);
    if (entry === undefined) {
      entry = { object: null, fields: [], rules: [] };
      sources.set(name, entry);
    }
    return entry;
  };
  for (const { fullName, body } of components.ofType('CustomObject')) {
    if (body !== null) entryOf(fullName).object = objectOnce(body);
  }
  for (const { fullName, body } of components.ofType('CustomField').toSorted(byName)) {
    const [objectName = '', fieldName = ''] = fullName.split('.');
    // A standard field has its description from the standard objects.
    if (body !== null && fieldName.endsWith('__c'))
      entryOf(objectName).fields.push(withGlobalValues(components, fieldOnce(body)));
  }
  for (const { fullName, body } of components.ofType('ValidationRule').toSorted(byName)) {
    if (body !== null) entryOf(fullName.split('.')[0] ?? '').rules.push(ruleOnce(body));
  }
  return new Map([...sources].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function withGlobalValues(components: ComponentStore, field: FieldSource): FieldSource {
  const name = field.valueSet?.valueSetName;
  const body = name === undefined ? undefined : components.get('GlobalValueSet', name)?.body;
  if (body == null) return field;
  const value = childrenOf(body, 'customValue').map((each) => ({
    fullName: textOf(each, 'fullName') ?? '',
    label: textOf(each, 'label'),
    default: isTrue(each, 'default'),
    isActive: textOf(each, 'isActive') !== 'false',
  }));
  // A global value set is always restricted.
  return {
    ...field,
    valueSet: {
      ...field.valueSet,
      valueSettings: field.valueSet?.valueSettings ?? [],
      restricted: true,
      valueSetDefinition: { value },
    },
  };
}

function byName(a: { fullName: string }, b: { fullName: string }): number {
  return a.fullName < b.fullName ? -1 : 1;
}

/** Custom objects get a00, a01, … and keep theirs. */
function keyPrefixOf(table: Table<string>, objectName: string): string {
  const known = table.get(objectName);
  if (known !== undefined) return known;
  const keyPrefix = `a${[...table.entries()].length.toString(36).padStart(2, '0').toUpperCase()}`;
  table.set(objectName, keyPrefix);
  return keyPrefix;
}

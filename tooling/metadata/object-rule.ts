// Rule "objects": what Salesforce refuses at deploy time about objects and fields although the XML fits its types,
// and what we ask of ourselves (every field has a description).
import { filesOfType, elementsOf, isElement, splitFieldName, textOf } from './source-tree.ts';
import type { SourceFile, XmlElement } from './source-tree.ts';
import type { Rule } from './rule.ts';

export const objectRule: Rule = {
  name: 'objects',
  run: (tree) => {
    const objects = filesOfType(tree, 'CustomObject');
    const fields = filesOfType(tree, 'CustomField');
    const rules = filesOfType(tree, 'ValidationRule');
    const problems = [
      ...[...objects, ...fields, ...rules].flatMap((file) => report(file, nameProblems(file))),
      ...objects.flatMap((file) => report(file, objectProblems(file.body))),
      ...fields.flatMap((file) => report(file, fieldProblems(file.body))),
      ...rules.flatMap((file) => report(file, limit(file.body, 'errorMessage', 255))),
    ];
    return {
      looked: 'objects, fields and validation rules',
      count: objects.length + fields.length + rules.length,
      problems,
    };
  },
};

const report = (file: SourceFile, messages: string[]): { path: string; message: string }[] =>
  messages.map((message) => ({ path: file.path, message }));

function nameProblems(file: SourceFile): string[] {
  const [, name] = splitFieldName(file.fullName);
  const base = name.replace(/__c$/, '');
  const inside = textOf(file.body, 'fullName');
  return [
    ...(/^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(base) ? [] : [`'${name}' is not an API name`]),
    ...(base.length <= 40 ? [] : [`the API name '${name}' is longer than 40 characters`]),
    ...(inside === '' || inside === name ? [] : [`says fullName '${inside}' in a file named '${name}'`]),
    ...(textOf(file.body, 'description') === '' ? ['has no description'] : []),
    ...limit(file.body, 'description', 1000),
    ...limit(file.body, 'label', 40),
    ...limit(file.body, 'inlineHelpText', 510),
  ];
}

function limit(body: XmlElement, name: string, most: number): string[] {
  const length = textOf(body, name).length;
  return length <= most ? [] : [`${name} has ${length} characters, Salesforce takes ${most}`];
}

function objectProblems(body: XmlElement): string[] {
  const together = ['enableBulkApi', 'enableSharing', 'enableStreamingApi'];
  const values = new Set(together.map((name) => textOf(body, name)));
  const nameField = isElement(body['nameField']) ? body['nameField'] : {};
  const isNumbered = textOf(nameField, 'type') === 'AutoNumber';
  return [
    ...(values.size === 1 ? [] : [`${together.join(', ')} must have the same value`]),
    ...['label', 'pluralLabel', 'sharingModel', 'deploymentStatus'].flatMap((name) =>
      textOf(body, name) === '' ? [`has no ${name}`] : [],
    ),
    ...(textOf(nameField, 'label') === '' ? ['has no nameField with a label'] : []),
    ...(!isNumbered || /\{0+\}/.test(textOf(nameField, 'displayFormat'))
      ? []
      : ['its auto-number name has no displayFormat with {0}']),
  ];
}

// Elements that Salesforce demands for a type of field.
const NEEDED: Record<string, string[]> = {
  Text: ['length'],
  Number: ['precision', 'scale'],
  Currency: ['precision', 'scale'],
  Percent: ['precision', 'scale'],
  Checkbox: ['defaultValue'],
  LongTextArea: ['length', 'visibleLines'],
  Html: ['length', 'visibleLines'],
  Picklist: ['valueSet'],
  MultiselectPicklist: ['valueSet', 'visibleLines'],
  Lookup: ['referenceTo', 'relationshipName', 'deleteConstraint'],
};
const MOST_CHARACTERS: Record<string, number> = { Text: 255, LongTextArea: 131_072, Html: 131_072 };

function fieldProblems(body: XmlElement): string[] {
  const type = textOf(body, 'type');
  const is = (name: string): boolean => textOf(body, name) === 'true';
  const most = MOST_CHARACTERS[type];
  return [
    ...(textOf(body, 'label') === '' ? ['has no label'] : []),
    ...(NEEDED[type] ?? []).flatMap((name) => (name in body ? [] : [`is a ${type} without ${name}`])),
    ...(most !== undefined && Number(textOf(body, 'length')) > most
      ? [`is longer than a ${type} can be (${most})`]
      : []),
    ...(Number(textOf(body, 'precision')) > 18 ? ['has more than 18 digits'] : []),
    ...(type === 'Text' && is('unique') && !('caseSensitive' in body)
      ? ['is unique and does not say caseSensitive']
      : []),
    ...(type === 'Lookup' && is('required') && textOf(body, 'deleteConstraint') === 'SetNull'
      ? ['is a required lookup that cannot be set to null']
      : []),
    ...picklistProblems(body),
  ];
}

function picklistProblems(body: XmlElement): string[] {
  const values = picklistValues(body);
  const names = values.map((value) => textOf(value, 'fullName'));
  const defaults = values.filter((value) => textOf(value, 'default') === 'true');
  return [
    ...(new Set(names).size === names.length ? [] : ['has a picklist value twice']),
    ...(defaults.length <= 1 ? [] : ['has more than one default value']),
  ];
}

/** The values of a picklist that is defined in the field itself. */
export function picklistValues(body: XmlElement): XmlElement[] {
  return elementsOf(body, 'valueSet')
    .flatMap((set) => elementsOf(set, 'valueSetDefinition'))
    .flatMap((definition) => elementsOf(definition, 'value'));
}

// Reads the standard objects from standard/*.txt. A line is a field: name | type(length) | flags | label | more.
// Flags: n nillable, c createable, u updateable, d defaulted on create, f filterable, s sortable, g groupable,
// a aggregatable, i id lookup, N name field, p has a field permission, r restricted picklist, P polymorphic, A auto-number.
// Words among the object's own flags: `tooling` (seen through the Tooling API only), `devHub`, `production` (exists only
// in such an org).

import { readdirSync, readFileSync } from 'node:fs';
import { makeField } from './schema.ts';
import type { Field, FieldType, PicklistValue, SObject } from './schema.ts';

/** Files in the folder that are no objects. */
const lists = new Set(['not-here', 'permissions', 'picklists']);

const fieldTypes: readonly FieldType[] = [
  'id',
  'string',
  'textarea',
  'email',
  'phone',
  'url',
  'picklist',
  'multipicklist',
  'combobox',
  'boolean',
  'int',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'reference',
  'address',
];

export type StandardObjects = {
  objects: SObject[];
  /** Names (without `Permissions`) of the user permissions an org knows. */
  permissions: string[];
  /** Lower-case names of objects Salesforce has and this org does not. */
  elsewhere: ReadonlySet<string>;
};

let readBefore: StandardObjects | undefined;

/** Read once for all orgs of this process: nobody changes an object, orgs add to copies. */
export function readStandardObjects(): StandardObjects {
  readBefore ??= readAll();
  return readBefore;
}

function readAll(): StandardObjects {
  const picklists = new Map(
    readLines('picklists')
      .map((line) => split(line, '|', 2))
      .map(([name, text]) => [name, text]),
  );
  const permissions = readLines('permissions').map((line) => {
    const [name = '', label = '', only = ''] = line.split('|');
    return { name, label, only: only === '' ? [] : only.split(',') };
  });
  const readObject = (name: string) =>
    parseObject(name, readLines(name), {
      picklist: (text) => parsePicklist(text.startsWith('@') ? (picklists.get(text.slice(1)) ?? '') : text),
      permissions: () =>
        permissions
          .filter(({ only }) => only.length === 0 || only.includes(name))
          .map((permission) => permissionField(name, permission)),
    });
  return {
    objects: objectNames().map(readObject),
    permissions: permissions.map(({ name }) => name),
    elsewhere: new Set(readLines('not-here').map((name) => name.toLowerCase())),
  };
}

type Shared = { picklist(text: string): PicklistValue[]; permissions(): Field[] };

function parseObject(name: string, lines: string[], shared: Shared): SObject {
  const object: SObject = {
    name,
    label: name,
    labelPlural: name,
    keyPrefix: '',
    custom: false,
    flags: new Set(),
    urls: [],
    scopes: [],
    sharingModel: null,
    fields: [],
    rules: [],
  };
  for (const line of lines) {
    const [first = '', ...rest] = line.split('|');
    if (first === 'object') {
      const [keyPrefix = '', label = '', labelPlural = '', flags = ''] = rest;
      Object.assign(object, { keyPrefix, label, labelPlural, flags: new Set(flags.split(',')) });
    } else if (first === 'urls') object.urls = (rest[0] ?? '').split(',').filter((url) => url !== '');
    else if (first === 'scopes') object.scopes = (rest[0] ?? '').split(',');
    else if (first === '@permissions') object.fields.push(...shared.permissions());
    else object.fields.push(parseField(line, shared));
  }
  return object;
}

function parseField(line: string, shared: Shared): Field {
  const [name = '', typeText = '', flagText = '', label = '', moreText = ''] = split(line, '|', 5);
  const [, typeName = '', sizeText = ''] = /^(\w+)(?:\((.*)\))?$/.exec(typeText) ?? [];
  const type = fieldTypes.find((known) => known === typeName);
  if (type === undefined) throw new Error(`Standard field ${name}: unknown type ${typeText}`);
  const [size = 0, scale = 0] = sizeText === '' ? [] : sizeText.split(',').map(Number);
  const more = new Map(
    moreText
      .split(' | ')
      .filter((part) => part !== '')
      .map((part) => split(part, '=', 2))
      .map(([key = '', value = '']) => [key, value]),
  );
  const has = (flag: string) => flagText.includes(flag);
  const isNumber = type === 'double' || type === 'currency' || type === 'percent';
  const isReference = type === 'id' || type === 'reference';
  const length = isReference ? 18 : isNumber || type === 'int' ? 0 : size;
  const byteLength = more.get('bytes');
  const defaultText = more.get('default');
  return makeField({
    name,
    label,
    type,
    length,
    byteLength: isReference ? 18 : byteLength === undefined ? length * 3 : Number(byteLength),
    digits: type === 'int' ? size : 0,
    precision: isNumber ? size : 0,
    scale: isNumber ? scale : 0,
    nillable: has('n'),
    createable: has('c'),
    updateable: has('u'),
    defaultedOnCreate: has('d'),
    filterable: has('f'),
    sortable: has('s'),
    groupable: has('g'),
    aggregatable: has('a'),
    idLookup: has('i'),
    nameField: has('N'),
    permissionable: has('p'),
    restrictedPicklist: has('r'),
    polymorphic: has('P'),
    autoNumber: has('A') ? '{00000000}' : null,
    compoundFieldName: more.get('in') ?? null,
    extraTypeInfo: more.get('info') ?? null,
    defaultValue: type === 'boolean' ? defaultText === 'true' : (defaultText ?? null),
    picklist: more.has('pick') ? shared.picklist(more.get('pick') ?? '') : [],
    referenceTo: more.get('to')?.split(',') ?? [],
    relationshipName: more.get('rel') ?? null,
    childRelationshipName: more.get('children') ?? null,
    onParentDelete: more.has('restrict') ? 'restrict' : more.get('cascade') === '' ? 'cascade' : 'clear',
  });
}

function permissionField(objectName: string, permission: { name: string; label: string }): Field {
  const writable = objectName !== 'UserPermissionAccess';
  return makeField({
    name: `Permissions${permission.name}`,
    label: permission.label,
    type: 'boolean',
    createable: writable,
    updateable: writable,
    defaultedOnCreate: true,
    filterable: true,
    defaultValue: false,
  });
}

/** `a; b~Label of b; *c` — the star marks the default. */
function parsePicklist(text: string): PicklistValue[] {
  if (text === '') return [];
  return text.split('; ').map((entry) => {
    const isDefault = entry.startsWith('*');
    const [value = '', label] = split(isDefault ? entry.slice(1) : entry, '~', 2);
    return { value, label: label ?? value, isDefault };
  });
}

function objectNames(): string[] {
  return readdirSync(new URL('./standard/', import.meta.url))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => file.slice(0, -'.txt'.length))
    .filter((name) => !lists.has(name))
    .toSorted();
}

function readLines(name: string): string[] {
  return readFileSync(new URL(`./standard/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Like split with a limit, but the last part keeps the rest. */
function split(text: string, separator: string, limit: number): string[] {
  const parts = text.split(separator);
  return parts.length <= limit
    ? parts
    : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

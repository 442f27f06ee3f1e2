// References between subrequests: @{newLead.id}, @{found.records[0].Id}. Names are case-sensitive, in what is referred
// to as well: a create answers `id`, a read `Id`.

import { orgError } from '../org/errors.ts';

const reference = /@\{([^}]*)\}/g;
const wholeReference = /^@\{([^}]*)\}$/;

/** The reference ids a value names anywhere inside it. */
export function referencesIn(value: unknown): Set<string> {
  const names = new Set<string>();
  walk(value, (text) => {
    for (const [, path = ''] of text.matchAll(reference)) names.add(referenceIdOf(path));
    return text;
  });
  return names;
}

export type Referring = { url: string; body: unknown };

/** Puts the values in place; `resultOf` gives a referenced subrequest's body, or undefined when there is none to use. */
export function resolveReferences({ url, body }: Referring, resultOf: (id: string) => unknown): Referring {
  const inText = (text: string) =>
    text.replace(reference, (_all, path: string) => textOf(lookUp(path, resultOf)));
  const resolved = walk(body, (text) => {
    // A value that is nothing but a reference keeps the type of what it refers to.
    const [, only] = wholeReference.exec(text) ?? [];
    return only === undefined ? inText(text) : lookUp(only, resultOf);
  });
  return { url: inText(url), body: resolved };
}

function walk(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, change)]));
}

function referenceIdOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? '';
}

function lookUp(path: string, resultOf: (referenceId: string) => unknown): unknown {
  const referenceId = referenceIdOf(path);
  let value: unknown = resultOf(referenceId);
  for (const [, name, index] of path.slice(referenceId.length).matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)) {
    const key = name ?? index ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
      throw invalidReference(path, referenceId);
    value = Reflect.get(value, key);
  }
  if (value === undefined) throw invalidReference(path, referenceId);
  // From version 52.0 on a null is put in; older ones refused it.
  return value;
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function invalidReference(path: string, referenceId: string) {
  return orgError(
    400,
    'PROCESSING_HALTED',
    `Invalid reference specified. No value for ${path} found in ${referenceId}. Provided referenceId ('${path}') must ` +
      "start with a letter or a number, and it can contain only letters, numbers and underscores ('_').",
  );
}

// What differs between two set-ups, line by line, and putting lines into one. A line is the smallest thing that is told,
// kept or given back as a whole: one row of the mapping, one rule, one exception for an event type.
import { setUpDocument, type SetUp } from '../set-up-document.ts';

/** `path`: fields.<Object>.<Field>, rules.<name>…, overrides.<event type>, recordIdParameter. Null: not there. */
export type Line = { path: string; before: unknown; after: unknown };

export function diffSetUps(before: SetUp, after: SetUp): Line[] {
  const was = flatten(before);
  const is = flatten(after);
  const paths = new Set([...was.keys(), ...is.keys()]);
  return [...paths].flatMap((path) => {
    const line = { path, before: was.get(path) ?? null, after: is.get(path) ?? null };
    return isSame(line.before, line.after) ? [] : [line];
  });
}

/** Puts the `after` of every line into the set-up. Throws when the result is no set-up. */
export function applyLines(setUp: SetUp, lines: readonly Line[]): SetUp {
  const copy: unknown = structuredClone(setUp);
  for (const { path, after } of lines) put(copy, path, after);
  return setUpDocument.parse(copy);
}

export type Merge = {
  mine: Line[];
  theirs: Line[];
  /** Lines that both have changed, and not to the same. */
  collisions: { path: string; before: unknown; mine: unknown; theirs: unknown }[];
};

/** What I and somebody else have made of the same set-up. */
export function mergeSetUps(base: SetUp, my: SetUp, their: SetUp): Merge {
  const mine = diffSetUps(base, my);
  const theirs = diffSetUps(base, their);
  const collisions = mine.flatMap(({ path, before, after }) => {
    const other = theirs.find((line) => line.path === path);
    return other && !isSame(other.after, after) ? [{ path, before, mine: after, theirs: other.after }] : [];
  });
  return { mine, theirs, collisions };
}

export function isSame(one: unknown, other: unknown): boolean {
  return stable(one) === stable(other);
}

function flatten(setUp: SetUp): Map<string, unknown> {
  const lines = new Map<string, unknown>();
  for (const [object, rows] of Object.entries(setUp.fields))
    for (const row of rows) lines.set(`fields.${object}.${row.target}`, row);
  flattenRules('rules', setUp.rules, lines);
  for (const override of setUp.overrides) lines.set(`overrides.${override.eventType}`, override);
  lines.set('recordIdParameter', setUp.recordIdParameter);
  return lines;
}

function flattenRules(path: string, value: unknown, lines: Map<string, unknown>): void {
  if (!isRecord(value) || 'kind' in value || path.endsWith('.fallbackOwner')) {
    lines.set(path, value);
    return;
  }
  for (const [name, inner] of Object.entries(value)) flattenRules(`${path}.${name}`, inner, lines);
}

function put(copy: unknown, path: string, after: unknown): void {
  const [room = '', ...rest] = path.split('.');
  if (!isRecord(copy)) return;
  if (room === 'recordIdParameter') copy[room] = after;
  if (room === 'overrides')
    copy[room] = putInto(copy[room], 'eventType', path.slice('overrides.'.length), after);
  const inside = copy[room];
  if (room === 'fields' && isRecord(inside) && rest[0] !== undefined)
    inside[rest[0]] = putInto(inside[rest[0]], 'target', rest.slice(1).join('.'), after);
  if (room === 'rules') {
    let place = inside;
    for (const name of rest.slice(0, -1)) place = isRecord(place) ? place[name] : undefined;
    const last = rest.at(-1);
    if (isRecord(place) && last !== undefined) place[last] = after;
  }
}

function putInto(list: unknown, key: string, name: string, after: unknown): unknown[] {
  const rows: unknown[] = Array.isArray(list) ? list : [];
  const isIt = (row: unknown): boolean => isRecord(row) && row[key] === name;
  if (after === null) return rows.filter((row) => !isIt(row));
  return rows.some(isIt) ? rows.map((row) => (isIt(row) ? after : row)) : [...rows, after];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON with keys in order: the database gives them back in another. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

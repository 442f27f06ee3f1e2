// What differs between two set-ups, line by line, for the history, an import and whoever has to decide between two. Pure.
import { z } from 'zod';
import { mappedObjects } from './set-up-document.ts';
import type { SetUp } from './set-up-document.ts';

/** `path` as in `fields.Lead.Company`, `rules.lead.found`, `overrides.<event type>`, `recordIdParameter`. Null: not there. */
export const lineSchema = z.object({ path: z.string(), before: z.unknown(), after: z.unknown() });
export type Line = { path: string; before: unknown; after: unknown };

export function compareSetUps(before: SetUp, after: SetUp): Line[] {
  const old = flatten(before);
  const now = flatten(after);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
    const line = { path, before: old.get(path) ?? null, after: now.get(path) ?? null };
    return JSON.stringify(line.before) === JSON.stringify(line.after) ? [] : [line];
  });
}

function flatten({ fields, rules, overrides, recordIdParameter }: SetUp): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const object of mappedObjects)
    for (const row of fields[object]) flat.set(`fields.${object}.${row.target}`, row);
  flattenRules('rules', rules, flat);
  for (const override of overrides) flat.set(`overrides.${override.eventType}`, override);
  flat.set('recordIdParameter', recordIdParameter);
  return flat;
}

/** An owner is one value, and so is a list; everything else has parts of its own. */
function flattenRules(path: string, value: unknown, flat: Map<string, unknown>): void {
  const isWhole =
    typeof value !== 'object' || value === null || Array.isArray(value) || 'kind' in value || 'id' in value;
  if (isWhole) flat.set(path, value);
  else for (const [name, part] of Object.entries(value)) flattenRules(`${path}.${name}`, part, flat);
}

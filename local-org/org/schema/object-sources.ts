// What the schema needs of deployed metadata: objects, fields and validation rules, read from their XML.

import { z } from 'zod';
import type { XmlElement } from '../../metadata/xml-tree.ts';

const flag = z.stringbool().optional();
const text = z.string().optional();

const objectShape = z.object({
  label: text,
  pluralLabel: text,
  enableActivities: flag,
  enableFeeds: flag,
  enableSearch: flag,
  sharingModel: text,
  nameField: z
    .object({ label: z.string(), type: z.enum(['Text', 'AutoNumber']), displayFormat: text })
    .optional(),
});

const fieldShape = z.object({
  fullName: z.string(),
  label: text,
  type: z.string().default(''),
  length: z.coerce.number().optional(),
  precision: z.coerce.number().optional(),
  scale: z.coerce.number().optional(),
  required: flag,
  unique: flag,
  externalId: flag,
  caseSensitive: flag,
  formula: text,
  formulaTreatBlanksAs: text,
  maskChar: text,
  maskType: text,
  startingNumber: z.coerce.number().optional(),
  defaultValue: text,
  displayFormat: text,
  inlineHelpText: text,
  referenceTo: text,
  relationshipName: text,
  deleteConstraint: z.enum(['SetNull', 'Restrict', 'Cascade']).optional(),
  valueSet: z
    .object({
      restricted: flag,
      controllingField: text,
      valueSetName: text,
      valueSettings: z
        .array(z.object({ valueName: z.string(), controllingFieldValue: z.array(z.string()).default([]) }))
        .default([]),
      valueSetDefinition: z
        .object({
          value: z
            .array(z.object({ fullName: z.string(), default: flag, label: text, isActive: flag }))
            .default([]),
        })
        .optional(),
    })
    .optional(),
});

const ruleShape = z.object({
  fullName: z.string(),
  active: z.stringbool().default(false),
  errorConditionFormula: z.string().default(''),
  errorDisplayField: text,
  errorMessage: z.string().default(''),
});

export type ObjectSource = z.infer<typeof objectShape>;
export type FieldSource = z.infer<typeof fieldShape>;
export type RuleSource = z.infer<typeof ruleShape>;

/** By object name; a standard object (or Activity) has fields and rules, but may have no object of its own. */
export type ObjectSources = ReadonlyMap<
  string,
  { object: ObjectSource | null; fields: FieldSource[]; rules: RuleSource[] }
>;

const repeated = new Set([
  'value',
  'valueSettings',
  'controllingFieldValue',
  'summaryFilterItems',
  'filterItems',
]);

/** What the XML lacks, or says in a way nobody understands. */
export class SourceProblem extends Error {
  override readonly name = 'SourceProblem';
}

export const readObject = (body: XmlElement): ObjectSource => read(objectShape, body);
export const readField = (body: XmlElement): FieldSource => read(fieldShape, body);
export const readRule = (body: XmlElement): RuleSource => read(ruleShape, body);

function read<T>(shape: z.ZodType<T>, body: XmlElement): T {
  // A standard object may be listed with nothing said about it.
  const values = body.children.length === 0 ? {} : plain(body);
  const result = shape.safeParse(values);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path ?? [];
  const element = path.findLast((part) => typeof part === 'string') ?? body.name;
  throw new SourceProblem(
    isThere(values, path)
      ? `Invalid value for the element ${element}`
      : `Required field is missing: ${element}`,
  );
}

function isThere(values: unknown, path: readonly PropertyKey[]): boolean {
  let inner: unknown = values;
  for (const part of path) {
    if (typeof inner !== 'object' || inner === null) return false;
    inner = new Map<PropertyKey, unknown>(Object.entries(inner)).get(String(part));
  }
  return inner !== undefined;
}

function plain(element: XmlElement): unknown {
  if (element.children.length === 0) return element.text.trim();
  const values: Record<string, unknown> = {};
  const lists = new Map<string, unknown[]>();
  for (const child of element.children) {
    if (child.attributes?.['xsi:nil'] === 'true') continue;
    if (!repeated.has(child.name)) values[child.name] = plain(child);
    else lists.set(child.name, [...(lists.get(child.name) ?? []), plain(child)]);
  }
  return { ...values, ...Object.fromEntries(lists) };
}

// Reads deployed metadata in source format (objects, fields, validation rules, permission sets) from a folder.
// What it does not understand is an error that names the file: a rule that is skipped would make the org too kind.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

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
  type: z.string(),
  length: z.coerce.number().optional(),
  precision: z.coerce.number().optional(),
  scale: z.coerce.number().optional(),
  required: flag,
  unique: flag,
  externalId: flag,
  caseSensitive: flag,
  defaultValue: text,
  displayFormat: text,
  inlineHelpText: text,
  referenceTo: text,
  relationshipName: text,
  deleteConstraint: z.enum(['SetNull', 'Restrict', 'Cascade']).optional(),
  valueSet: z
    .object({
      restricted: flag,
      valueSetDefinition: z.object({
        value: z.array(z.object({ fullName: z.string(), default: flag, label: text })),
      }),
    })
    .optional(),
});

const ruleShape = z.object({
  fullName: z.string(),
  active: z.stringbool(),
  errorConditionFormula: z.string(),
  errorDisplayField: text,
  errorMessage: z.string(),
});

const permissionSetShape = z.object({
  label: z.string(),
  description: text,
  license: text,
  hasActivationRequired: flag,
  fieldPermissions: z
    .array(z.object({ field: z.string(), readable: z.stringbool(), editable: z.stringbool() }))
    .default([]),
  objectPermissions: z
    .array(
      z.object({
        object: z.string(),
        allowCreate: z.stringbool(),
        allowRead: z.stringbool(),
        allowEdit: z.stringbool(),
        allowDelete: z.stringbool(),
        viewAllRecords: z.stringbool(),
        modifyAllRecords: z.stringbool(),
      }),
    )
    .default([]),
  userPermissions: z.array(z.object({ name: z.string(), enabled: z.stringbool() })).default([]),
});

export type ObjectSource = z.infer<typeof objectShape>;
export type FieldSource = z.infer<typeof fieldShape>;
export type RuleSource = z.infer<typeof ruleShape>;
export type PermissionSetSource = z.infer<typeof permissionSetShape>;

export type Metadata = {
  /** By object name; a standard object (or Activity) has fields and rules, but no object of its own. */
  objects: Map<string, { object: ObjectSource | null; fields: FieldSource[]; rules: RuleSource[] }>;
  permissionSets: Map<string, PermissionSetSource>;
};

const repeated = new Set(['fieldPermissions', 'objectPermissions', 'userPermissions', 'value']);
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name) => repeated.has(name),
});

/** `folder` may be force-app or any folder above the objects; null = nothing is deployed. */
export function readMetadata(folder: string | null): Metadata {
  const metadata: Metadata = { objects: new Map(), permissionSets: new Map() };
  if (folder === null) return metadata;
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`The folder with the org's metadata does not exist: ${folder}`);
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  for (const file of files.toSorted()) {
    const name = basename(file);
    if (name.endsWith('.object-meta.xml')) {
      objectIn(metadata, basename(dirname(file))).object = readFile(file, 'CustomObject', objectShape);
    } else if (name.endsWith('.field-meta.xml')) {
      objectIn(metadata, basename(dirname(dirname(file)))).fields.push(
        readFile(file, 'CustomField', fieldShape),
      );
    } else if (name.endsWith('.validationRule-meta.xml')) {
      objectIn(metadata, basename(dirname(dirname(file)))).rules.push(
        readFile(file, 'ValidationRule', ruleShape),
      );
    } else if (name.endsWith('.permissionset-meta.xml')) {
      metadata.permissionSets.set(
        name.slice(0, -'.permissionset-meta.xml'.length),
        readFile(file, 'PermissionSet', permissionSetShape),
      );
    }
  }
  return metadata;
}

function objectIn(metadata: Metadata, name: string) {
  let entry = metadata.objects.get(name);
  if (entry === undefined) {
    entry = { object: null, fields: [], rules: [] };
    metadata.objects.set(name, entry);
  }
  return entry;
}

function readFile<Shape extends z.ZodType>(file: string, root: string, shape: Shape): z.infer<Shape> {
  const document = z.record(z.string(), z.unknown()).parse(parser.parse(readFileSync(file, 'utf8')));
  const parsed = shape.safeParse(document[root]);
  if (!parsed.success) throw new Error(`Metadata ${file} cannot be read: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

// Reads a folder of Salesforce source format: every `-meta.xml` file with its component name and parsed body.
// A file that is not well-formed is kept with its parse error, so that no rule can overlook it.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export type XmlValue = string | XmlElement | XmlValue[];
export type XmlElement = { [name: string]: XmlValue };

export type SourceFile = {
  /** Relative to the folder, with forward slashes. */
  path: string;
  text: string;
  /** Root element, such as `CustomField`; empty when the file is not well-formed. */
  type: string;
  /** API name of the component; fields and validation rules are named `Object.Name`. */
  fullName: string;
  body: XmlElement;
  parseError: string | null;
};

export type SourceTree = { folder: string; files: SourceFile[] };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  ignoreDeclaration: true,
  trimValues: true,
});

export function readSourceTree(folder: string): SourceTree {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('-meta.xml'),
  );
  const files = paths.map((path) => {
    const slashed = relative(folder, join(folder, path)).split(sep).join('/');
    return readSourceFile(slashed, readFileSync(join(folder, path), 'utf8'));
  });
  return { folder, files: files.toSorted((a, b) => a.path.localeCompare(b.path)) };
}

function readSourceFile(path: string, text: string): SourceFile {
  const fullName = fullNameOf(path);
  // oxlint-disable-next-line typescript/no-deprecated -- its successor would be one more package; this version is pinned
  const wellFormed = XMLValidator.validate(text);
  if (wellFormed !== true)
    return { path, text, type: '', fullName, body: {}, parseError: wellFormed.err.msg };
  const document: unknown = parser.parse(text);
  const [type, body] = isElement(document) ? (Object.entries(document)[0] ?? []) : [];
  if (type === undefined || !isElement(body))
    return {
      path,
      text,
      type: type ?? '',
      fullName,
      body: {},
      parseError: 'has no root element with content',
    };
  return { path, text, type, fullName, body, parseError: null };
}

function fullNameOf(path: string): string {
  const parts = path.split('/');
  const name = (parts.at(-1) ?? '').replace(/\.[^.]+-meta\.xml$/, '');
  const objects = parts.indexOf('objects');
  const isChild = objects >= 0 && parts.length - objects === 4;
  return isChild ? `${parts[objects + 1] ?? ''}.${name}` : name;
}

export function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function filesOfType(tree: SourceTree, type: string): SourceFile[] {
  return tree.files.filter((file) => file.type === type);
}

/** Text of a child element; the empty string when there is none. */
export function textOf(element: XmlElement, name: string): string {
  const value = element[name];
  return typeof value === 'string' ? value : '';
}

/** Child elements of one name, however often they occur. */
export function elementsOf(element: XmlElement, name: string): XmlElement[] {
  const value = element[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((item) => isElement(item));
}

/** `Booking__c.Start__c` → `['Booking__c', 'Start__c']`. */
export function splitFieldName(fullName: string): [object: string, field: string] {
  const dot = fullName.indexOf('.');
  return dot < 0 ? ['', fullName] : [fullName.slice(0, dot), fullName.slice(dot + 1)];
}

// Which elements a metadata type has and what may be in them, read from elements.txt at the first deploy. Salesforce
// refuses a file with any other element before it looks at what the file means.

import { readFileSync } from 'node:fs';
import type { Place, XmlElement } from './xml-tree.ts';

type ElementKind = { kind: string; repeats: boolean };
/** Lines of the table by name; what a line says is read when it is asked for. */
type Tables = { types: Map<string, string | Map<string, ElementKind>>; enums: Map<string, string> };

let tables: Tables | undefined;

function readTables(): Tables {
  const types: Tables['types'] = new Map();
  const enums: Tables['enums'] = new Map();
  for (const line of readFileSync(new URL('./elements.txt', import.meta.url), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [name = '', body = ''] = line.split('|');
    if (name.startsWith('enum ')) enums.set(name.slice('enum '.length), body);
    else types.set(name, body);
  }
  return { types, enums };
}

function elementsOf({ types }: Tables, typeName: string): Map<string, ElementKind> | undefined {
  const known = types.get(typeName);
  if (typeof known !== 'string') return known;
  const words = known.split(' ').filter((word) => word !== '');
  const elements = new Map(words.map(readWord));
  types.set(typeName, elements);
  return elements;
}

function readWord(word: string): [string, ElementKind] {
  const repeats = word.endsWith('*');
  const [name = '', kind = ''] = (repeats ? word.slice(0, -1) : word).split(':');
  return [name, { kind, repeats }];
}

export type ElementProblem = { message: string; place: Place | undefined };

/** The first thing wrong with the elements of a file of this type; types without a table pass. */
export function checkElements(root: XmlElement, typeName: string): ElementProblem | undefined {
  tables ??= readTables();
  return tables.types.has(typeName) ? checkInside(tables, root, typeName) : undefined;
}

export function isKnownType(typeName: string): boolean {
  tables ??= readTables();
  return tables.types.has(typeName);
}

function checkInside(known: Tables, element: XmlElement, typeName: string): ElementProblem | undefined {
  const allowed = elementsOf(known, typeName);
  if (allowed === undefined) return undefined;
  const seen = new Set<string>();
  for (const child of element.children) {
    const { name } = child;
    const is = name === 'fullName' ? { kind: '', repeats: false } : allowed.get(name);
    const qualified = `{http://soap.sforce.com/2006/04/metadata}${name}`;
    if (is === undefined) {
      return {
        message: `Error parsing file: Element ${qualified} invalid at this location in type ${typeName}`,
        place: child.place,
      };
    }
    if (seen.has(name) && !is.repeats) {
      return {
        message: `Error parsing file: Element ${name} is duplicated at this location in type ${typeName}`,
        place: child.place,
      };
    }
    seen.add(name);
    const problem = checkValue(known, child, is.kind);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkValue(known: Tables, element: XmlElement, kind: string): ElementProblem | undefined {
  if (element.attributes?.['xsi:nil'] === 'true') return undefined;
  const text = element.text.trim();
  const wrong = (message: string) => ({ message, place: element.place });
  if (kind === '?') {
    if (/^(true|false|1|0)$/.test(text)) return undefined;
    return wrong(`'${text}' is not a valid value for the type xsd:boolean`);
  }
  if (kind === '#') {
    if (/^[-+]?\d+(\.\d+)?$/.test(text)) return undefined;
    return wrong(`'${text}' is not a valid value for the type xsd:int`);
  }
  const values = known.enums.get(kind);
  if (values !== undefined) {
    return values.split(',').includes(text)
      ? undefined
      : wrong(`'${text}' is not a valid value for the enum '${kind}'`);
  }
  return kind === '' ? undefined : checkInside(known, element, kind);
}

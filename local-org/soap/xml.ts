// XML in and out: a document as a tree of elements, and values as XML. What comes in may be hostile: a document type
// (where entities are declared) is refused, nesting is bounded, and what goes out is escaped.

import { XMLParser, XMLValidator } from 'fast-xml-parser';

export type XmlElement = {
  /** Without its namespace prefix. */
  name: string;
  namespace: string | undefined;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
};

/** What can be written: null becomes an empty element marked as nil, undefined is left out, an array is repeated. */
export type XmlValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | XmlText
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/** XML that is ready to be written as it is. */
export class XmlText {
  readonly text: string;
  readonly attributes: string;

  constructor(text: string, attributes = '') {
    this.text = text;
    this.attributes = attributes;
  }
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 100,
});

/** The root element; throws an Error that says what is wrong with the document. */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw new Error('A document type declaration is not allowed.');
  // oxlint-disable-next-line typescript/no-deprecated -- Its successor is another package; this one is here.
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`${valid.err.msg} (line ${valid.err.line})`);
  const roots = readChildren(parser.parse(text), {}).children;
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new Error('The document needs exactly one root element.');
  return root;
}

type Namespaces = Record<string, string>;

function readChildren(nodes: unknown, namespaces: Namespaces): { children: XmlElement[]; text: string } {
  const children: XmlElement[] = [];
  let text = '';
  const list: unknown[] = Array.isArray(nodes) ? nodes : [];
  for (const node of list) {
    if (typeof node !== 'object' || node === null) continue;
    const entries = Object.entries<unknown>({ ...node });
    const attributes = readAttributes(entries.find(([name]) => name === ':@')?.[1]);
    for (const [name, value] of entries) {
      if (name === ':@') continue;
      if (name === '#text') text += decode(String(value));
      else if (name === '#cdata') text += plainText(value);
      else children.push(readElement(name, value, attributes, namespaces));
    }
  }
  return { children, text };
}

function readElement(
  qualifiedName: string,
  content: unknown,
  attributes: Record<string, string>,
  outer: Namespaces,
): XmlElement {
  const namespaces = { ...outer };
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'xmlns') namespaces[''] = value;
    else if (name.startsWith('xmlns:')) namespaces[name.slice('xmlns:'.length)] = value;
  }
  const [prefix, name] = qualifiedName.includes(':') ? qualifiedName.split(':', 2) : ['', qualifiedName];
  const inner = readChildren(content, namespaces);
  return { name: name ?? qualifiedName, namespace: namespaces[prefix ?? ''], attributes, ...inner };
}

function readAttributes(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, decode(String(text))]));
}

function plainText(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return nodes
    .map((node: unknown) =>
      typeof node === 'object' && node !== null && '#text' in node ? String(node['#text']) : '',
    )
    .join('');
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    if (typeof name === 'string') {
      const character = named[name];
      if (character === undefined) throw new Error(`The entity ${whole} is not known.`);
      return character;
    }
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    if (code > 0x10ffff) throw new Error(`${whole} is no character.`);
    return String.fromCodePoint(code);
  });
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** The text of a child, trimmed; undefined when there is no such child. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return childOf(element, name)?.text.trim();
}

export function textsOf(element: XmlElement, name: string): string[] {
  return childrenOf(element, name).map((child) => child.text.trim());
}

/** `null` writes `<name xsi:nil="true"/>`: the envelope declares xsi. */
export function writeXml(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (value instanceof XmlText) {
    const open = `<${name}${value.attributes}`;
    return value.text === '' ? `${open}/>` : `${open}>${value.text}</${name}>`;
  }
  if (isList(value)) return value.map((item) => writeXml(name, item)).join('');
  if (typeof value === 'object') {
    const inner = Object.entries(value).map(([key, item]) => writeXml(key, item));
    return `<${name}>${inner.join('')}</${name}>`;
  }
  const text = escapeXml(String(value));
  return text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

// What XML 1.0 cannot carry at all, even escaped.
// oxlint-disable-next-line no-control-regex -- These characters are what must go.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(forbidden, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&apos;');
}

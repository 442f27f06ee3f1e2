// XML of a metadata file as a tree whose elements know their place in the file, and the way back to text.

import { XMLParser, XMLValidator } from 'fast-xml-parser';

export type Place = { line: number; column: number };

/** An element has text or children. Only files that are being deployed have places. */
export type XmlElement = {
  name: string;
  text: string;
  children: XmlElement[];
  attributes?: Record<string, string>;
  place?: Place;
};

export type XmlProblem = { message: string; place: Place };

const namespace = 'http://soap.sforce.com/2006/04/metadata';

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

const metaSymbol = XMLParser.getMetaDataSymbol();

/** The root element, or what is wrong with the text. */
export function parseXml(text: string): { root: XmlElement } | { problem: XmlProblem } {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    const { msg, line, col } = verdict.err;
    return { problem: { message: msg, place: { line, column: Number.isFinite(col) ? col : 1 } } };
  }
  const placeAt = placesOf(text);
  const nodes: unknown = parser.parse(text);
  const root = elementsIn(nodes, placeAt).find((element) => !element.name.startsWith('?'));
  if (root === undefined)
    return { problem: { message: 'Content is not allowed in prolog.', place: { line: 1, column: 1 } } };
  return { root };
}

function elementsIn(nodes: unknown, placeAt: (index: number) => Place): XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  const elements: XmlElement[] = [];
  for (const node of nodes) {
    if (!isObject(node)) continue;
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name === '#text') continue;
    const inner = node[name];
    const children = elementsIn(inner, placeAt);
    const element: XmlElement = {
      name: name.replace(/^\w+:/, ''),
      text: children.length === 0 ? textIn(inner) : '',
      children,
      place: placeAt(startOf(node)),
    };
    const attributes = attributesIn(node[':@']);
    if (attributes !== undefined) element.attributes = attributes;
    elements.push(element);
  }
  return elements;
}

function textIn(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return nodes
    .map((node: unknown) => (isObject(node) && typeof node['#text'] === 'string' ? node['#text'] : ''))
    .join('');
}

function attributesIn(value: unknown): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const kept = Object.entries(value).filter(([name]) => name.startsWith('xsi:'));
  return kept.length === 0 ? undefined : Object.fromEntries(kept.map(([name, text]) => [name, String(text)]));
}

function startOf(node: object): number {
  const meta: unknown = Object.getOwnPropertyDescriptor(node, metaSymbol.valueOf())?.value;
  return isObject(meta) && typeof meta['startIndex'] === 'number' ? meta['startIndex'] : 0;
}

/** Salesforce names the place right behind the opening tag. */
function placesOf(text: string): (index: number) => Place {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return (index) => {
    const end = text.indexOf('>', index) + 1;
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] ?? 0) <= end) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: end - (lineStarts[low] ?? 0) + 1 };
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A whole metadata file, indented as Salesforce does it. */
export function printXml(root: XmlElement): string {
  const hasXsi = usesXsi(root);
  const open = `<${root.name} xmlns="${namespace}"${hasXsi ? ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"' : ''}`;
  const body = root.children.map((child) => printElement(child, 1)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}${body === '' ? `>${escape(root.text)}` : `>\n${body}`}</${root.name}>\n`;
}

function printElement(element: XmlElement, depth: number): string {
  const indent = '    '.repeat(depth);
  const attributes = Object.entries(element.attributes ?? {})
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('');
  if (element.children.length === 0) {
    const body = element.text === '' ? `/>` : `>${escape(element.text)}</${element.name}>`;
    return `${indent}<${element.name}${attributes}${body}\n`;
  }
  const body = element.children.map((child) => printElement(child, depth + 1)).join('');
  return `${indent}<${element.name}${attributes}>\n${body}${indent}</${element.name}>\n`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function usesXsi(element: XmlElement): boolean {
  return element.attributes !== undefined || element.children.some(usesXsi);
}

/** Text of the first child of this name; undefined when there is none, or it says xsi:nil. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const child = element.children.find((each) => each.name === name);
  return child === undefined || child.attributes?.['xsi:nil'] === 'true' ? undefined : child.text;
}

export function isTrue(element: XmlElement, name: string): boolean {
  return textOf(element, name)?.trim() === 'true';
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function textsOf(element: XmlElement, name: string): string[] {
  return childrenOf(element, name).map((child) => child.text);
}

export function makeElement(name: string, content: string | XmlElement[]): XmlElement {
  return typeof content === 'string'
    ? { name, text: content, children: [] }
    : { name, text: '', children: content };
}

/** The same tree without places, as it is kept. */
export function withoutPlaces(element: XmlElement): XmlElement {
  const kept: XmlElement = {
    name: element.name,
    text: element.text,
    children: element.children.map(withoutPlaces),
  };
  if (element.attributes !== undefined) kept.attributes = element.attributes;
  return kept;
}

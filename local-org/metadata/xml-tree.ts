// XML of a metadata file as a tree, how to look into it, and the way back to text.

export type Place = { line: number; column: number };

/** An element has text or children. Only files that are being deployed have places. */
export type XmlElement = {
  name: string;
  text: string;
  children: XmlElement[];
  attributes?: Record<string, string>;
  place?: Place;
};

const namespace = 'http://soap.sforce.com/2006/04/metadata';

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
  return text.replace(/[&<>"'\r]/g, (char) => entities[char] ?? char);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
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
  return /^(true|1)$/.test(textOf(element, name)?.trim() ?? '');
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

const bare = new WeakMap<XmlElement, XmlElement>();

/** The same tree without places, as it is kept; for one tree always the same one. */
export function withoutPlaces(root: XmlElement): XmlElement {
  let kept = bare.get(root);
  if (kept === undefined) {
    kept = strip(root);
    bare.set(root, kept);
  }
  return kept;
}

function strip(element: XmlElement): XmlElement {
  const kept: XmlElement = {
    name: element.name,
    text: element.text,
    children: element.children.map(strip),
  };
  if (element.attributes !== undefined) kept.attributes = element.attributes;
  return kept;
}

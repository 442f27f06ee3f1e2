// Reads XML into a tree whose elements know their place in the file, as Salesforce's messages name it: the place right
// behind the opening tag. Strict: what is not well-formed is refused with the wording of Salesforce's own parser where
// we know it. Document types are refused too, with all they could pull in.

import type { Place, XmlElement } from './xml-tree.ts';

export type XmlProblem = { message: string; place: Place };

class NotWellFormed extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

type Open = { element: XmlElement; text: string; qualifiedName: string };

/** No metadata file comes near; what is deeper would exhaust the stack of whoever walks the tree. */
const deepest = 100;

const name = String.raw`[A-Za-z_][\w.\-]*(?::[A-Za-z_][\w.\-]*)?`;
const openTag = new RegExp(String.raw`<(${name})((?:\s+${name}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`, 'y');
const closeTag = new RegExp(String.raw`</(${name})\s*>`, 'y');
const attribute = new RegExp(String.raw`(${name})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'g');

/** The root element, or what is wrong with the bytes: in the encoding that they say they are in. */
export function parseXmlFile(bytes: Uint8Array): { root: XmlElement } | { problem: XmlProblem } {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const isWide = /^(\xFF\xFE|\xFE\xFF)/.test(start);
  const encoding = isWide
    ? start.startsWith('\xFF')
      ? 'utf-16le'
      : 'utf-16be'
    : (/^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)/.exec(start)?.[1] ?? 'utf-8');
  const decoder = decoderOf(encoding);
  if (decoder === undefined) return atStart(`Invalid encoding name "${encoding}".`);
  try {
    return parseXml(decoder.decode(bytes));
  } catch {
    return atStart(`Invalid byte 1 of 1-byte ${encoding.toUpperCase()} sequence.`);
  }
}

function atStart(message: string) {
  return { problem: { message, place: { line: 1, column: 1 } } };
}

function decoderOf(encoding: string) {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    return undefined;
  }
}

export function parseXml(given: string): { root: XmlElement } | { problem: XmlProblem } {
  // Lines end in \n, whatever the file has: https://www.w3.org/TR/xml/#sec-line-ends
  const text = given.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const placeAt = placesOf(text);
  try {
    return { root: read(text, placeAt) };
  } catch (error) {
    if (!(error instanceof NotWellFormed)) throw error;
    return { problem: { message: error.message, place: placeAt(error.at) } };
  }
}

// oxlint-disable-next-line no-control-regex -- These are what XML cannot carry.
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

function read(text: string, placeAt: (index: number) => Place): XmlElement {
  const wrong = forbidden.exec(text);
  if (wrong !== null) {
    const code = wrong[0].charCodeAt(0).toString(16);
    throw new NotWellFormed(
      `An invalid XML character (Unicode: 0x${code}) was found in the element content of the document.`,
      wrong.index,
    );
  }
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const inner = stack.at(-1);
    const between = text.slice(at, next === -1 ? undefined : next);
    if (inner !== undefined) inner.text += decode(between, at);
    else if (between.trim() !== '') {
      throw new NotWellFormed(
        root === undefined
          ? 'Content is not allowed in prolog.'
          : 'Content is not allowed in trailing section.',
        at,
      );
    }
    if (next === -1) break;
    at = next;
    if (text.startsWith('<!--', at)) at = behind(text, '-->', at, 'The comment is not ended.');
    else if (text.startsWith('<![CDATA[', at) && inner !== undefined) {
      const end = behind(text, ']]>', at, 'CDATA sections must be ended with "]]>".');
      inner.text += text.slice(at + '<![CDATA['.length, end - ']]>'.length);
      at = end;
    } else if (text.startsWith('<?', at))
      at = behind(text, '?>', at, 'The processing instruction is not ended.');
    else if (text.startsWith('<!', at)) throw new NotWellFormed('DOCTYPE is disallowed.', at);
    else if (text.startsWith('</', at)) {
      closeTag.lastIndex = at;
      const match = closeTag.exec(text);
      const open = stack.pop();
      if (open === undefined || match?.[1] !== open.qualifiedName) {
        throw new NotWellFormed(
          open === undefined
            ? 'The markup in the document following the root element must be well-formed.'
            : `The element type "${open.qualifiedName}" must be terminated by the matching end-tag "</${open.qualifiedName}>".`,
          at,
        );
      }
      if (open.element.children.length === 0) open.element.text = open.text;
      at = closeTag.lastIndex;
    } else {
      openTag.lastIndex = at;
      const match = openTag.exec(text);
      if (match === null)
        throw new NotWellFormed(
          'The content of elements must consist of well-formed character data or markup.',
          at,
        );
      if (stack.length === 0 && root !== undefined)
        throw new NotWellFormed(
          'The markup in the document following the root element must be well-formed.',
          at,
        );
      const element = makeOpened(match, placeAt(openTag.lastIndex), at);
      if (inner === undefined) root = element;
      else inner.element.children.push(element);
      if (stack.length >= deepest) throw new NotWellFormed('The elements are nested too deep.', at);
      if (match[3] !== '/') stack.push({ element, text: '', qualifiedName: match[1] ?? '' });
      at = openTag.lastIndex;
    }
  }
  if (root === undefined) throw new NotWellFormed('Premature end of file.', text.length);
  if (stack.length > 0)
    throw new NotWellFormed(
      'XML document structures must start and end within the same entity.',
      text.length,
    );
  return root;
}

function makeOpened(match: RegExpExecArray, place: Place, at: number): XmlElement {
  const [, qualifiedName = '', attributeText = ''] = match;
  const element: XmlElement = { name: qualifiedName.replace(/^.*:/, ''), text: '', children: [], place };
  if (!attributeText.includes('xsi:')) return element;
  const attributes: Record<string, string> = {};
  for (const [, key = '', double, single] of attributeText.matchAll(attribute)) {
    if (key.startsWith('xsi:')) attributes[key] = decode(double ?? single ?? '', at);
  }
  if (Object.keys(attributes).length > 0) element.attributes = attributes;
  return element;
}

function behind(text: string, end: string, at: number, message: string): number {
  const found = text.indexOf(end, at + 2);
  if (found === -1) throw new NotWellFormed(message, at);
  return found + end.length;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string, at: number): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&([^;&\s]{0,12};)?/g, (_, reference: string | undefined) => {
    const entity = reference?.slice(0, -1) ?? '';
    const known = entities[entity];
    if (known !== undefined) return known;
    const code = /^#(?:x([0-9A-Fa-f]+)|(\d+))$/.exec(entity);
    const point =
      code === null ? Number.NaN : code[1] === undefined ? Number(code[2]) : Number.parseInt(code[1], 16);
    if (Number.isInteger(point)) {
      const character = point <= 0x10_ff_ff ? String.fromCodePoint(point) : '\0';
      if (character.isWellFormed() && !forbidden.test(character)) return character;
      throw new NotWellFormed(`Character reference "&${entity}" is an invalid XML character.`, at);
    }
    throw new NotWellFormed(
      entity === ''
        ? "The entity name must immediately follow the '&' in the entity reference."
        : `The entity "${entity}" was referenced, but not declared.`,
      at,
    );
  });
}

function placesOf(text: string): (index: number) => Place {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return (index) => {
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: index - (lineStarts[low] ?? 0) + 1 };
  };
}

// A metadata file as elements in their order. Pure.
import { XMLParser } from 'fast-xml-parser';

export type XmlElement = { name: string; text: string; children: XmlElement[] };

const parser = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  ignoreAttributes: true,
  trimValues: true,
});

/** The elements below the root; none when the text is no such file. */
export function elementsOf(xml: string): XmlElement[] {
  const nodes: unknown = parser.parse(xml);
  const root = read(nodes).find(({ name }) => !name.startsWith('?'));
  return root?.children ?? [];
}

/** The library gives `[{ label: [{ '#text': 'Booking' }] }, …]`. */
function read(nodes: unknown): XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) => {
    if (typeof node !== 'object' || node === null) return [];
    const [name] = Object.keys(node);
    if (name === undefined || name === '#text') return [];
    const inside: unknown = Reflect.get(node, name);
    return [{ name, text: textOf(inside), children: read(inside) }];
  });
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return nodes
    .map((node: unknown): unknown =>
      typeof node === 'object' && node !== null ? Reflect.get(node, '#text') : undefined,
    )
    .filter((text) => text !== undefined)
    .map(String)
    .join('');
}

// readMetadata: components one by one, in the order asked for. Each is retrieved as a deploy would carry it, and its
// file's elements become the elements of the record.

import { orgError } from '../org/errors.ts';
import type { Actor } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
import { childContainer } from './component-files.ts';
import { escapeXml, parseXml, textOf, XmlText } from './xml.ts';
import type { XmlElement, XmlValue } from './xml.ts';

const mostRead = 10;

export function readComponents(site: OrgSite, actor: Actor, type: string, fullNames: string[]): XmlValue[] {
  if (fullNames.length > mostRead) {
    throw orgError(
      500,
      'LIMIT_EXCEEDED',
      `EXCEEDED_ID_LIMIT: record limit reached. cannot read more than ${mostRead} components`,
    );
  }
  return fullNames.map((fullName) => readOne(site, actor, type, fullName));
}

/** What is not there is read as an empty record. */
function readOne(site: OrgSite, actor: Actor, type: string, fullName: string): XmlValue {
  const found = findComponent(site, actor, type, fullName);
  if (found === undefined) return null;
  const children = found.children.filter(({ name }) => name !== 'fullName').map(writeElement);
  const inner = `<fullName>${escapeXml(fullName)}</fullName>${children.join('')}`;
  return new XmlText(inner, ` xsi:type="${escapeXml(type)}"`);
}

function findComponent(site: OrgSite, actor: Actor, type: string, fullName: string): XmlElement | undefined {
  const { metadata } = site.org;
  const request = { types: [{ name: type, members: [fullName] }], version: actor.version };
  const container = childContainer(type);
  for (const [path, content] of metadata.retrieve(request).files) {
    if (path === 'package.xml') continue;
    const root = parseXml(Buffer.from(content).toString('utf8'));
    if (container === undefined) return root;
    const name = fullName.slice(fullName.indexOf('.') + 1);
    const child = root.children.find((one) => one.name === container && textOf(one, 'fullName') === name);
    if (child !== undefined) return child;
  }
  return undefined;
}

export function writeElement(element: XmlElement): string {
  const inner =
    element.children.length === 0 ? escapeXml(element.text) : element.children.map(writeElement).join('');
  const nil = element.attributes['xsi:nil'] === 'true' ? ' xsi:nil="true"' : '';
  return inner === '' ? `<${element.name}${nil}/>` : `<${element.name}${nil}>${inner}</${element.name}>`;
}

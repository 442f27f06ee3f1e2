// Rule "types": every file has the elements that its metadata type declares, with values of the right kind.
import { readMetadataTypes } from './metadata-types.ts';
import type { Shape } from './metadata-types.ts';
import { isElement } from './source-tree.ts';
import type { SourceFile, XmlElement, XmlValue } from './source-tree.ts';
import type { Rule } from './rule.ts';

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

export const typeRule: Rule = {
  name: 'types',
  run: (tree) => {
    const types = readMetadataTypes();
    const problems = tree.files.flatMap((file) =>
      problemsOfFile(file, types.shapeOf(file.type)).map((message) => ({ path: file.path, message })),
    );
    return { looked: 'files against the metadata types', count: tree.files.length, problems };
  },
};

function problemsOfFile(file: SourceFile, shape: Shape | undefined): string[] {
  if (file.parseError) return [`is not well-formed XML: ${file.parseError}`];
  if (shape?.kind !== 'element') return [`<${file.type}> is not a metadata type`];
  const namespace = file.body['@xmlns'] === NAMESPACE ? [] : [`<${file.type}> lacks xmlns="${NAMESPACE}"`];
  return [...namespace, ...problemsOfValue(shape, file.body, file.type)];
}

function problemsOfValue(shape: Shape, value: XmlValue, at: string): string[] {
  if (shape.kind === 'list') {
    const items = Array.isArray(value) ? value : [value];
    return items.flatMap((item, index) => problemsOfValue(shape.item(), item, `${at}[${index}]`));
  }
  if (Array.isArray(value)) return [`${at} may occur once only`];
  if (shape.kind === 'element') return problemsOfElement(shape.members, isElement(value) ? value : {}, at);
  if (shape.kind === 'anything') return [];
  if (typeof value !== 'string') return [`${at} should hold text, not elements`];
  return problemsOfText(shape, value, at);
}

function problemsOfText(shape: Shape, value: string, at: string): string[] {
  if (shape.kind === 'boolean' && value !== 'true' && value !== 'false')
    return [`${at} is '${value}', not true or false`];
  if (shape.kind === 'number' && !/^-?\d+(?:\.\d+)?$/.test(value))
    return [`${at} is '${value}', not a number`];
  if (shape.kind === 'choice' && !shape.values.includes(value))
    return [`${at} is '${value}', not one of ${shape.values.slice(0, 12).join(', ')}`];
  return [];
}

type Members = Extract<Shape, { kind: 'element' }>['members'];

function problemsOfElement(members: Members, element: XmlElement, at: string): string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(element)) {
    if (name.startsWith('@')) continue;
    const member = members.get(name);
    if (member) problems.push(...problemsOfValue(member.shape(), value, `${at}.${name}`));
    else problems.push(`${at}.${name} does not exist in this metadata type`);
  }
  for (const [name, member] of members)
    if (member.required && !(name in element)) problems.push(`${at}.${name} is required and missing`);
  return problems;
}

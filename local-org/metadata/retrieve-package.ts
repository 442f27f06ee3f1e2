// TRIP: a retrieve. What the package asks for → the components that answer it → files in metadata format, children in
// the file of their parent. What is not there is told in a message, not an error.

import type { StoredComponent } from './component-store.ts';
import { listComponents } from './list-components.ts';
import type { Holdings } from './list-components.ts';
import { decodeName, printManifest } from './manifest.ts';
import { childTypeByName, typeByName } from './metadata-types.ts';
import type { FileProperties, Retrieved, RetrieveRequest } from './org-metadata.ts';
import { renderApp } from './render-apps.ts';
import { renderPermissionSet, renderProfile } from './render-rights.ts';
import { makeElement, printXml } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

type Wanted = { type: string; fullName: string; properties: FileProperties };

export function retrievePackage(holdings: Holdings, request: RetrieveRequest): Retrieved {
  const messages: Retrieved['messages'] = [];
  const wanted = new Map<string, Wanted>();
  for (const { name, members } of request.types) {
    if (typeByName(name) === undefined && childTypeByName(name) === undefined) {
      messages.push({ fileName: 'package.xml', problem: `Entity type: '${name}' is unknown` });
      continue;
    }
    const known = new Map(listComponents(holdings, name).map((each) => [each.fullName, each]));
    for (const member of members) {
      if (member === '*') {
        for (const [fullName, properties] of known) {
          // Standard objects come only by name.
          if (name === 'CustomObject' && !/__\w+$/.test(fullName)) continue;
          wanted.set(`${name}/${fullName}`, { type: name, fullName, properties });
        }
        continue;
      }
      const properties = known.get(member) ?? inOtherCase(known, member);
      if (properties === undefined) {
        messages.push({
          fileName: 'package.xml',
          problem: `Entity of type '${name}' named '${member}' cannot be found`,
        });
      } else {
        const { fullName } = properties;
        wanted.set(`${name}/${fullName}`, { type: name, fullName, properties });
      }
    }
  }
  const files = new Map<string, Uint8Array>();
  const parents = new Map<string, { root: XmlElement; fileName: string }>();
  for (const one of wanted.values()) addFiles(holdings, one, [...wanted.values()], files, parents);
  for (const { root, fileName } of parents.values()) {
    root.children.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    files.set(fileName, Buffer.from(printXml(root)));
  }
  const types = request.types.map(({ name }) => ({
    name,
    members: [...wanted.values()].filter(({ type }) => type === name).map(({ fullName }) => fullName),
  }));
  files.set(
    'package.xml',
    Buffer.from(
      printManifest(
        types.filter(({ members }) => members.length > 0),
        request.version,
      ),
    ),
  );
  return { files, properties: [...wanted.values()].map(({ properties }) => properties), messages };
}

function inOtherCase(known: Map<string, FileProperties>, member: string): FileProperties | undefined {
  const asked = decodeName(member).toLowerCase();
  return [...known.values()].find(({ fullName }) => fullName.toLowerCase() === asked);
}

type Parents = Map<string, { root: XmlElement; fileName: string }>;

function addFiles(
  holdings: Holdings,
  { type, fullName, properties }: Wanted,
  all: Wanted[],
  files: Map<string, Uint8Array>,
  parents: Parents,
) {
  const { components } = holdings;
  const stored = components.get(type, fullName);
  const child = childTypeByName(type);
  if (child !== undefined) {
    if (stored === undefined) return;
    const parentName = child.parent.name === 'CustomLabels' ? 'CustomLabels' : (fullName.split('.')[0] ?? '');
    addChild(parentFile(parents, child.parent.name, parentName, stored.fileName), child.element, stored);
    return;
  }
  for (const [path, base64] of Object.entries(stored?.files ?? {}))
    files.set(path, Buffer.from(base64, 'base64'));
  const info = typeByName(type);
  if (info !== undefined && info.children.length > 0) {
    const parent = parentFile(parents, type, fullName, properties.fileName);
    parent.children.push(...(stored?.body?.children ?? []));
    for (const { type: childType, element } of info.children) {
      const children =
        type === 'CustomLabels' ? components.ofType(childType) : components.childrenOf(fullName, childType);
      for (const each of children.toSorted((a, b) => (a.fullName < b.fullName ? -1 : 1)))
        addChild(parent, element, each);
    }
    return;
  }
  const body = render(holdings, type, fullName, stored, all);
  if (body === null) return;
  const isContent = info?.hasMetaFile === true;
  files.set(`${properties.fileName}${isContent ? '-meta.xml' : ''}`, Buffer.from(printXml(body)));
}

function parentFile(parents: Parents, type: string, fullName: string, fileName: string): XmlElement {
  const key = `${type}/${fullName}`;
  let parent = parents.get(key);
  if (parent === undefined) {
    parent = { root: makeElement(type, []), fileName };
    parents.set(key, parent);
  }
  return parent.root;
}

function addChild(parent: XmlElement, element: string, stored: StoredComponent) {
  if (stored.body === null) return;
  const name = stored.body.children.find((each) => each.name === 'fullName')?.text;
  const isThere = parent.children.some(
    (each) =>
      each.name === element && each.children.some((part) => part.name === 'fullName' && part.text === name),
  );
  if (!isThere) parent.children.push({ ...stored.body, name: element });
}

function render(
  holdings: Holdings,
  type: string,
  fullName: string,
  stored: StoredComponent | undefined,
  all: Wanted[],
): XmlElement | null {
  if (type === 'PermissionSet') return renderPermissionSet(holdings, fullName, stored?.body ?? null);
  if (type === 'Profile') {
    return renderProfile(holdings, fullName, {
      objects: new Set(all.filter((one) => one.type === 'CustomObject').map((one) => one.fullName)),
      fields: new Set(all.filter((one) => one.type === 'CustomField').map((one) => one.fullName)),
      recordTypes: new Set(all.filter((one) => one.type === 'RecordType').map((one) => one.fullName)),
    });
  }
  return stored === undefined ? null : renderApp(holdings, stored);
}

// First stage of a deploy: the files of a package become a manifest, lists of deletions and components. What is wrong
// with the package as such (a file that cannot be read, a name without a file, a file without a name) is found here.

import { checkElements } from './check-elements.ts';
import { failure } from './deploy-messages.ts';
import { decodeName, readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { childTypeByName, typeByName, typesInFolder } from './metadata-types.ts';
import type { MetadataType } from './metadata-types.ts';
import type { DeployMessage, PackageFiles } from './org-metadata.ts';
import { parseXmlFile } from './parse-xml.ts';
import type { Place, XmlElement } from './xml-tree.ts';

/** One named piece of metadata of a package: a whole file, a child inside one, or a bundle of files. */
export type Component = {
  type: string;
  fullName: string;
  fileName: string;
  /** Null for what has no XML of its own. */
  body: XmlElement | null;
  place: Place | undefined;
  /** Content that is no XML, by its path in the package. */
  files: ReadonlyMap<string, Uint8Array>;
};

export type PackageContents = {
  version: string;
  components: Component[];
  deleteBefore: Manifest;
  deleteAfter: Manifest;
  problems: DeployMessage[];
};

/** Parents that are taken apart: their children are components of their own. */
const takenApart = new Set([
  'CustomObject',
  'CustomLabels',
  'MatchingRules',
  'Workflow',
  'SharingRules',
  'AssignmentRules',
  'AutoResponseRules',
  'EscalationRules',
]);

const readBefore = new WeakMap<PackageFiles, PackageContents>();

/** Each package is read once: every org of a local org starts with the same one. */
export function readPackage(files: PackageFiles): PackageContents {
  let contents = readBefore.get(files);
  if (contents === undefined) {
    contents = readContents(files);
    readBefore.set(files, contents);
  }
  return contents;
}

function readContents(files: PackageFiles): PackageContents {
  const problems: DeployMessage[] = [];
  const manifest = readManifest(files, 'package.xml', problems);
  const deleteBefore = readManifest(files, 'destructiveChangesPre.xml', problems);
  const deleteAfter = mergeManifests([
    readManifest(files, 'destructiveChanges.xml', problems),
    readManifest(files, 'destructiveChangesPost.xml', problems),
  ]);
  const found = new Map<string, Component>();
  for (const [path, bytes] of files) {
    if (/^(package|destructiveChanges(Pre|Post)?)\.xml$/.test(path) || path.endsWith('/')) continue;
    for (const component of readFile(path, bytes, files, problems)) {
      if (leadsOut(path) || leadsOut(component.fullName)) {
        problems.push(failure(component, `Invalid name: ${component.fullName}`));
        continue;
      }
      const key = `${component.type}/${component.fullName}`;
      const known = found.get(key);
      found.set(
        key,
        known === undefined
          ? component
          : {
              ...known,
              body: known.body ?? component.body,
              files: new Map([...known.files, ...component.files]),
            },
      );
    }
  }
  const components = keepNamed([...found.values()], manifest, problems);
  for (const [type, names] of manifest.types) {
    for (const fullName of names) {
      if (fullName === '*' || found.has(`${type}/${fullName}`) || isBroken(problems, type, fullName))
        continue;
      // A folder is named as a member of its content type.
      if (typeByName(type)?.inFolder === true && found.has(`${folderTypeOf(type)}/${fullName}`)) continue;
      problems.push(
        failure(
          { type, fullName, fileName: 'package.xml' },
          `An object '${fullName}' of type ${type} was named in package.xml, but was not found in zipped directory`,
        ),
      );
    }
  }
  return { version: manifest.version, components, deleteBefore, deleteAfter, problems };
}

/** Such a name would lead whoever unpacks a retrieve out of the own folder. */
function leadsOut(path: string): boolean {
  return path.split(/[/\\]/).some((part) => part === '..' || part === '.' || part === '');
}

/** A name whose file could not be read has its problem already. */
function isBroken(problems: DeployMessage[], type: string, fullName: string): boolean {
  const parent = childTypeByName(type)?.parent.name;
  return problems.some(
    (problem) =>
      problem.fileName !== 'package.xml' &&
      ((problem.componentType === type && problem.fullName === fullName) ||
        (problem.componentType === parent &&
          (fullName.startsWith(`${problem.fullName}.`) || parent === 'CustomLabels'))),
  );
}

function mergeManifests(manifests: Manifest[]): Manifest {
  const types = new Map<string, string[]>();
  for (const manifest of manifests) {
    for (const [type, names] of manifest.types) types.set(type, [...(types.get(type) ?? []), ...names]);
  }
  return { types, version: manifests[0]?.version ?? '' };
}

function keepNamed(components: Component[], manifest: Manifest, problems: DeployMessage[]): Component[] {
  const names = (type: string, fullName: string) => {
    const members = manifest.types.get(type) ?? [];
    return members.includes('*') || members.includes(fullName);
  };
  const kept: Component[] = [];
  for (const component of components) {
    const child = childTypeByName(component.type);
    const parentName = component.fullName.split('.')[0] ?? '';
    const isNamed =
      names(component.type, component.fullName) ||
      (child !== undefined &&
        takenApart.has(child.parent.name) &&
        names(child.parent.name, child.parent.name === 'CustomLabels' ? 'CustomLabels' : parentName)) ||
      (component.type.endsWith('Folder') && namesFolder(names, component));
    if (isNamed) kept.push(component);
    // The object around fields that were named alone, and label files around their labels, are only wrapping.
    else if (!isWrapping(component, components)) problems.push(failure(component, 'Not in package.xml'));
  }
  return kept;
}

function namesFolder(names: (type: string, fullName: string) => boolean, component: Component): boolean {
  const folder = component.fileName.split('/')[0] ?? '';
  return typesInFolder(folder).some((type) => type.inFolder && names(type.name, component.fullName));
}

function isWrapping(component: Component, components: Component[]): boolean {
  if (!takenApart.has(component.type)) return false;
  // The Salesforce CLI sends objects it has retrieved with nothing in them, and does not name them.
  if (component.body?.children.length === 0) return true;
  return components.some((other) => other !== component && other.fileName === component.fileName);
}

function folderTypeOf(type: string): string {
  return type === 'EmailTemplate' ? 'EmailFolder' : `${type}Folder`;
}

function readFile(
  path: string,
  bytes: Uint8Array,
  files: PackageFiles,
  problems: DeployMessage[],
): Component[] {
  const [folder = '', ...rest] = path.split('/');
  const types = typesInFolder(folder);
  const bundle = types.find((type) => type.isBundle && rest.length > 1);
  if (bundle !== undefined) {
    const fullName = bundle.name === 'DigitalExperienceBundle' ? rest.slice(0, 2).join('/') : (rest[0] ?? '');
    const fileName = `${folder}/${fullName}`;
    return [
      {
        type: bundle.name,
        fullName,
        fileName,
        body: null,
        place: undefined,
        files: new Map([[path, bytes]]),
      },
    ];
  }
  const inFolder = rest.join('/');
  const isMeta = inFolder.endsWith('-meta.xml');
  const bare = isMeta ? inFolder.slice(0, -'-meta.xml'.length) : inFolder;
  const folderMeta = isMeta && types.some((type) => type.inFolder) && !bare.includes('.');
  const suffix = bare.slice(bare.lastIndexOf('.') + 1);
  const type = folderMeta
    ? types.find((each) => each.name.endsWith('Folder'))
    : (types.find((each) => each.suffix === suffix) ??
      types.find((each) => each.hasMetaFile && each.inFolder));
  if (type === undefined) {
    problems.push(failure({ type: '', fullName: path, fileName: path }, 'Not in package.xml'));
    return [];
  }
  const fullName = folderMeta || type.suffix !== suffix ? bare : bare.slice(0, -(suffix.length + 1));
  const component: Component = {
    type: type.name,
    fullName: decodeName(fullName),
    fileName: isMeta && !folderMeta ? `${folder}/${bare}` : path,
    body: null,
    place: undefined,
    files: new Map(),
  };
  if (type.hasMetaFile && !isMeta) {
    if (!files.has(`${path}-meta.xml`))
      problems.push(failure(component, `Missing metadata file: ${path}-meta.xml`));
    return [{ ...component, files: new Map([[path, bytes]]) }];
  }
  return readXmlFile(type, component, bytes, problems);
}

function readXmlFile(
  type: MetadataType,
  component: Component,
  bytes: Uint8Array,
  problems: DeployMessage[],
): Component[] {
  const parsed = parseXmlFile(bytes);
  if ('problem' in parsed) {
    problems.push(failure(component, `Error parsing file: ${parsed.problem.message}`, parsed.problem.place));
    return [];
  }
  const { root } = parsed;
  const expected = type.name === 'Settings' ? `${component.fullName}Settings` : type.name;
  if (root.name !== expected && !component.type.endsWith('Folder')) {
    problems.push(
      failure(
        component,
        `Error parsing file: Unexpected element {http://soap.sforce.com/2006/04/metadata}${root.name} during simple type deserialization`,
        root.place,
      ),
    );
    return [];
  }
  const problem = checkElements(root, expected);
  if (problem !== undefined) {
    problems.push(failure(component, problem.message, problem.place));
    return [];
  }
  return takenApart.has(type.name)
    ? takeApart(type, { ...component, place: root.place }, root, problems)
    : [{ ...component, body: root, place: root.place }];
}

function takeApart(
  type: MetadataType,
  component: Component,
  root: XmlElement,
  problems: DeployMessage[],
): Component[] {
  const children: Component[] = [];
  const own: XmlElement[] = [];
  const seen = new Set<string>();
  for (const element of root.children) {
    const child = type.children.find((each) => each.element === element.name);
    const name = element.children.find((each) => each.name === 'fullName')?.text.trim();
    if (child === undefined) own.push(element);
    else if (name === undefined || name === '') {
      problems.push(failure(component, 'Required field is missing: fullName', element.place));
    } else if (seen.has(`${child.type}/${name.toLowerCase()}`)) {
      problems.push(
        failure({ ...component, type: child.type }, `Duplicate name specified: ${name}`, element.place),
      );
    } else {
      seen.add(`${child.type}/${name.toLowerCase()}`);
      children.push({
        type: child.type,
        fullName: type.name === 'CustomLabels' ? name : `${component.fullName}.${name}`,
        fileName: component.fileName,
        body: { ...element, name: child.type },
        place: element.place,
        files: new Map(),
      });
    }
  }
  return [{ ...component, body: { ...root, children: own } }, ...children];
}

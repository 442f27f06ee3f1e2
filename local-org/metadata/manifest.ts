// package.xml and the lists of deletions: type names with their members.

import { failure } from './deploy-messages.ts';
import { childTypeByName, typeByName } from './metadata-types.ts';
import { newestVersion } from '../rest/versions.ts';
import type { DeployMessage, PackageFiles } from './org-metadata.ts';
import { parseXmlFile } from './parse-xml.ts';
import { childrenOf, printXml, textOf, textsOf, makeElement } from './xml-tree.ts';

export type Manifest = { types: Map<string, string[]>; version: string };

export function readManifest(files: PackageFiles, name: string, problems: DeployMessage[]): Manifest {
  const manifest: Manifest = { types: new Map(), version: '' };
  const subject = { type: '', fullName: name, fileName: name };
  const bytes = files.get(name);
  if (bytes === undefined) {
    if (name === 'package.xml') problems.push(failure(subject, 'No package.xml found'));
    return manifest;
  }
  const parsed = parseXmlFile(bytes);
  if ('problem' in parsed) {
    problems.push(failure(subject, `Error parsing file: ${parsed.problem.message}`, parsed.problem.place));
    return manifest;
  }
  if (parsed.root.name !== 'Package') {
    problems.push(
      failure(subject, `Error parsing file: Unexpected element ${parsed.root.name}`, parsed.root.place),
    );
    return manifest;
  }
  manifest.version = textOf(parsed.root, 'version')?.trim() ?? '';
  const number = Number(manifest.version);
  // Deletions have no version of their own.
  if (
    name === 'package.xml' &&
    !(/^\d+\.0$/.test(manifest.version) && number >= 8 && number <= Number(newestVersion))
  )
    problems.push(failure(subject, `Invalid version specified:${manifest.version}`));
  for (const types of childrenOf(parsed.root, 'types')) {
    const type = textOf(types, 'name')?.trim() ?? '';
    if (typeByName(type) === undefined && childTypeByName(type) === undefined) {
      problems.push(failure(subject, `Unknown type name '${type}' specified in ${name}`, types.place));
      continue;
    }
    const members = textsOf(types, 'members').map((member) => decodeName(member.trim()));
    manifest.types.set(type, [...(manifest.types.get(type) ?? []), ...members]);
  }
  return manifest;
}

/** Names of files and members hide what a file name cannot have: `Custom%3A Sales`. Spaces are not hidden. */
export function decodeName(name: string): string {
  return name.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (hidden) => {
    const text = Buffer.from(hidden.replaceAll('%', ''), 'hex').toString('utf8');
    return text.includes('\uFFFD') ? hidden : text;
  });
}

export function encodeName(name: string): string {
  return name.replaceAll(/[^\w .\-/]/gu, (character) =>
    encodeURIComponent(character).replaceAll(/[!'()*]/g, hex),
  );
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

export function printManifest(types: { name: string; members: string[] }[], version: string): string {
  return printXml(
    makeElement('Package', [
      ...types.map(({ name, members }) =>
        makeElement('types', [
          ...members.map((member) => makeElement('members', member)),
          makeElement('name', name),
        ]),
      ),
      makeElement('version', version),
    ]),
  );
}

// A project's folder in source format as the package a deploy takes: what the CLI does before it deploys. Objects that
// lie in pieces become one file again, `-meta.xml` goes away where metadata format does not have it.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printManifest } from './manifest.ts';
import { allTypes, typesInFolder } from './metadata-types.ts';
import type { PackageFiles } from './org-metadata.ts';

const apiVersion = '67.0';

/** Endings of the pieces of an object, with the element each becomes. */
const pieces: Record<string, { element: string; type: string }> = {
  businessProcess: { element: 'businessProcesses', type: 'BusinessProcess' },
  compactLayout: { element: 'compactLayouts', type: 'CompactLayout' },
  field: { element: 'fields', type: 'CustomField' },
  fieldSet: { element: 'fieldSets', type: 'FieldSet' },
  index: { element: 'indexes', type: 'Index' },
  listView: { element: 'listViews', type: 'ListView' },
  recordType: { element: 'recordTypes', type: 'RecordType' },
  sharingReason: { element: 'sharingReasons', type: 'SharingReason' },
  validationRule: { element: 'validationRules', type: 'ValidationRule' },
  webLink: { element: 'webLinks', type: 'WebLink' },
};

/** `folder` may be force-app or any folder above the types' folders; null = an empty package. */
export function readSourceFolder(folder: string | null): PackageFiles {
  const files = new Map<string, Uint8Array>();
  const members = new Map<string, Set<string>>();
  const objects = new Map<string, { own: string; parts: string[] }>();
  const name = (type: string, fullName: string) => {
    const known = members.get(type);
    if (known === undefined) members.set(type, new Set([fullName]));
    else known.add(fullName);
  };
  for (const path of listFiles(folder)) {
    const parts = path.split('/');
    const place = parts.findLastIndex((part, index) => index < parts.length - 1 && folders.has(part));
    const typeFolder = parts[place] ?? '';
    if (place === -1 || /(^|\/)(__tests__|\.\w|jsconfig\.json|tsconfig\.json)/.test(path)) continue;
    const inside = parts.slice(place + 1);
    const bytes = () => readFileSync(join(folder ?? '', path));
    if (typeFolder === 'objects') {
      const objectName = inside[0] ?? '';
      const entry = objects.get(objectName) ?? { own: '', parts: [] };
      objects.set(objectName, entry);
      const [fileName = '', ending = ''] = splitMeta(basename(path));
      const text = bytes().toString('utf8');
      if (ending === 'object') {
        entry.own = innerOf(text, 'CustomObject');
        name('CustomObject', objectName);
      } else {
        const piece = pieces[ending];
        if (piece === undefined) continue;
        entry.parts.push(`<${piece.element}>${innerOf(text, piece.type)}</${piece.element}>`);
        name(piece.type, `${objectName}.${fileName}`);
      }
      continue;
    }
    const types = typesInFolder(typeFolder);
    const bundle = types.find((type) => type.isBundle);
    if (bundle !== undefined) {
      if (inside.length < 2 || path.endsWith('.ts')) continue;
      files.set(`${typeFolder}/${inside.join('/')}`, bytes());
      name(bundle.name, inside[0] ?? '');
      continue;
    }
    const bare = inside.join('/').replace(/-meta\.xml$/, '');
    const type = types.find((each) => bare.endsWith(`.${each.suffix}`));
    if (type === undefined) continue;
    const keepsMeta = type.hasMetaFile && path.endsWith('-meta.xml');
    files.set(`${typeFolder}/${bare}${keepsMeta ? '-meta.xml' : ''}`, bytes());
    name(type.name, bare.slice(0, -(type.suffix.length + 1)));
  }
  for (const [objectName, { own, parts }] of objects) {
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">${own}${parts.join('\n')}</CustomObject>`;
    files.set(`objects/${objectName}.object`, Buffer.from(text));
  }
  const types = [...members].map(([typeName, names]) => ({ name: typeName, members: [...names] }));
  files.set('package.xml', Buffer.from(printManifest(types, apiVersion)));
  return files;
}

const folders = new Set(allTypes().map((type) => type.folder));

function listFiles(folder: string | null): string[] {
  if (folder === null) return [];
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`The folder with the org's metadata does not exist: ${folder}`);
  }
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, ''),
    )
    .toSorted();
}

/** `Start__c.field-meta.xml` → `Start__c`, `field`. */
function splitMeta(fileName: string): string[] {
  const bare = fileName.replace(/-meta\.xml$/, '');
  const dot = bare.lastIndexOf('.');
  return dot === -1 ? [bare, ''] : [bare.slice(0, dot), bare.slice(dot + 1)];
}

function innerOf(text: string, root: string): string {
  return new RegExp(`<${root}\\b[^>]*>([\\s\\S]*)</${root}>`).exec(text)?.[1] ?? '';
}

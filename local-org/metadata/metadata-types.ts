// The metadata types an org knows: names, folders, suffixes and child types, read from types.txt.

import { readFileSync } from 'node:fs';

export type MetadataType = {
  name: string;
  folder: string;
  suffix: string;
  /** Its components live in folders of their own (reports, dashboards, …). */
  inFolder: boolean;
  /** A content file with a -meta.xml beside it. */
  hasMetaFile: boolean;
  /** A folder of files per component (lwc, aura, …). */
  isBundle: boolean;
  /** Child types by the element of the parent's file that holds them. */
  children: { type: string; element: string }[];
};

export type ChildType = { name: string; element: string; parent: MetadataType };

const types: MetadataType[] = readFileSync(new URL('./types.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [name = '', folder = '', suffix = '', flags = '', children = ''] = line.split('|');
    const has = (flag: string) => flags.split(',').includes(flag);
    return {
      name,
      folder,
      suffix,
      inFolder: has('folder'),
      hasMetaFile: has('meta'),
      isBundle: has('bundle'),
      children: children
        .split(',')
        .filter((part) => part !== '')
        .map((part) => {
          const [type = '', element = ''] = part.split('=');
          return { type, element };
        }),
    };
  });

const byName = new Map(types.map((type) => [type.name, type]));
const childTypes = new Map<string, ChildType>(
  types.flatMap((parent) =>
    parent.children.map(({ type, element }) => [type, { name: type, element, parent }] as const),
  ),
);

export function allTypes(): readonly MetadataType[] {
  return types;
}

export function typeByName(name: string): MetadataType | undefined {
  return byName.get(name);
}

export function childTypeByName(name: string): ChildType | undefined {
  return childTypes.get(name);
}

export function typesInFolder(folder: string): MetadataType[] {
  return types.filter((type) => type.folder === folder);
}

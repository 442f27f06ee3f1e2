// What an org can say about its components: names, ids, who changed them and when.

import { objectOf } from '../org/engine.ts';
import type { Engine } from '../org/engine.ts';
import type { OrgRecord } from '../org/records.ts';
import type { ComponentStore, StoredComponent } from './component-store.ts';
import { encodeName } from './manifest.ts';
import { childTypeByName, typeByName } from './metadata-types.ts';
import type { FileProperties } from './org-metadata.ts';
import { profileFullName } from './profile-names.ts';

export type Holdings = { engine: Engine; components: ComponentStore };

/** Sorted by name. Empty for a type without components, and for one that nobody knows. */
export function listComponents(holdings: Holdings, type: string, folder?: string): FileProperties[] {
  const found = new Map<string, FileProperties>();
  if (type === 'PermissionSet') followPermissionSets(holdings.engine, holdings.components);
  for (const implied of impliedComponents(holdings, type)) found.set(implied.fullName, implied);
  for (const stored of holdings.components.ofType(type))
    found.set(stored.fullName, propertiesOf(holdings, stored));
  const isInFolder = (fullName: string) =>
    folder === undefined || folder === '' || fullName.startsWith(`${folder}/`);
  const isFoldered = typeByName(type)?.inFolder === true;
  return [...found.values()]
    .filter(({ fullName }) => !isFoldered || isInFolder(fullName))
    .toSorted((a, b) => (a.fullName < b.fullName ? -1 : 1));
}

/** Permission sets may be renamed and deleted as records: what is kept of their files follows. */
export function followPermissionSets(engine: Engine, components: ComponentStore) {
  const sObject = objectOf(engine, 'PermissionSet');
  for (const stored of components.ofType('PermissionSet')) {
    const name = engine.records.get(sObject, stored.id)?.['Name'];
    if (name === stored.fullName) continue;
    components.remove(stored.type, stored.fullName);
    if (name === undefined) continue;
    const fileName = stored.fileName.replace(stored.fullName, String(name));
    components.put({ ...stored, fullName: String(name), fileName });
  }
}

export function propertiesOf({ engine }: Holdings, stored: StoredComponent): FileProperties {
  return {
    type: stored.type,
    fullName: stored.fullName,
    fileName: stored.fileName,
    id: stored.id,
    createdById: stored.createdById,
    createdByName: userName(engine, stored.createdById),
    createdDate: stored.createdDate,
    lastModifiedById: stored.lastModifiedById,
    lastModifiedByName: userName(engine, stored.lastModifiedById),
    lastModifiedDate: stored.lastModifiedDate,
    namespacePrefix: null,
    manageableState: 'unmanaged',
  };
}

function userName(engine: Engine, userId: string): string {
  return String(engine.records.get(objectOf(engine, 'User'), userId)?.['Name'] ?? '');
}

/** Components that are there without a file: standard objects, and what was made through the API. */
function impliedComponents({ engine }: Holdings, type: string): FileProperties[] {
  const info = typeByName(type) ?? childTypeByName(type)?.parent;
  const implied = (fullName: string, record?: OrgRecord): FileProperties => {
    const by = (name: string) => String(record?.[name] ?? '');
    const at = (name: string) => (record === undefined ? '1970-01-01T00:00:00.000Z' : isoTime(by(name)));
    return {
      type,
      fullName,
      fileName: `${info?.folder ?? ''}/${encodeName(fullName)}.${info?.suffix ?? ''}`,
      id: by('Id'),
      createdById: by('CreatedById'),
      createdByName: userName(engine, by('CreatedById')),
      createdDate: at('CreatedDate'),
      lastModifiedById: by('LastModifiedById'),
      lastModifiedByName: userName(engine, by('LastModifiedById')),
      lastModifiedDate: at('LastModifiedDate'),
      namespacePrefix: null,
      manageableState: 'unmanaged',
    };
  };
  switch (type) {
    case 'CustomObject':
      return [
        ...engine.schema.objects().filter((sObject) => !sObject.custom && sObject.flags.has('layoutable')),
        { name: 'Activity' },
      ].map(({ name }) => implied(name));
    case 'PermissionSet':
      return [...engine.records.all(objectOf(engine, 'PermissionSet'))]
        .filter((record) => record['IsOwnedByProfile'] !== true && record['IsCustom'] === true)
        .map((record) => implied(String(record['Name']), record));
    case 'Profile':
      return [...engine.records.all(objectOf(engine, 'Profile'))].map((record) =>
        implied(profileFullName(String(record['Name'])), record),
      );
    default:
      return [];
  }
}

/** `2026-11-23T10:00:00.000+0000` as metadata has it. */
function isoTime(text: string): string {
  return text.replace('+0000', 'Z');
}

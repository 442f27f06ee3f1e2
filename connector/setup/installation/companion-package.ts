// The companion app as it is in this repository: its version, its components, and the package that the Metadata API takes.
// Made once per process; the library that reads source folders is heavy, so it is loaded only then.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { elementsOf } from './component-elements.ts';

/** Beside this service in the repository; the sf CLI deploys the same folder. */
const sourceFolder = fileURLToPath(new URL('../../../force-app', import.meta.url));
const markerFile = 'main/default/objects/Booking_Connection__c/fields/Access_Marker__c.field-meta.xml';

export type CompanionPackage = {
  version: string;
  zip: Uint8Array;
  /** Metadata files by path, as in the package (`objects/Booking__c.object`). */
  files: ReadonlyMap<string, string>;
  /** What to name in a retrieve, by type. */
  members: Readonly<Record<string, string[]>>;
  /** Custom fields by object, as `Activity` → `Booking_Key__c`. */
  fields: ReadonlyMap<string, readonly string[]>;
};

let made: Promise<CompanionPackage> | null = null;

export function companionPackage(): Promise<CompanionPackage> {
  // A failure is not kept: the folder may come back.
  made ??= makePackage().catch((error: unknown) => {
    made = null;
    throw error;
  });
  return made;
}

/** `1.2.0` out of the help text of the marker field, which every user with the permission set can read by describe. */
export function versionIn(helpText: string | null | undefined): string | null {
  return /\bversion (\d+\.\d+\.\d+)\b/.exec(helpText ?? '')?.[1] ?? null;
}

/** Negative when `one` is older. */
export function compareVersions(one: string, other: string): number {
  const left = one.split('.').map(Number);
  const right = other.split('.').map(Number);
  return left.map((part, place) => part - (right[place] ?? 0)).find((step) => step !== 0) ?? 0;
}

let version: Promise<string> | null = null;

/** Without making the package. */
export function ourVersion(): Promise<string> {
  version ??= readFile(`${sourceFolder}/${markerFile}`, 'utf8').then((text) => {
    const found = versionIn(text);
    if (found === null) throw new Error(`No version in ${markerFile}.`);
    return found;
  });
  return version;
}

async function makePackage(): Promise<CompanionPackage> {
  const { ComponentSet, MetadataConverter } = await import('@salesforce/source-deploy-retrieve');
  const components = ComponentSet.fromSource(sourceFolder);
  components.sourceApiVersion = '67.0';
  components.apiVersion = '67.0';
  const { zipBuffer } = await new MetadataConverter().convert(components, 'metadata', { type: 'zip' });
  if (zipBuffer === undefined) throw new Error('The companion app could not be put into a package.');
  const zip = new Uint8Array(zipBuffer);
  const all = Object.entries(unzipSync(zip)).filter(([path]) => !path.endsWith('/'));
  const files = new Map(
    all
      .filter(([path]) => path !== 'package.xml')
      .map(([path, content]) => [path, strFromU8(content)] as const),
  );
  const manifest = all.find(([path]) => path === 'package.xml')?.[1];
  return {
    version: await ourVersion(),
    zip,
    files,
    members: topLevelMembers(manifest === undefined ? '' : strFromU8(manifest)),
    fields: fieldsIn(files),
  };
}

/** Fields and rules come with their object, so they are not named beside it. */
function topLevelMembers(manifest: string): Record<string, string[]> {
  const types = elementsOf(manifest).filter(({ name }) => name === 'types');
  const members: Record<string, string[]> = {};
  for (const { children } of types) {
    const type = children.find(({ name }) => name === 'name')?.text ?? '';
    const names = children.filter(({ name }) => name === 'members').map(({ text }) => text);
    if (names.every((name) => !name.includes('.'))) members[type] = names;
  }
  // The fields of a standard object are in the manifest by themselves; its file is named after it.
  const fields = types.find(({ children }) => children.some(({ text }) => text === 'CustomField'));
  const objects = (fields?.children ?? [])
    .filter(({ name }) => name === 'members')
    .map(({ text }) => text.split('.')[0] ?? '');
  const named = members['CustomObject'] ?? [];
  return { ...members, CustomObject: [...new Set([...named, ...objects])] };
}

function fieldsIn(files: ReadonlyMap<string, string>): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const [path, text] of files) {
    const object = /^objects\/(.+)\.object$/.exec(path)?.[1];
    if (object === undefined) continue;
    const names = elementsOf(text)
      .filter(({ name }) => name === 'fields')
      .flatMap(({ children }) =>
        children.filter(({ name }) => name === 'fullName').map(({ text: full }) => full),
      );
    fields.set(object, names);
  }
  return fields;
}

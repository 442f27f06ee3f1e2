// Where a component lives in a package: its file, or its element inside the file of its parent.

import { encodeName } from '../metadata/manifest.ts';
import type { OrgSite } from '../site.ts';
import { escapeXml } from './xml.ts';

/** Children of an object, by type, and the element of the object's file that holds one. */
const objectChildren: Record<string, string> = {
  BusinessProcess: 'businessProcesses',
  CompactLayout: 'compactLayouts',
  CustomField: 'fields',
  FieldSet: 'fieldSets',
  Index: 'indexes',
  ListView: 'listViews',
  RecordType: 'recordTypes',
  SharingReason: 'sharingReasons',
  ValidationRule: 'validationRules',
  WebLink: 'webLinks',
};

export function childContainer(type: string): string | undefined {
  return objectChildren[type];
}

export type ComponentFile = { path: string; xml: string };

/** A package's file with this one component in it; undefined when the type is none of this org's. */
export function writeComponentFile(
  site: OrgSite,
  type: string,
  fullName: string,
  inner: string,
): ComponentFile | undefined {
  const container = childContainer(type);
  if (container !== undefined) {
    const [parent = ''] = fullName.split('.');
    const name = fullName.slice(parent.length + 1);
    const child = `<${container}><fullName>${escapeXml(name)}</fullName>${inner}</${container}>`;
    return { path: `objects/${parent}.object`, xml: wrap('CustomObject', child) };
  }
  const info = site.org.metadata.types().find(({ xmlName }) => xmlName === type);
  if (info === undefined || info.suffix === '' || info.metaFile) return undefined;
  return { path: `${info.directoryName}/${encodeName(fullName)}.${info.suffix}`, xml: wrap(type, inner) };
}

function wrap(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${content}</${root}>`;
}

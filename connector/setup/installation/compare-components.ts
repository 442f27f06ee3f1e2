// What deploying our components would change in the org: its files beside ours, element by element. Pure.
// What an admin added is told only where a deploy would take it away again.
import { elementsOf } from './component-elements.ts';
import type { XmlElement } from './component-elements.ts';

export type ChangedLine = { path: string; inOrg: string | null; ours: string | null };
export type ComponentChange = {
  type: string;
  name: string;
  change: 'added' | 'changed' | 'same';
  lines: ChangedLine[];
};

type Files = ReadonlyMap<string, string>;

/** Both by path in a package. */
export function compareComponents(inOrg: Files, ours: Files): ComponentChange[] {
  return [...ours].map(([path, text]) => {
    const { type, name } = componentAt(path);
    const present = inOrg.get(path);
    if (present === undefined || elementsOf(present).length === 0)
      return { type, name, change: 'added', lines: [] };
    const lines = compareFiles(type, present, text);
    return { type, name, change: lines.length === 0 ? 'same' : 'changed', lines };
  });
}

const typesOfFolders: Record<string, string> = {
  objects: 'CustomObject',
  permissionsets: 'PermissionSet',
  layouts: 'Layout',
  tabs: 'CustomTab',
  applications: 'CustomApplication',
  flexipages: 'FlexiPage',
  lwc: 'LightningComponentBundle',
};

function componentAt(path: string): { type: string; name: string } {
  const [folder = '', file = ''] = path.split('/');
  return { type: typesOfFolders[folder] ?? folder, name: file.replace(/\.[^.]+$/, '') };
}

function compareFiles(type: string, inOrg: string, ours: string): ChangedLine[] {
  const present = flatten(elementsOf(inOrg));
  const wanted = flatten(elementsOf(ours));
  const lines: ChangedLine[] = [];
  for (const [path, value] of wanted) {
    const found = present.get(path);
    if (found === value) continue;
    // Salesforce leaves out what is off anyway.
    if (found === undefined && (value === 'false' || value === '')) continue;
    lines.push({ path, inOrg: found ?? null, ours: value });
  }
  // A permission set is replaced as a whole: a right that somebody added to it would go.
  if (type === 'PermissionSet') {
    for (const [path, value] of present) {
      if (!wanted.has(path) && value !== 'false' && value !== '')
        lines.push({ path, inOrg: value, ours: null });
    }
  }
  return lines;
}

/** Elements that say which of many it is; the first that is there. */
const keys = [
  'fullName',
  'field',
  'object',
  'application',
  'apexClass',
  'apexPage',
  'tab',
  'recordType',
  'name',
];

function flatten(elements: readonly XmlElement[], prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  const seen = new Map<string, number>();
  for (const element of elements) {
    const { name, text, children } = element;
    if (children.length === 0) {
      // Values in a list have no order that means something.
      const isList = elements.filter((other) => other.name === name).length > 1;
      flat.set(isList ? `${prefix}${name}[${text}]` : `${prefix}${name}`, isList ? 'true' : text);
      continue;
    }
    const key = keys.map((each) => children.find((child) => child.name === each)?.text).find(Boolean);
    const place = seen.get(name) ?? 0;
    seen.set(name, place + 1);
    const isOnly = elements.filter((other) => other.name === name).length === 1 && key === undefined;
    const path = isOnly ? `${prefix}${name}` : `${prefix}${name}[${key ?? place}]`;
    for (const [below, value] of flatten(children, `${path}.`)) flat.set(below, value);
  }
  return flat;
}

// Metadata that is not Bookbridge's own, in source format: what a deploy of a test brings into an org.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sf } from './sf.ts';

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** Writes files below the project; names are relative to it. */
export function writeFiles(sf: Sf, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(sf.project, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

export function xml(root: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${namespace}>${inner}</${root}>\n`;
}

/** An object `<name>` with one text field, and a permission set for it; below `folder`. */
export function machineSource(folder: string, name: string, label = 'Machine'): Record<string, string> {
  const object = `${folder}/objects/${name}__c`;
  return {
    [`${object}/${name}__c.object-meta.xml`]: xml(
      'CustomObject',
      `<deploymentStatus>Deployed</deploymentStatus><label>${label}</label><pluralLabel>${label}s</pluralLabel>
      <nameField><label>${label} Name</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel>`,
    ),
    [`${object}/fields/Serial__c.field-meta.xml`]: xml(
      'CustomField',
      `<fullName>Serial__c</fullName><externalId>true</externalId><label>Serial</label><length>40</length>
      <type>Text</type><unique>true</unique><caseSensitive>false</caseSensitive>`,
    ),
    [`${folder}/permissionsets/${name}_User.permissionset-meta.xml`]: permissionSet(
      name,
      `${name}__c.Serial__c`,
    ),
  };
}

export function permissionSet(name: string, field: string): string {
  return xml(
    'PermissionSet',
    `<fieldPermissions><editable>true</editable><field>${field}</field><readable>true</readable></fieldPermissions>
    <hasActivationRequired>false</hasActivationRequired><label>${name} User</label>
    <objectPermissions><allowCreate>true</allowCreate><allowDelete>true</allowDelete><allowEdit>true</allowEdit>
    <allowRead>true</allowRead><modifyAllRecords>true</modifyAllRecords><object>${name}__c</object>
    <viewAllRecords>true</viewAllRecords></objectPermissions>`,
  );
}

export function manifest(types: Record<string, string[]>): string {
  const inner = Object.entries(types).map(([type, members]) => {
    const list = members.map((member) => `<members>${member}</members>`).join('');
    return `<types>${list}<name>${type}</name></types>`;
  });
  return xml('Package', `${inner.join('')}<version>67.0</version>`);
}

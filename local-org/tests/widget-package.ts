// A small package for deploys: an object with a field and the permission set that shows it, as zips of both shapes.

import { zipSync } from 'fflate';

const open = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

export const widgetObject = `${open}<CustomObject ${namespace}><deploymentStatus>Deployed</deploymentStatus><fields><fullName>Size__c</fullName><label>Size</label><precision>5</precision><scale>0</scale><type>Number</type></fields><label>Widget</label><nameField><label>Widget Name</label><type>Text</type></nameField><pluralLabel>Widgets</pluralLabel><sharingModel>ReadWrite</sharingModel></CustomObject>`;

export const widgetUser = `${open}<PermissionSet ${namespace}><fieldPermissions><editable>true</editable><field>Widget__c.Size__c</field><readable>true</readable></fieldPermissions><label>Widget User</label><objectPermissions><allowCreate>true</allowCreate><allowDelete>true</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Widget__c</object><viewAllRecords>false</viewAllRecords></objectPermissions></PermissionSet>`;

export function packageXml(types: Record<string, string[]>): string {
  const written = Object.entries(types).map(
    ([name, members]) =>
      `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${name}</name></types>`,
  );
  return `${open}<Package ${namespace}>${written.join('')}<version>67.0</version></Package>`;
}

export const widgetFiles: Record<string, string> = {
  'package.xml': packageXml({ CustomObject: ['Widget__c'], PermissionSet: ['Widget_User'] }),
  'objects/Widget__c.object': widgetObject,
  'permissionsets/Widget_User.permissionset': widgetUser,
};

/** A permission set that names an object nobody has. */
export const brokenFiles: Record<string, string> = {
  'package.xml': packageXml({ PermissionSet: ['Broken'] }),
  'permissionsets/Broken.permissionset': widgetUser.replaceAll('Widget__c', 'Nope__c'),
};

/** `folder` `''`: the package lies in the root, as the CLI packs it. */
export function zipOf(files: Record<string, string>, folder = ''): Buffer {
  const entries = Object.entries(files).map(
    ([path, text]) => [`${folder}${path}`, Buffer.from(text)] as const,
  );
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}

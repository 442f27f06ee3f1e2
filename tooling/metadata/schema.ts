// What exists: objects and fields of the companion app, together with the standard ones it refers to.
import { activityObjects, customObjectFields, standardObjects } from './standard-objects.ts';
import { filesOfType, splitFieldName } from './source-tree.ts';
import type { SourceFile, SourceTree } from './source-tree.ts';

export type Schema = {
  hasObject: (name: string) => boolean;
  hasField: (object: string, field: string) => boolean;
  /** The file of a custom field; for Event and Task the one on Activity. */
  customField: (object: string, field: string) => SourceFile | undefined;
};

export function schemaOf(tree: SourceTree): Schema {
  const objects = new Set(filesOfType(tree, 'CustomObject').map((file) => file.fullName));
  const fields = new Map(filesOfType(tree, 'CustomField').map((file) => [file.fullName, file]));
  const customField = (object: string, field: string): SourceFile | undefined =>
    fields.get(`${activityObjects.includes(object) ? 'Activity' : object}.${field}`);
  return {
    hasObject: (name) => objects.has(name) || standardObjects.has(name),
    customField,
    hasField: (object, field) => {
      if (customField(object, field)) return true;
      const standard = standardObjects.get(object);
      if (standard) return standard.permissionable.includes(field) || standard.always.includes(field);
      return objects.has(object) && customObjectFields.includes(field);
    },
  };
}

/** Object of a field's file: `Booking__c.Start__c` → `Booking__c`. */
export function objectOf(file: SourceFile): string {
  return splitFieldName(file.fullName)[0];
}

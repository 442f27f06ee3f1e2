// What the org's objects are, as rows: EntityDefinition, and the organisation-wide defaults that Organization repeats.
// https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_entitydefinition.htm (2026-11-24)

import type { Rights } from '../rights/access.ts';
import type { OrgRecord } from '../records.ts';
import type { Value } from '../values.ts';
import type { Schema, SObject } from './schema.ts';

/** A row for each object this user may see. */
export function entityDefinitions(definition: SObject, schema: Schema, rights: Rights): OrgRecord[] {
  return schema
    .objects()
    .filter((sObject) => rights.may('read', sObject))
    .map((sObject) => {
      const { name, label, labelPlural, keyPrefix, flags, sharingModel } = sObject;
      const values: Record<string, Value> = {
        Id: '000000000000000AAA',
        DurableId: name,
        QualifiedApiName: name,
        DeveloperName: name.replace(/__c$/, ''),
        Label: label,
        MasterLabel: label,
        PluralLabel: labelPlural,
        KeyPrefix: keyPrefix,
        InternalSharingModel: sharingModel,
        ExternalSharingModel: sharingModel,
        IsCustomizable: sObject.custom || sharingModel !== null,
        IsLayoutable: flags.has('layoutable'),
        IsQueryable: flags.has('queryable'),
        IsSearchable: flags.has('searchable'),
        IsTriggerable: flags.has('triggerable'),
      };
      const known = new Set(definition.fields.map((field) => field.name));
      return Object.fromEntries(
        Object.entries(values).filter(([key, value]) => known.has(key) && value !== null),
      );
    });
}

const words: Readonly<Record<string, string>> = {
  ControlledByParent: 'ControlledByParent',
  Private: 'None',
  Read: 'Read',
  ReadWrite: 'Edit',
  ReadWriteTransfer: 'ReadEditTransfer',
};

/** `DefaultLeadAccess` of Organization; undefined for what is no object with sharing here. */
export function defaultAccess(schema: Schema, fieldName: string): string | undefined {
  const [, objectName = ''] = /^Default(\w+)Access$/.exec(fieldName) ?? [];
  return words[schema.find(objectName)?.sharingModel ?? ''];
}

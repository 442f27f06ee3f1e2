// The record types of an object as its layouts list them, each with the picklist values it leaves.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_layouts.htm

import type { Reader } from '../read.ts';
import { notFound } from './locate.ts';
import { controllingValues, describeValues, placesOf } from './picklist-values.ts';
import type { DescribedValue } from './picklist-values.ts';
import { masterRecordTypeId, recordTypeInfos, valuesFor } from './record-types.ts';
import type { RecordTypeInfo } from './record-types.ts';
import type { SObject } from './schema.ts';

export type RecordTypeMapping = RecordTypeInfo & {
  layoutId: string;
  picklistsForRecordType: { picklistName: string; picklistValues: DescribedValue[] }[];
};

/** Every record type has the same layout here (assumed: profiles assign none). */
export function recordTypeMappings(reader: Reader, sObject: SObject, layoutId: string): RecordTypeMapping[] {
  const { engine, rights, version } = reader;
  const infos = recordTypeInfos(engine, rights, sObject, version);
  return infos.map(({ active, available, defaultRecordTypeMapping, developerName, ...info }) => ({
    active,
    available,
    defaultRecordTypeMapping,
    developerName,
    layoutId,
    master: info.master,
    name: info.name,
    picklistsForRecordType: infos.length === 1 ? [] : picklistsFor(reader, sObject, info.recordTypeId),
    recordTypeId: info.recordTypeId,
    urls: info.urls,
  }));
}

function picklistsFor(
  { engine, rights }: Reader,
  sObject: SObject,
  recordTypeId: string,
): RecordTypeMapping['picklistsForRecordType'] {
  return sObject.fields
    .filter((field) => field.type.endsWith('picklist') && rights.canRead(sObject, field))
    .map((field) => ({
      picklistName: field.name,
      picklistValues: describeValues(
        valuesFor(engine, sObject, field, recordTypeId === masterRecordTypeId ? null : recordTypeId),
        controllingValues(engine.schema, sObject, field),
      ),
    }));
}

export type ListedValue = { label: string; value: string; places: number[] };
export type PicklistForRecordType = {
  name: string;
  controllingValues: string[];
  defaultValue: ListedValue | undefined;
  entries: ListedValue[];
};

/** The picklists of an object as one record type leaves them; `places`: those of the controlling values. */
export function picklistValues(
  { engine, rights, version }: Reader,
  sObject: SObject,
  recordTypeId: string,
): PicklistForRecordType[] {
  const info = recordTypeInfos(engine, rights, sObject, version).find(
    (one) => one.recordTypeId.slice(0, 15) === recordTypeId.slice(0, 15),
  );
  if (info === undefined) throw notFound();
  return sObject.fields
    .filter((field) => field.type.endsWith('picklist') && rights.canRead(sObject, field))
    .map((field) => {
      const controlling = controllingValues(engine.schema, sObject, field) ?? [];
      const values = valuesFor(engine, sObject, field, info.master ? null : info.recordTypeId);
      const listed = values.map(({ label, value, validFor }) => ({
        label,
        value,
        places: placesOf(controlling, validFor ?? []),
      }));
      const place = values.findIndex(({ isDefault }) => isDefault);
      return {
        name: field.name,
        controllingValues: controlling,
        defaultValue: listed[place],
        entries: listed,
      };
    });
}

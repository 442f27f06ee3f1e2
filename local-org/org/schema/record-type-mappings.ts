// The record types of an object as its layouts list them, each with the picklist values it leaves.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_layouts.htm

import type { Reader } from '../read.ts';
import { controllingValues, describeValues } from './picklist-values.ts';
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

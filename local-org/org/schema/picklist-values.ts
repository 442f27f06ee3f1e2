// Values of picklists as describes show them. Of a dependent picklist each value carries a bit for every value of the
// controlling field it may go with, the first one the highest bit of the first byte, in base64:
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm

import type { Field, PicklistValue, Schema, SObject } from './schema.ts';

export type DescribedValue = {
  active: true;
  defaultValue: boolean;
  label: string;
  validFor: string | null;
  value: string;
};

export function describeValues(
  values: readonly PicklistValue[],
  controlling: readonly string[] | undefined,
): DescribedValue[] {
  return values.map(({ value, label, isDefault, validFor }) => ({
    active: true,
    defaultValue: isDefault,
    label,
    validFor: controlling === undefined ? null : bitsOf(controlling, validFor ?? []),
    value,
  }));
}

/** The values of the field's controlling field in the order of the bits; undefined when nothing controls it. */
export function controllingValues(schema: Schema, sObject: SObject, field: Field): string[] | undefined {
  if (field.controllerName === null) return undefined;
  const controller = schema.field(sObject, field.controllerName);
  if (controller === undefined) return undefined;
  return controller.type === 'boolean' ? ['false', 'true'] : controller.picklist.map(({ value }) => value);
}

/** The places of the controlling values a value may go with. */
export function placesOf(controlling: readonly string[], validFor: readonly string[]): number[] {
  const wanted = new Set(validFor.map((value) => value.toLowerCase()));
  return controlling.flatMap((value, place) => (wanted.has(value.toLowerCase()) ? [place] : []));
}

/** Always a multiple of three bytes, so that no padding shows, as in describes that were seen. */
function bitsOf(controlling: readonly string[], validFor: readonly string[]): string {
  const bytes = Buffer.alloc(Math.max(1, Math.ceil(controlling.length / 24)) * 3);
  for (const place of placesOf(controlling, validFor)) {
    const at = place >> 3;
    bytes.writeUInt8(bytes.readUInt8(at) | (0x80 >> (place % 8)), at);
  }
  return bytes.toString('base64');
}

// The rows of the mapping for one object become values of its fields. Part of the stage `map`. Pure.
// A target that the org no longer has, or a value that it would not take, is left out and told.
import type { FieldDescribe, ObjectDescribe } from '../../salesforce/describe.ts';
import { valueOf } from '../../setup/booking-fields.ts';
import type { BookingForMapping } from '../../setup/booking-fields.ts';
import type { MappingRow, Moment } from '../../setup/set-up-document.ts';
import type { FieldValue, FieldValues } from '../plan.ts';
import { convertValue } from './convert.ts';
import type { ValueNote } from './convert.ts';

export type FieldNote = ValueNote & { sObject: string; field: string; label: string };

export type RowValue = {
  field: FieldDescribe;
  row: MappingRow;
  /** Null: the booking has no value there. */
  value: FieldValue;
};

export type RowInput = {
  describe: ObjectDescribe;
  rows: readonly MappingRow[];
  booking: BookingForMapping;
  moments: ReadonlySet<Moment>;
  isNew: boolean;
  /** What a record that was there before holds now, as far as it was read. */
  present: FieldValues;
};

/** By field name. */
export type RowValues = { values: Map<string, RowValue>; notes: FieldNote[] };

/** Set by Bookbridge itself, or by nobody: a row for one of these is passed over. */
const neverMapped = new Set([
  'Id',
  'OwnerId',
  'RecordTypeId',
  'StartDateTime',
  'EndDateTime',
  'DurationInMinutes',
  'WhoId',
  'WhatId',
  'Booking_Key__c',
  'Booking_Status__c',
  'Cancel_Reschedule_Reason__c',
]);

export function valuesOfRows(input: RowInput): RowValues {
  const { describe, moments, isNew } = input;
  const values = new Map<string, RowValue>();
  const notes: FieldNote[] = [];
  const note = (field: string, label: string, more: ValueNote): void => {
    notes.push({ ...more, sObject: describe.name, field, label });
  };
  const due = input.rows.filter(
    ({ target, when }) => !neverMapped.has(target) && when.some((moment) => moments.has(moment)),
  );
  for (const row of controllersFirst(due, describe)) {
    const field = describe.fields.get(row.target);
    if (field === undefined) {
      note(row.target, row.target, { code: 'target_missing' });
      continue;
    }
    if (!(isNew ? field.createable : field.updateable)) {
      note(field.name, field.label, { code: 'target_not_writable' });
      continue;
    }
    const converted = convertValue(rawValue(row, input.booking), field, {
      timeZone: input.booking.details.timeZone,
      controller: controllerOf(field, input, values),
      lookup: row.lookup,
      keepAddress: row.source.kind === 'booking' && row.source.field === 'person.email',
    });
    if (converted.ok) {
      values.set(field.name, { field, row, value: converted.value });
      for (const each of converted.notes) note(field.name, field.label, each);
    } else note(field.name, field.label, converted.note);
  }
  return { values, notes };
}

function rawValue({ source }: MappingRow, booking: BookingForMapping): FieldValue {
  if (source.kind === 'fixed') return source.value;
  return valueOf(source.field, booking) ?? source.fallback;
}

/** Depth of a dependent picklist below its controllers; a circle cannot be, and would end here. */
function controllersFirst(rows: readonly MappingRow[], { fields }: ObjectDescribe): MappingRow[] {
  const depthOf = (name: string, depth = 0): number => {
    const controller = fields.get(name)?.controllerName ?? null;
    return controller === null || depth > 10 ? depth : depthOf(controller, depth + 1);
  };
  return rows.toSorted((one, other) => depthOf(one.target) - depthOf(other.target));
}

function controllerOf(
  { controllerName }: FieldDescribe,
  { describe, isNew, present }: RowInput,
  values: ReadonlyMap<string, RowValue>,
): string | null | undefined {
  const controller = controllerName === null ? undefined : describe.fields.get(controllerName);
  if (controller === undefined) return undefined;
  const planned = values.get(controller.name)?.value ?? null;
  if (planned !== null) return String(planned);
  if (Object.hasOwn(present, controller.name)) {
    const held = present[controller.name] ?? null;
    return held === null ? null : String(held);
  }
  if (!isNew) return undefined;
  if (controller.type === 'boolean') return 'false';
  return controller.picklistValues.find(({ isDefault, active }) => isDefault && active)?.value ?? null;
}

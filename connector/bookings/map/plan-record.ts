// One record of the plan: its rows as values, what Bookbridge itself sets, and of both only what has to be sent. Part of the
// stage `map`. Pure.
import type { ObjectDescribe } from '../../salesforce/describe.ts';
import { statusInOrg } from '../../setup/booking-fields.ts';
import type { MappedObject, MappingRow, Moment } from '../../setup/set-up-document.ts';
import type { BodyValue, FieldValue, FieldValues, PlannedRecord, RecordRef } from '../plan.ts';
import { isSame, valuesToSend } from './changed-values.ts';
import type { Planned } from './changed-values.ts';
import type { MapInput } from './map-input.ts';
import { valuesOfRows } from './row-values.ts';
import type { FieldNote, RowValue } from './row-values.ts';

export type RecordInput = {
  ref: Exclude<RecordRef, 'booking'>;
  sObject: MappedObject;
  id: string | null;
  describe: ObjectDescribe;
  rows: readonly MappingRow[];
  /** Set by Bookbridge; stands before a row for the same field. */
  fixed: FieldValues;
  /** Taken when no row gives a value. */
  otherwise?: FieldValues;
  present: FieldValues;
  assignmentRules?: boolean;
};

export function planRecord(
  input: MapInput,
  wanted: RecordInput,
): { record: PlannedRecord; notes: FieldNote[] } {
  const { ref, sObject, id, describe, fixed, present } = wanted;
  const { values: rowValues, notes } = valuesOfRows({
    describe,
    rows: wanted.rows,
    booking: input,
    moments: momentsOf(input, id === null),
    isNew: id === null,
    present,
  });
  const planned = new Map<string, Planned>();
  for (const [name, value] of Object.entries(wanted.otherwise ?? {}))
    planned.set(name, { value, overwrite: 'always', nillable: true });
  for (const [name, { field, row, value }] of rowValues) {
    if (value === null && planned.has(name)) continue;
    planned.set(name, { value, overwrite: row.overwrite, nillable: isClearable(field) });
  }
  for (const [name, value] of Object.entries(fixed))
    planned.set(name, { value, overwrite: 'always', nillable: true });
  const before = input.lastWritten?.records[ref];
  const last = before !== undefined && id !== null && isSame(before.id, id) ? before.values : null;
  const toSend = valuesToSend(planned, { id, last, present, uncertain: input.uncertain });
  return {
    record: {
      ref,
      sObject,
      id,
      values: Object.fromEntries(
        Object.entries(toSend).map(([name, value]) => bodyOf(name, value, rowValues.get(name))),
      ),
      // What this moment says nothing about stays as it was said last.
      planned: { ...last, ...Object.fromEntries([...planned].map(([name, { value }]) => [name, value])) },
      assignmentRules: wanted.assignmentRules ?? false,
    },
    notes,
  };
}

/** What happened, for rows that only write then. What is new in the org was booked, whatever came after. */
function momentsOf({ status, match }: Pick<MapInput, 'status' | 'match'>, isNew: boolean): Set<Moment> {
  const moments = new Set<Moment>(isNew || match.own === null ? ['booked'] : []);
  switch (status) {
    case 'requested':
    case 'scheduled':
      return moments.add('booked');
    case 'rejected':
      return moments.add('canceled');
    default:
      return moments.add(status);
  }
}

function isClearable({ nillable, type }: RowValue['field']): boolean {
  return nillable && type !== 'boolean';
}

function bodyOf(name: string, value: FieldValue, from: RowValue | undefined): [string, BodyValue] {
  const lookup = from?.row.lookup ?? null;
  const { relationshipName = null, referenceTo = [], type } = from?.field ?? {};
  if (
    type !== 'reference' ||
    lookup === null ||
    lookup.by === 'Id' ||
    relationshipName === null ||
    value === null
  )
    return [name, value];
  // A field that may name records of several objects has to be told which.
  const attributes = referenceTo.length > 1 ? { attributes: { type: lookup.object } } : {};
  return [relationshipName, { ...attributes, [lookup.by]: value }];
}

export function isCanceled({ status }: Pick<MapInput, 'status'>): boolean {
  return statusInOrg[status] === 'Canceled';
}

// What the mapping makes of a real booking, saved or not: each row's value as it would be sent to a new record, and what was
// cut or left out. Pure; no record is looked for, so nothing here says whether one would be found.
import { valuesOfRows } from '../bookings/map/row-values.ts';
import type { Describes } from '../salesforce/describe-cache.ts';
import { valueOf } from './booking-fields.ts';
import type { BookingForMapping, BookingValue } from './booking-fields.ts';
import { objectsInPlay } from './objects-in-play.ts';
import { mappedObjects } from './set-up-document.ts';
import type { MappedObject, MappingRow, SetUp } from './set-up-document.ts';

export type PreviewField = {
  name: string;
  label: string;
  /** Null: the booking has nothing there, or it was left out (notes). */
  value: BookingValue;
  notes: string[];
  /** A booking field, or where the value comes from instead. */
  from: string;
};
export type PreviewRecord = { object: MappedObject; fields: PreviewField[] };

export function previewSetUp(
  setUp: SetUp,
  describes: Describes,
  booking: BookingForMapping,
): PreviewRecord[] {
  const { created, updated } = objectsInPlay(setUp);
  const used = mappedObjects.filter((object) => created.has(object) || updated.has(object));
  return used.flatMap((object) => {
    const describe = describes.get(object);
    if (!describe) return [];
    const rows = setUp.fields[object];
    const { values, notes } = valuesOfRows({
      describe,
      rows,
      booking,
      moments: new Set(['booked']),
      isNew: true,
      present: {},
    });
    const fields = rows
      .filter(({ when }) => when.includes('booked'))
      .map((row) => ({
        name: row.target,
        label: describe.fields.get(row.target)?.label ?? row.target,
        value: values.get(row.target)?.value ?? null,
        notes: notes.filter(({ field }) => field === row.target).map(({ code }) => code),
        from: originOf(row, booking),
      }));
    return [{ object, fields }];
  });
}

function originOf({ source }: MappingRow, booking: BookingForMapping): string {
  if (source.kind === 'fixed') return 'fixed';
  return source.fallback !== null && valueOf(source.field, booking) === null ? 'fallback' : source.field;
}

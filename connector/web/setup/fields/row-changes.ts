// Changes to the rows of a set-up, each giving a new set-up.
import type { Change } from '../draft/draft-store.ts';
import {
  moments,
  type MappedObject,
  type MappingRow,
  type SetUp,
  type ValueSource,
} from '../set-up-document.ts';

export const rowOf = (setUp: SetUp, object: MappedObject, target: string): MappingRow | undefined =>
  setUp.fields[object].find((row) => row.target === target);

/** A rep's own data about a person stays; what is about the meeting follows the booking. */
export function newRow(object: MappedObject, target: string, source: ValueSource): MappingRow {
  const isAboutMeeting = object === 'Event' || object === 'Case';
  return {
    target,
    source,
    overwrite: isAboutMeeting ? 'always' : 'if_empty',
    when: [...moments],
    lookup: null,
  };
}

export const putRow =
  (object: MappedObject, row: MappingRow): Change =>
  (setUp) => {
    const rows = setUp.fields[object];
    const isThere = rows.some(({ target }) => target === row.target);
    return withRows(
      setUp,
      object,
      isThere ? rows.map((one) => (one.target === row.target ? row : one)) : [...rows, row],
    );
  };

export const addRows =
  (object: MappedObject, rows: readonly MappingRow[]): Change =>
  (setUp) =>
    withRows(setUp, object, [...setUp.fields[object], ...rows]);

export const removeRow =
  (object: MappedObject, target: string): Change =>
  (setUp) =>
    withRows(
      setUp,
      object,
      setUp.fields[object].filter((row) => row.target !== target),
    );

export const resetRows =
  (object: MappedObject, defaults: SetUp): Change =>
  (setUp) =>
    withRows(setUp, object, defaults.fields[object]);

function withRows(setUp: SetUp, object: MappedObject, rows: MappingRow[]): SetUp {
  return { ...setUp, fields: { ...setUp.fields, [object]: rows } };
}

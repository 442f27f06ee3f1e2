// Phase field mapping: each row's target exists, can be written, and takes what the row gives. Compared with describe, and
// with recent bookings where only their values tell.
import type { FieldDescribe, ObjectDescribe } from '../../salesforce/describe.ts';
import { answerPrefix, bookingFieldType, hiddenPrefix, valueOf } from '../booking-fields.ts';
import { compatible, whyNotMappable } from '../field-types.ts';
import { misfitOf } from '../fixed-values.ts';
import type { Coded } from '../fixed-values.ts';
import { objectsInPlay } from '../objects-in-play.ts';
import { mappedObjects } from '../set-up-document.ts';
import type { MappedObject, MappingRow, SetUp } from '../set-up-document.ts';
import type { Seen } from '../seen-in-bookings.ts';
import { findLookupProblem } from './lookups.ts';
import { problem } from './problem.ts';
import type { Problem, Surroundings } from './problem.ts';

/** `blocks` false: worth a look, but no booking is refused for it. */
type Finding = Coded & { blocks?: boolean };

export function findRowProblems(setUp: SetUp, around: Surroundings): Problem[] {
  const { created, updated } = objectsInPlay(setUp);
  return mappedObjects.flatMap((object) => {
    const rows = setUp.fields[object];
    const describe = around.describes.get(object) ?? null;
    // Rows of an object that no booking touches say nothing wrong; they are kept.
    const isUsed = created.has(object) || updated.has(object);
    if (!describe) {
      if (!isUsed || rows.length === 0) return [];
      return [problem('field-mapping', object, null, { code: 'object_hidden', values: {} })];
    }
    return rows.flatMap((row, at) => {
      const isTwice = rows.findIndex(({ target }) => target === row.target) < at;
      return judgeRow(object, row, isTwice, describe, rows, around).map(({ blocks = true, ...found }) =>
        problem('field-mapping', object, row.target, found, blocks && isUsed),
      );
    });
  });
}

function judgeRow(
  object: MappedObject,
  row: MappingRow,
  isTwice: boolean,
  describe: ObjectDescribe,
  rows: readonly MappingRow[],
  { describes, seen }: Surroundings,
): Finding[] {
  const field = describe.fields.get(row.target);
  if (!field) return [{ code: 'target_missing', values: {} }];
  const { label } = field;
  if (isTwice) return [{ code: 'target_twice', values: { label } }];
  const why = whyNotMappable(object, field);
  if (why === 'reserved') return [{ code: 'target_reserved', values: { label } }];
  if (why !== null) return [{ code: 'target_not_writable', values: { label } }];
  const lookup = findLookupProblem(row, field, describes);
  return [
    ...(lookup ? [lookup] : []),
    ...(row.source.kind === 'fixed'
      ? judgeFixed(row.source.value, row, field, rows, describe)
      : judgeSource(row.source.field, row.source.fallback, field, seen)),
  ];
}

function judgeFixed(
  value: string | number | boolean,
  row: MappingRow,
  field: FieldDescribe,
  rows: readonly MappingRow[],
  describe: ObjectDescribe,
): Finding[] {
  if (field.type === 'reference') {
    const byId = row.lookup === null || row.lookup.by === 'Id';
    const isId = /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(String(value));
    return byId && !isId
      ? [{ code: 'fixed_not_an_id', values: { label: field.label, value: String(value) } }]
      : [];
  }
  const misfit = misfitOf(value, field);
  return misfit ? [misfit] : judgeController(String(value), field, rows, describe);
}

/** A dependent value under another fixed value that does not allow it. Salesforce insists on it for states of a country. */
function judgeController(
  value: string,
  field: FieldDescribe,
  rows: readonly MappingRow[],
  describe: ObjectDescribe,
): Finding[] {
  const allowed = field.picklistValues.find((one) => one.value === value)?.validFor;
  const above = rows.find(({ target }) => target === field.controllerName)?.source;
  if (!allowed || !field.controllerName || above?.kind !== 'fixed') return [];
  const controllerValue = String(above.value);
  if (allowed.includes(controllerValue)) return [];
  const controller = describe.fields.get(field.controllerName)?.label ?? field.controllerName;
  return [
    {
      code: 'controller_mismatch',
      values: { label: field.label, value, controller, controllerValue },
      blocks: /(State|Country)Code$/.test(field.name),
    },
  ];
}

function judgeSource(
  source: string,
  fallback: string | number | boolean | null,
  field: FieldDescribe,
  seen: Seen,
): Finding[] {
  const { label } = field;
  const sourceType = bookingFieldType(source);
  if (sourceType === null) return [{ code: 'source_unknown', values: { source } }];
  if (compatible(sourceType, field) === 'no')
    return [{ code: 'type_incompatible', values: { label, type: field.type, source, sourceType } }];
  const unfit = fallback === null || field.type === 'reference' ? null : misfitOf(fallback, field);
  return [...(unfit ? [unfit] : []), ...compareWithBookings(source, field, seen)];
}

function compareWithBookings(source: string, field: FieldDescribe, seen: Seen): Finding[] {
  const { label } = field;
  const isNamed = source.startsWith(answerPrefix) || source.startsWith(hiddenPrefix);
  if (isNamed && !seen.fields.some(({ id }) => id === source))
    return [{ code: 'answer_not_seen', values: { source }, blocks: false }];
  const texts = seen.recent.flatMap(({ booking }) => {
    const value = valueOf(source, booking);
    return value === null ? [] : [String(value)];
  });
  const longest = Math.max(0, ...texts.map(({ length }) => length));
  const isText = ['string', 'combobox', 'textarea', 'encryptedstring', 'url', 'email', 'phone'];
  if (isText.includes(field.type) && field.length > 0 && longest > field.length)
    return [{ code: 'too_short', values: { label, most: field.length, longest }, blocks: false }];
  if (field.type !== 'picklist' && field.type !== 'multipicklist') return [];
  const parts = texts.map((text) =>
    field.type === 'picklist' ? [text.trim()] : text.split(/[;,]/).map((part) => part.trim()),
  );
  const known = new Set(
    field.picklistValues
      .filter(({ active }) => active)
      .flatMap(({ value, label: name }) => [value.toLowerCase(), name.toLowerCase()]),
  );
  const isStranger = (value: string): boolean => value !== '' && !known.has(value.toLowerCase());
  const strange = parts.filter((values) => values.some(isStranger));
  const first = strange[0]?.find(isStranger);
  if (first === undefined) return [];
  const values = { label, value: first.slice(0, 100), count: strange.length, of: texts.length };
  return [{ code: 'seen_not_in_picklist', values, blocks: false }];
}

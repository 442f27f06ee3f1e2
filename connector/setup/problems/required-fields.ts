// Phase field validation: every field that Salesforce requires of a new record has a value, of every booking. What is
// missing keeps the phase open and says which bookings it would stop; nothing is invented for it.
import { isRequired } from '../../salesforce/describe.ts';
import type { FieldDescribe } from '../../salesforce/describe.ts';
import { valueOf } from '../booking-fields.ts';
import { isReserved } from '../field-types.ts';
import { makesOnlyPersonAccounts, objectsInPlay } from '../objects-in-play.ts';
import { mappedObjects } from '../set-up-document.ts';
import type { MappedObject, MappingRow, SetUp } from '../set-up-document.ts';
import type { Seen } from '../seen-in-bookings.ts';
import { problem } from './problem.ts';
import type { Problem, Surroundings } from './problem.ts';

/** Of one object, by name; what the connector sets itself is not among them. */
export function requiredFields(
  object: MappedObject,
  fields: ReadonlyMap<string, FieldDescribe>,
): FieldDescribe[] {
  return [...fields.values()].filter((field) => isRequired(field) && !isReserved(object, field.name));
}

/** These always have a value. */
const neverEmpty = new Set([
  'person.lastName',
  'meeting.title',
  'booking.status',
  'booking.source',
  'booking.key',
  'booking.isCanceled',
]);

export function findRequiredProblems(setUp: SetUp, { describes, seen }: Surroundings): Problem[] {
  const { created } = objectsInPlay(setUp);
  return mappedObjects
    .filter((object) => created.has(object))
    .flatMap((object) =>
      requiredOfNew(object, setUp, describes.get(object)?.fields ?? new Map()).flatMap(
        (field) => judge(object, field, rowOf(setUp, object, field.name), seen) ?? [],
      ),
    );
}

/** Required fields of the objects in play, satisfied or not: what phase 3 is about. */
export function countRequired(setUp: SetUp, { describes }: Pick<Surroundings, 'describes'>): number {
  const { created } = objectsInPlay(setUp);
  return [...created].reduce(
    (sum, object) => sum + requiredOfNew(object, setUp, describes.get(object)?.fields ?? new Map()).length,
    0,
  );
}

function requiredOfNew(
  object: MappedObject,
  setUp: SetUp,
  fields: ReadonlyMap<string, FieldDescribe>,
): FieldDescribe[] {
  const leftOut = object === 'Account' && makesOnlyPersonAccounts(setUp) ? 'Name' : null;
  return requiredFields(object, fields).filter(({ name }) => name !== leftOut);
}

function rowOf(setUp: SetUp, object: MappedObject, target: string): MappingRow | undefined {
  return setUp.fields[object].find((row) => row.target === target);
}

function judge(
  object: MappedObject,
  { name, label }: FieldDescribe,
  row: MappingRow | undefined,
  seen: Seen,
): Problem | null {
  const of = seen.recent.length;
  const unsatisfied = (why: string, missing: Seen['recent']): Problem => {
    const eventTypes = new Set(missing.flatMap(({ eventType }) => eventType?.name ?? []));
    const values = { label, why, missing: missing.length, of, eventTypes: [...eventTypes].join(', ') };
    return problem('field-validation', object, name, { code: 'required_unsatisfied', values });
  };
  if (!row) return unsatisfied('no_row', seen.recent);
  // Without a company there is no Account to make: the Contact stands alone, and no booking is stopped.
  if (object === 'Account' && name === 'Name' && row.source.kind === 'booking') return null;
  if (!row.when.includes('booked')) return unsatisfied('not_when_booked', seen.recent);
  const { source } = row;
  if (source.kind === 'fixed')
    return String(source.value).trim() === '' ? unsatisfied('no_row', seen.recent) : null;
  const hasFallback = source.fallback !== null && String(source.fallback).trim() !== '';
  if (hasFallback || neverEmpty.has(source.field)) return null;
  const missing = seen.recent.filter(({ booking }) => valueOf(source.field, booking) === null);
  if (missing.length > 0) return unsatisfied('may_be_empty', missing);
  const values = { label, source: source.field };
  return problem('field-validation', object, name, { code: 'required_may_be_empty', values }, false);
}

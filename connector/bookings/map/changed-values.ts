// Which of the planned values are sent. Part of the stage `map`. Pure. To a record that was there before, only what this
// booking says differently than at its last write: what a rep changed in between stays.
import type { FieldValue, FieldValues } from '../plan.ts';
import { isRecordId } from './convert.ts';

export type Planned = {
  value: FieldValue;
  overwrite: 'always' | 'if_empty';
  /** May be emptied. */
  nillable: boolean;
};

export type Before = {
  /** Null: the record is created. */
  id: string | null;
  /** What the last write of this booking had planned for this very record. */
  last: FieldValues | null;
  /** What it holds now, as far as it was read. */
  present: FieldValues;
  /** A write of this booking may have arrived that we know nothing of: `last` proves nothing. */
  uncertain: boolean;
};

export function valuesToSend(planned: ReadonlyMap<string, Planned>, before: Before): FieldValues {
  return Object.fromEntries(
    [...planned]
      .filter(([name, each]) => mustSend(name, each, before))
      .map(([name, { value }]) => [name, value]),
  );
}

function mustSend(name: string, { value, overwrite, nillable }: Planned, before: Before): boolean {
  // A new record has no old values: what is unknown is left to the org's defaults.
  if (before.id === null) return value !== null;
  const { last, present, uncertain } = before;
  const wasPlanned = last !== null && Object.hasOwn(last, name);
  const lastValue = wasPlanned ? (last[name] ?? null) : null;
  if (wasPlanned && !uncertain && isSame(lastValue, value)) return false;
  const isRead = Object.hasOwn(present, name);
  const held = present[name] ?? null;
  if (overwrite === 'if_empty') {
    if (value === null) return false;
    return isRead ? isEmpty(held) : wasPlanned && lastValue === null;
  }
  if (isRead && isSame(held, value)) return false;
  if (value !== null) return true;
  // Only what we put there is taken away again.
  if (!nillable) return false;
  if (wasPlanned && lastValue !== null) return !isRead || isSame(held, lastValue);
  return uncertain && !isRead;
}

export function isEmpty(value: FieldValue): boolean {
  return value === null || value === '';
}

/** Salesforce writes the same moment and the same id in more than one way. */
export function isSame(one: FieldValue, other: FieldValue): boolean {
  if (one === other || (isEmpty(one) && isEmpty(other))) return true;
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  if (isMoment.test(one) && isMoment.test(other)) return momentOf(one) === momentOf(other);
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length === 15 && long.startsWith(short) && isRecordId(long);
}

const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

function momentOf(text: string): number {
  return Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
}

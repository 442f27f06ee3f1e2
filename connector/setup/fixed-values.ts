// Whether a value that an admin typed fits a Salesforce field: refused here, at the form, before Salesforce refuses it
// booking by booking. Pure; codes and values only, the pages make the sentences.
import type { FieldDescribe } from '../salesforce/describe.ts';
import type { FixedValue } from './set-up-document.ts';

export type Coded = { code: string; values: Record<string, string | number | boolean | null> };
export type Misfit = Coded & { blocks: boolean };

/** Null: it fits. */
export function misfitOf(value: FixedValue, field: FieldDescribe): Misfit | null {
  const judge = judges[field.type] ?? judgeText;
  const misfit = judge(value, field);
  return misfit && { ...misfit, values: { label: field.label, ...misfit.values } };
}

type Judge = (value: FixedValue, field: FieldDescribe) => Misfit | null;

const judges: Record<string, Judge> = {
  boolean: (value) =>
    typeof value === 'boolean' || value === 'true' || value === 'false'
      ? null
      : refuse('fixed_not_a_boolean', value),
  int: judgeNumber,
  long: judgeNumber,
  double: judgeNumber,
  currency: judgeNumber,
  percent: judgeNumber,
  date: (value) => (isDay(value) ? null : refuse('fixed_not_a_date', value)),
  datetime: (value) => (isMoment(value) || isDay(value) ? null : refuse('fixed_not_a_date_time', value)),
  time: (value) =>
    typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?Z?$/.test(value)
      ? null
      : refuse('fixed_not_a_time', value),
  email: (value, field) =>
    typeof value === 'string' && /^[^\s@<>()]+@[^\s@<>().]+(\.[^\s@<>().]+)+$/.test(value)
      ? judgeText(value, field)
      : refuse('fixed_not_an_email', value),
  picklist: (value, field) => (value === '' ? null : judgeChoice(String(value), field)),
  multipicklist: (value, field) =>
    String(value)
      .split(';')
      .map((one) => one.trim())
      .filter(Boolean)
      .map((one) => judgeChoice(one, field))
      .find((misfit) => misfit !== null) ?? null,
};

function judgeText(value: FixedValue, field: FieldDescribe): Misfit | null {
  const { length } = String(value);
  if (field.length === 0 || length <= field.length) return null;
  return { code: 'fixed_too_long', values: { length, most: field.length }, blocks: true };
}

function judgeNumber(value: FixedValue, { type, precision, scale, digits }: FieldDescribe): Misfit | null {
  const text = String(value).trim();
  const number = Number(text);
  if (typeof value === 'boolean' || !/^-?\d+(\.\d+)?$/.test(text) || !Number.isFinite(number))
    return refuse('fixed_not_a_number', value);
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  if (type === 'int' && fraction !== '') return refuse('fixed_not_a_number', value);
  const most = type === 'int' ? digits : precision - scale;
  // Salesforce rounds what has too many digits after the point, and refuses what has too many before it.
  if (most > 0 && whole.replace(/^0+/, '').length > most)
    return { ...refuse('fixed_too_many_digits', value), values: { value: text, precision, scale } };
  return null;
}

function judgeChoice(value: string, { picklistValues, restrictedPicklist }: FieldDescribe): Misfit | null {
  if (picklistValues.some((one) => one.active && one.value === value)) return null;
  return {
    code: 'value_not_in_picklist',
    values: { value, restricted: restrictedPicklist },
    blocks: restrictedPicklist,
  };
}

export function isDay(value: FixedValue): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  // February 30 becomes March here, and is refused by Salesforce.
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function isMoment(value: FixedValue): boolean {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(value) &&
    isDay(value.slice(0, 10)) &&
    !Number.isNaN(Date.parse(value))
  );
}

function refuse(code: string, value: FixedValue): Misfit {
  return { code, values: { value: String(value) }, blocks: true };
}

// Values of fields: how a JSON value becomes the stored one, and the text forms of dates.
// Stored: strings, numbers, booleans; a date as 2026-01-31, a datetime as Salesforce sends it (UTC, whole seconds), so
// that comparing the texts compares the times.

import { orgError } from './errors.ts';
import type { OrgError } from './errors.ts';
import type { Field } from './schema/schema.ts';

export type Value = string | number | boolean | null;

/** A date and time as answers carry it: 2021-12-02T18:23:39.000+0000. Salesforce drops milliseconds. */
export function formatDatetime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}.000+0000`;
}

export function parseDatetime(text: string): Date | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', zone = 'Z'] = match;
  const offset =
    zone.toUpperCase() === 'Z' ? 'Z' : zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  if (parseDate(`${year}-${month}-${day}`) === undefined) return undefined;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** The same text when it names a day of the calendar between 1700 and 4000. */
export function parseDate(text: string): string | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return undefined;
  const year = Number(match[1]);
  return year >= 1700 && year <= 4000 ? text : undefined;
}

/**
 * Reads a JSON value for a field, as the JSON parser of the REST API does; a value of another kind is a
 * JSON_PARSER_ERROR. Text loses the white space around it and empty text is no value, as on saving in Salesforce.
 * `column` is where the value starts in the request, for the message.
 */
export function readValue(field: Field, json: unknown, column: () => number): Value {
  if (json === null || json === undefined) return field.type === 'boolean' ? false : null;
  const refuse = () => coercionError(field, json, column());
  switch (field.type) {
    case 'boolean':
      if (typeof json !== 'boolean') throw refuse();
      return json;
    case 'int': {
      if (json === '') return null;
      const number = toNumber(json);
      if (number === undefined || !Number.isInteger(number)) throw refuse();
      return number;
    }
    case 'double':
    case 'currency':
    case 'percent': {
      if (json === '') return null;
      const number = toNumber(json);
      if (number === undefined) throw refuse();
      return roundTo(number, field.scale);
    }
    case 'date': {
      if (json === '') return null;
      const text = typeof json === 'string' ? json : '';
      const date = parseDate(text) ?? parseDatetime(text)?.toISOString().slice(0, 10);
      if (date === undefined) throw refuse();
      return date;
    }
    case 'datetime': {
      if (json === '') return null;
      const date = typeof json === 'string' ? parseDatetime(json) : undefined;
      if (date === undefined) throw refuse();
      return formatDatetime(date);
    }
    default: {
      if (typeof json !== 'string' && typeof json !== 'number' && typeof json !== 'boolean') throw refuse();
      const text = String(json).trim();
      return text === '' ? null : text;
    }
  }
}

function toNumber(json: unknown): number | undefined {
  if (typeof json === 'number') return json;
  if (typeof json !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(json.trim()))
    return undefined;
  return Number(json);
}

function roundTo(number: number, scale: number): number {
  const factor = 10 ** Math.min(scale, 15);
  return Number.isSafeInteger(Math.trunc(number * factor)) ? Math.round(number * factor) / factor : number;
}

/** Seen in public issues of REST clients (regican/Salesforce #2, verbb/formie #2124 and #2790). */
function coercionError(field: Field, json: unknown, column: number): OrgError {
  const place = `[line:1, column:${column}]`;
  if (typeof json !== 'string' && typeof json !== 'number' && typeof json !== 'boolean') {
    const token = Array.isArray(json) ? 'START_ARRAY' : 'START_OBJECT';
    return parserError(`Cannot deserialize instance of ${field.type} from ${token} value ${place}`);
  }
  const token =
    typeof json === 'string'
      ? 'VALUE_STRING'
      : typeof json === 'boolean'
        ? `VALUE_${String(json).toUpperCase()}`
        : Number.isInteger(json)
          ? 'VALUE_NUMBER_INT'
          : 'VALUE_NUMBER_FLOAT';
  return parserError(
    `Cannot deserialize instance of ${field.type} from ${token} value ${json} or request may be missing a required field at ${place}`,
  );
}

function parserError(message: string): OrgError {
  return orgError(400, 'JSON_PARSER_ERROR', message);
}

/** Where the value of `key` starts in the body as a client sends it (compact JSON, one line, counted from 1). */
export function columnOf(body: Record<string, unknown>, key: string): number {
  let column = 2;
  for (const [name, value] of Object.entries(body)) {
    const start = column + JSON.stringify(name).length + 1;
    if (name === key) return start;
    column = start + (JSON.stringify(value) ?? 'null').length + 1;
  }
  return column;
}

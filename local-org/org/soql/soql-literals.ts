// Literals of a query: the value that a text means for a field, and the patterns of LIKE.

import { orgError } from '../errors.ts';
import { parseId } from '../ids.ts';
import type { Field } from '../schema/schema.ts';
import { offsetOf, refuseAt } from './soql-errors.ts';
import type { Literal } from './soql-query.ts';
import { formatDatetime, parseDate, parseDatetime } from '../values.ts';
import type { Value } from '../values.ts';

/** Where in the query something stands that may be refused. */
export type Place = { soql: string; written: string; from: number };

export function readLiteral(place: Place, field: Field, literal: Literal): Value {
  const { type, text } = literal;
  if (type === 'NULL') return null;
  const wrongType = (expected: string, quotes: 'should' | 'should not') =>
    refuseAt(
      place.soql,
      offsetOf(place.soql, place.written, place.from),
      'INVALID_FIELD',
      `value of filter criterion for field '${field.name}' must be of type ${expected} and ${quotes} be enclosed in quotes`,
    );
  switch (field.type) {
    case 'boolean':
      if (type !== 'BOOLEAN') throw wrongType('boolean', 'should not');
      return text.toUpperCase() === 'TRUE';
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      if (type !== 'INTEGER' && type !== 'DECIMAL') throw wrongType(field.type, 'should not');
      return Number(text);
    case 'date': {
      const date = type === 'DATE' ? parseDate(text) : undefined;
      if (date === undefined) throw wrongType('date', 'should not');
      return date;
    }
    case 'datetime': {
      const time = type === 'DATETIME' ? parseDatetime(text) : undefined;
      if (time === undefined) throw wrongType('dateTime', 'should not');
      return formatDatetime(time);
    }
    case 'id':
    case 'reference': {
      if (type !== 'STRING') throw wrongType('ID', 'should');
      const written = unquote(text);
      // The empty text finds what has no value.
      if (written === '') return null;
      const id = parseId(written);
      if (id === undefined) {
        throw refuseAt(
          place.soql,
          offsetOf(place.soql, text, place.from),
          'INVALID_QUERY_FILTER_OPERATOR',
          `invalid ID field: ${written}`,
        );
      }
      return id;
    }
    default: {
      if (type !== 'STRING') throw wrongType('string', 'should');
      const written = unquote(text);
      return written === '' ? null : written;
    }
  }
}

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

export function unquote(quoted: string): string {
  return quoted
    .replace(/^'|'$/g, '')
    .replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (_whole, sequence: string) => unescape(quoted, sequence));
}

function unescape(quoted: string, sequence: string): string {
  if (sequence.length === 5) return String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
  const meant = escapes[sequence] ?? escapes[sequence.toLowerCase()];
  if (meant !== undefined) return meant;
  throw orgError(
    400,
    'MALFORMED_QUERY',
    `Invalid string literal ${quoted}. Illegal character sequence '\\${sequence}' in string literal.`,
  );
}

type LikePart = { kind: 'any' | 'one' } | { kind: 'text'; sign: string };

/** LIKE: `%` stands for any text, `_` for one character, `\%` and `\_` for themselves. */
export function likeTest(quoted: string, caseSensitive: boolean): (text: string) => boolean {
  const fold = (text: string) => (caseSensitive ? text : text.toLowerCase());
  const parts: LikePart[] = [];
  for (const [part, sequence] of quoted
    .replace(/^'|'$/g, '')
    .matchAll(/\\(u[0-9a-fA-F]{4}|[\s\S])|[^\\]/gu)) {
    if (part === '%') parts.push({ kind: 'any' });
    else if (part === '_') parts.push({ kind: 'one' });
    else {
      const isOwn = sequence === undefined || sequence === '%' || sequence === '_';
      const text = isOwn ? (sequence ?? part) : unescape(quoted, sequence);
      for (const sign of fold(text)) parts.push({ kind: 'text', sign });
    }
  }
  return (text) => isLike(Array.from(fold(text)), parts);
}

/** Goes back to the last `%` only, so that no pattern takes longer than its length times the text's. */
function isLike(signs: string[], parts: LikePart[]): boolean {
  let at = 0;
  let place = 0;
  let retry: { at: number; place: number } | undefined;
  while (at < signs.length) {
    const part = parts[place];
    if (part?.kind === 'any') {
      retry = { at, place };
      place += 1;
    } else if (part?.kind === 'one' || (part?.kind === 'text' && part.sign === signs[at])) {
      at += 1;
      place += 1;
    } else if (retry !== undefined) {
      retry = { ...retry, at: retry.at + 1 };
      at = retry.at;
      place = retry.place + 1;
    } else return false;
  }
  return parts.slice(place).every(({ kind }) => kind === 'any');
}

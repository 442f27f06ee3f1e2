// Literals of a query: the value that a text means for a field, and the pattern of LIKE.

import { orgError } from './errors.ts';
import { parseId } from './ids.ts';
import type { Field } from './schema.ts';
import { offsetOf, refuseAt } from './soql-errors.ts';
import type { Literal } from './soql-query.ts';
import { formatDatetime, parseDate, parseDatetime } from './values.ts';
import type { Value } from './values.ts';

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

/** LIKE: `%` stands for any text, `_` for one character, `\%` and `\_` for themselves. */
export function likePattern(quoted: string, caseSensitive: boolean): RegExp {
  const inside = quoted.replace(/^'|'$/g, '');
  const source = inside.replace(
    /\\(u[0-9a-fA-F]{4}|[\s\S])|[%_]|[^\\%_]/gu,
    (part: string, sequence: string | undefined) => {
      if (part === '%') return '.*';
      if (part === '_') return '.';
      if (sequence === '%' || sequence === '_') return sequence;
      return (sequence === undefined ? part : unescape(quoted, sequence)).replace(
        /[\\^$.*+?()[\]{}|/]/g,
        '\\$&',
      );
    },
  );
  return new RegExp(`^${source}$`, caseSensitive ? 'su' : 'sui');
}

// Builds SOQL from a template: values are always escaped, so that a booking's text can never become part of the query.
// Only values can be put in; names of objects and fields stand in the template itself.

export type SoqlValue = string | number | boolean | null | Date | readonly string[];

// https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
const escapes: Record<string, string> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/**
 * The query with each value written as a SOQL literal: strings quoted and escaped, lists in brackets for `IN`,
 * dates as UTC date-times. An empty list is a mistake of the caller (Salesforce refuses `IN ()`), so it throws.
 */
export function soql(parts: TemplateStringsArray, ...values: readonly SoqlValue[]): string {
  return parts.reduce((query, part, index) => {
    const value = values[index - 1];
    return index === 0 ? part : query + literal(value === undefined ? null : value) + part;
  }, '');
}

/** The REST path that runs a query with the given API version, such as `67.0`. */
export function queryPath(apiVersion: string, query: string): string {
  // One space is as good as ten, and the path of a subrequest has a length limit.
  return `/services/data/v${apiVersion}/query?q=${encodeURIComponent(query.replace(/\s*\n\s*/g, ' ').trim())}`;
}

function literal(value: SoqlValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('SOQL has no literal for NaN or Infinity');
    return String(value);
  }
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Date) return value.toISOString();
  if (value.length === 0) throw new TypeError('SOQL refuses an empty list: leave the query out instead');
  return `(${value.map(quoted).join(', ')})`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\'"\n\r\t\b\f]/g, (character) => escapes[character] ?? character)}'`;
}

// Errors of a query as Salesforce shows them: the part of the query around the place, a caret under it, row and column.
// Shape: recorded answers of github.com/heroku/heroku-applink-nodejs mappings/query-unknown-column.json (2021), and the
// texts quoted in public clients' tests.

import { orgError } from '../errors.ts';
import type { OrgError } from '../errors.ts';

const reach = 40;

export function refuseAt(soql: string, offset: number, errorCode: string, message: string): OrgError {
  return orgError(400, errorCode, `${caretBlock(soql, offset)}\n${message}`);
}

/** Errors of grammar count columns from 0, errors about names from 1; both as recorded. */
export function unexpectedToken(soql: string, offset: number, token: string): OrgError {
  if (soql.slice(0, offset).trim() === '') {
    return orgError(400, 'MALFORMED_QUERY', `unexpected token: ${token === '' ? "'<EOF>'" : token}`);
  }
  const shown = token === '' ? '<EOF>' : token;
  return refuseAt(soql, Math.max(0, offset - 1), 'MALFORMED_QUERY', `unexpected token: '${shown}'`);
}

function caretBlock(soql: string, offset: number): string {
  const rowStart = soql.lastIndexOf('\n', offset - 1) + 1;
  const row = soql.slice(0, rowStart).split('\n').length;
  const rowEnd = soql.indexOf('\n', offset);
  let start = rowStart;
  if (offset - rowStart > reach) {
    // The window opens at the start of a word.
    start = offset - reach;
    while (start < offset && !/\s/.test(soql.charAt(start - 1))) start++;
  }
  const end = Math.min(rowEnd === -1 ? soql.length : rowEnd, offset + reach);
  const column = offset - rowStart + 1;
  return `\n${soql.slice(start, end)}\n${' '.repeat(offset - start)}^\nERROR at Row:${row}:Column:${column}`;
}

/** Where a name first stands in the query, outside of quoted texts. */
export function offsetOf(soql: string, name: string, from = 0): number {
  const pattern = /'(?:[^'\\]|\\.)*'|[\w.]+|[^\s\w]/g;
  pattern.lastIndex = from;
  for (let match = pattern.exec(soql); match !== null; match = pattern.exec(soql)) {
    if (match[0].toLowerCase() === name.toLowerCase()) return match.index;
  }
  return Math.max(0, soql.indexOf(name, from));
}

export function offsetAfterWord(soql: string, word: string): number {
  const match = new RegExp(`\\b${word}\\b`, 'i').exec(soql);
  return match === null ? 0 : match.index + word.length;
}

export function noSuchColumn(
  soql: string,
  written: string,
  name: string,
  entity: string,
  from = 0,
): OrgError {
  return refuseAt(
    soql,
    offsetOf(soql, written, from),
    'INVALID_FIELD',
    `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

export function noSuchRelationship(soql: string, written: string, name: string, from = 0): OrgError {
  return refuseAt(
    soql,
    offsetOf(soql, written, from),
    'INVALID_FIELD',
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

export function noSuchType(soql: string, name: string): OrgError {
  return refuseAt(
    soql,
    offsetOf(soql, name, offsetAfterWord(soql, 'from')),
    'INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

/** What Salesforce runs and this org does not: named, never ignored. */
export function notRun(what: string): OrgError {
  return orgError(501, 'NOT_IMPLEMENTED', `The local org does not run ${what} in SOQL.`);
}

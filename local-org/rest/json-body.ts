// Reads a JSON body. What is not JSON is refused in the words of Jackson, the parser Salesforce uses: what stood there,
// what was expected, and where (column: one past the character, as Jackson counts).

import { orgError } from '../org/errors.ts';

export function parseJsonBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  refuseDepth(text);
  try {
    return JSON.parse(text);
  } catch {
    throw orgError(400, 'JSON_PARSER_ERROR', describeFault(text));
  }
}

const mostNesting = 1_000;

/** Jackson's own limit; it also keeps everything behind it that walks through a body from running out of stack. */
function refuseDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === ']' || char === '}') depth -= 1;
    else if (char === '[' || char === '{') {
      depth += 1;
      if (depth > mostNesting) {
        const limit = `${mostNesting}, from \`StreamReadConstraints.getMaxNestingDepth()\``;
        const message = `Document nesting depth (${depth}) exceeds the maximum allowed (${limit})`;
        throw orgError(400, 'JSON_PARSER_ERROR', message);
      }
    }
  }
}

type Cursor = { text: string; at: number };

class Fault extends Error {}

function describeFault(text: string): string {
  const cursor: Cursor = { text, at: 0 };
  try {
    readValue(cursor);
    skipSpace(cursor);
    // A body that is well formed up to something behind it.
    throw unexpected(cursor, 'expected end-of-input');
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

function readValue(cursor: Cursor): void {
  skipSpace(cursor);
  const char = cursor.text[cursor.at];
  if (char === '{') return readObject(cursor);
  if (char === '[') return readArray(cursor);
  if (char === '"') return readString(cursor);
  const number = match(cursor, /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  if (number !== undefined) return;
  const word = match(cursor, /[A-Za-z_$][\w$]*/y);
  if (word === 'true' || word === 'false' || word === 'null') return;
  if (word !== undefined) {
    const expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    throw new Fault(`Unrecognized token '${word}': was expecting ${expected} at ${place(cursor, cursor.at)}`);
  }
  throw unexpected(
    cursor,
    "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
  );
}

function readObject(cursor: Cursor): void {
  cursor.at += 1;
  if (take(cursor, '}')) return;
  for (;;) {
    skipSpace(cursor);
    if (cursor.text[cursor.at] !== '"')
      throw unexpected(cursor, 'was expecting double-quote to start field name');
    readString(cursor);
    if (!take(cursor, ':'))
      throw unexpected(cursor, 'was expecting a colon to separate field name and value');
    readValue(cursor);
    if (take(cursor, '}')) return;
    if (!take(cursor, ',')) throw unexpected(cursor, 'was expecting comma to separate Object entries');
  }
}

function readArray(cursor: Cursor): void {
  cursor.at += 1;
  if (take(cursor, ']')) return;
  for (;;) {
    readValue(cursor);
    if (take(cursor, ']')) return;
    if (!take(cursor, ',')) throw unexpected(cursor, 'was expecting comma to separate Array entries');
  }
}

function readString(cursor: Cursor): void {
  cursor.at += 1;
  for (;;) {
    const char = cursor.text[cursor.at];
    if (char === undefined) throw endOfInput(cursor);
    if (char === '"') break;
    if (char < ' ') {
      const code = char.charCodeAt(0);
      const what = `Illegal unquoted character ((CTRL-CHAR, code ${code}))`;
      throw new Fault(
        `${what}: has to be escaped using backslash to be included in string value at ${here(cursor)}`,
      );
    }
    if (char === '\\') {
      const escape = match(cursor, /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y);
      if (escape === undefined) {
        cursor.at += 1;
        throw new Fault(`Unrecognized character escape ${named(cursor)} at ${here(cursor)}`);
      }
    } else cursor.at += 1;
  }
  cursor.at += 1;
}

function skipSpace(cursor: Cursor): void {
  while (/[ \t\r\n]/.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
}

function take(cursor: Cursor, char: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== char) return false;
  cursor.at += 1;
  return true;
}

function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function unexpected(cursor: Cursor, expectation: string): Fault {
  if (cursor.at >= cursor.text.length) return endOfInput(cursor);
  return new Fault(`Unexpected character (${named(cursor)}): ${expectation} at ${here(cursor)}`);
}

function endOfInput(cursor: Cursor): Fault {
  return new Fault(`Unexpected end-of-input at ${place(cursor, cursor.text.length)}`);
}

function named(cursor: Cursor): string {
  const char = cursor.text[cursor.at] ?? '';
  return `'${char}' (code ${char.charCodeAt(0)})`;
}

function here(cursor: Cursor): string {
  return place(cursor, cursor.at + 1);
}

function place(cursor: Cursor, at: number): string {
  const lines = cursor.text.slice(0, at).split('\n');
  return `[line:${lines.length}, column:${(lines.at(-1)?.length ?? 0) + 1}]`;
}

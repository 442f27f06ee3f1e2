// The words of a search: `ana`, `"ana silva"`, `si*`, `a?b`, AND, OR, AND NOT and brackets. Text and words are taken
// apart into pieces of letters and digits; an address or a number with signs in it matches as its pieces one behind the
// other. How Salesforce takes text apart is not published in full.
// https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_find.htm

import { orgError } from '../errors.ts';

/** A field's value as it is searched. */
export type SearchedText = { text: string; isPhone: boolean };
export type WordTest = (texts: readonly SearchedText[]) => boolean;

type Token = { kind: 'word' | 'phrase' | '(' | ')'; text: string };

export function readWords(find: string): WordTest {
  const tokens = tokensOf(find);
  if (tokens.length === 0)
    throw malformed('No search term found. The search term must be enclosed in braces.');
  let place = 0;
  const test = readOr();
  if (place < tokens.length) throw malformed(`unexpected token: ${tokens[place]?.text ?? ''}`);
  return test;

  function isWord(name: string, at = place): boolean {
    const token = tokens[at];
    return token?.kind === 'word' && token.text.toUpperCase() === name;
  }

  function readOr(): WordTest {
    const parts = [readAnd()];
    while (isWord('OR')) {
      place += 1;
      parts.push(readAnd());
    }
    return parts.length === 1 && parts[0] !== undefined
      ? parts[0]
      : (texts) => parts.some((part) => part(texts));
  }

  /** Words side by side must all be there. */
  function readAnd(): WordTest {
    const parts: WordTest[] = [readOne()];
    while (place < tokens.length && tokens[place]?.kind !== ')' && !isWord('OR')) {
      if (isWord('AND')) place += 1;
      if (isWord('NOT')) {
        place += 1;
        const without = readOne();
        parts.push((texts) => !without(texts));
      } else parts.push(readOne());
    }
    return (texts) => parts.every((part) => part(texts));
  }

  function readOne(): WordTest {
    const token = tokens[place];
    place += 1;
    if (token === undefined || token.kind === ')') throw malformed('unexpected end of the search term');
    if (token.kind === '(') {
      const inside = readOr();
      if (tokens[place]?.kind !== ')') throw malformed('missing closing bracket in the search term');
      place += 1;
      return inside;
    }
    return testOf(token.text);
  }
}

function tokensOf(find: string): Token[] {
  const tokens: Token[] = [];
  const parts = find.matchAll(/"((?:[^"\\]|\\.)*)"|([()])|((?:[^\s()"\\]|\\.)+)/g);
  for (const [, phrase, bracket, word] of parts) {
    if (phrase !== undefined) tokens.push({ kind: 'phrase', text: plain(phrase) });
    else if (bracket === '(' || bracket === ')') tokens.push({ kind: bracket, text: bracket });
    else if (word !== undefined) tokens.push({ kind: 'word', text: plain(word) });
  }
  return tokens;
}

/** Signs with a meaning of their own have a backslash in front. */
function plain(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}

function testOf(word: string): WordTest {
  const pieces = piecesOf(word, true);
  const isLong = pieces.join('').replaceAll(/[*?]/g, '').length > 1;
  if (!isLong) throw malformed(`search term must be longer than one character: ${word}`);
  const patterns = pieces.map(patternOf);
  const digits = word.replaceAll(/\D/g, '');
  const isNumber = digits.length > 3 && /^[\d\s()+./-]+$/.test(word);
  return (texts) =>
    texts.some(
      ({ text, isPhone }) =>
        (isPhone && isNumber && text.replaceAll(/\D/g, '').includes(digits)) ||
        standInRow(piecesOf(text, false), patterns),
    );
}

function standInRow(pieces: string[], patterns: RegExp[]): boolean {
  return pieces.some((_, start) =>
    patterns.every((pattern, place) => pattern.test(pieces[start + place] ?? '')),
  );
}

function piecesOf(text: string, withWildcards: boolean): string[] {
  const pieces = text.toLowerCase().match(withWildcards ? /[\p{L}\p{N}*?]+/gu : /[\p{L}\p{N}]+/gu);
  return pieces ?? [];
}

function patternOf(piece: string): RegExp {
  return new RegExp(`^${piece.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
}

export function malformed(message: string) {
  return orgError(400, 'MALFORMED_SEARCH', message);
}

// No golden answer is forgotten: each has a test that exists, or a reason. Prints the list.

import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { goldenAnswers } from './golden-coverage.ts';

const entries = Object.entries(goldenAnswers);

test('names for each golden answer of a built endpoint a test that exists', () => {
  const missing = entries.flatMap(([name, coverage]) => {
    if (!('passedBy' in coverage)) return [];
    const source = readFileSync(new URL(coverage.passedBy, import.meta.url), 'utf8');
    return titlesIn(source).includes(coverage.test)
      ? []
      : [`${name}: ${coverage.passedBy}: ${coverage.test}`];
  });
  expect(missing).toEqual([]);
});

test('leaves at most five out, each with a reason', () => {
  const leftOut = entries.flatMap(([, coverage]) => ('leftOut' in coverage ? [coverage.leftOut] : []));
  expect(leftOut.length).toBeLessThanOrEqual(5);
  expect(leftOut.every((reason) => reason.length > 20)).toBe(true);
});

test('knows all 104 answers of the collection', () => {
  const passed = entries.filter(([, coverage]) => 'passedBy' in coverage).length;
  const notBuilt = entries.filter(([, coverage]) => 'notBuilt' in coverage).length;
  const left = entries.length - passed - notBuilt;
  const lines = entries.map(([name, coverage]) => `  ${name}: ${Object.values(coverage).join(' › ')}`);
  const head = `golden answers: ${passed} passed, ${left} left out, ${notBuilt} of endpoints not built`;
  process.stdout.write([head, ...lines, ''].join('\n'));
  expect(entries).toHaveLength(104);
});

/** Titles as they are written: of tests, and of rows in a table of tests. */
function titlesIn(source: string): string[] {
  const titles = source.matchAll(/(?:^|\s|\()(?:test\(|title: |\]\)\()\s*(['"`])((?:(?!\1).)+)\1/g);
  return [...titles].map(([, , title = '']) => title);
}

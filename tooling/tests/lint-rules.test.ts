// The rest of the lint configuration bites: one planted fault for each rule that the project leans on.
import { beforeAll, expect, test } from '@jest/globals';
import { lintTree } from './lint-tree.ts';
import type { Report } from './lint-tree.ts';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `export const line${index} = ${index};`).join('\n');

const faults: [rule: string, path: string, text: string][] = [
  [
    'typescript(no-floating-promises)',
    'connector/floating.ts',
    'export function go(work: () => Promise<void>): void {\n  work();\n}\n',
  ],
  [
    'typescript(no-misused-promises)',
    'connector/misused.ts',
    'export function go(list: string[], work: () => Promise<void>): void {\n  list.forEach(async () => work());\n}\n',
  ],
  [
    'typescript(await-thenable)',
    'connector/thenable.ts',
    'export const go = async (): Promise<number> => await 1;\n',
  ],
  [
    'typescript(no-explicit-any)',
    'connector/any.ts',
    'export const read = (value: any): string => String(value);\n',
  ],
  [
    'typescript(no-unsafe-assignment)',
    'connector/unsafe.ts',
    'export const read = (text: string): string => {\n  const value = JSON.parse(text);\n  return String(value);\n};\n',
  ],
  [
    'typescript(no-unsafe-type-assertion)',
    'connector/assertion.ts',
    'export const read = (value: unknown): string => value as string;\n',
  ],
  [
    'typescript(no-non-null-assertion)',
    'connector/non-null.ts',
    'export const first = (list: string[]): string => list[0]!;\n',
  ],
  [
    'typescript(consistent-type-imports)',
    'connector/type-import.ts',
    "import { Stats } from 'node:fs';\nexport type Own = Stats;\n",
  ],
  [
    'typescript(switch-exhaustiveness-check)',
    'connector/switch.ts',
    "export function go(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  [
    'typescript(only-throw-error)',
    'connector/throw.ts',
    "export function go(): never {\n  throw { code: 'no' };\n}\n",
  ],
  ['import(no-default-export)', 'connector/default.ts', 'export default 1;\n'],
  [
    'import(no-cycle)',
    'connector/one.ts',
    "import { two } from './two.ts';\nexport const one = (): unknown => two;\n",
  ],
  [
    'import(no-cycle)',
    'connector/type-one.ts',
    "import type { Two } from './type-two.ts';\nexport type One = { two: Two | null };\n",
  ],
  ['oxc(no-barrel-file)', 'connector/barrel.ts', "export * from './floating.ts';\n"],
  ['eslint(max-lines)', 'connector/long.ts', `${lines(351)}\n`],
  ['eslint(no-console)', 'connector/console.ts', "export const go = (): void => console.log('x');\n"],
  [
    'eslint(no-warning-comments)',
    'connector/todo.ts',
    `// ${'todo'.toUpperCase()}: later\nexport const later = 1;\n`,
  ],
  ['unicorn(filename-case)', 'connector/camelCase.ts', 'export const name = 1;\n'],
  ['bookbridge(environment)', 'connector/environment.ts', "export const port = process.env['PORT'];\n"],
  [
    'bookbridge(environment)',
    'connector/environment-import.ts',
    "import process from 'node:process';\nexport const port = process.env['PORT'];\n",
  ],
  [
    'bookbridge(environment)',
    'connector/environment-name.ts',
    "import { env } from 'node:process';\nexport const port = env['PORT'];\n",
  ],
  [
    'jest(no-focused-tests)',
    'connector/tests/only.test.ts',
    "import { expect, test } from '@jest/globals';\ntest.only('a', () => expect(1).toBe(1));\n",
  ],
  [
    'jest(no-disabled-tests)',
    'connector/tests/skip.test.ts',
    "import { expect, test } from '@jest/globals';\ntest.skip('a', () => expect(1).toBe(1));\n",
  ],
  [
    'jest(expect-expect)',
    'connector/tests/nothing.test.ts',
    "import { test } from '@jest/globals';\ntest('a', () => {});\n",
  ],
  ['jsx-a11y(alt-text)', 'connector/web/picture.tsx', 'export const picture = <img src="a.png" />;\n'],
  [
    'jsx-a11y(label-has-associated-control)',
    'connector/web/label.tsx',
    'export const label = <label>Name</label>;\n',
  ],
  [
    'react-hooks(rules-of-hooks)',
    'connector/web/hook.tsx',
    "import { useState } from 'react';\nexport function Part({ on }: { on: boolean }) {\n  if (on) useState(1);\n  return null;\n}\n",
  ],
  [
    'react-hooks(exhaustive-deps)',
    'connector/web/deps.tsx',
    "import { useEffect } from 'react';\nexport function Part({ go }: { go: () => void }) {\n  useEffect(() => go(), []);\n  return null;\n}\n",
  ],
];

const fine: [path: string, text: string][] = [
  ['connector/config.ts', "export const port = process.env['PORT'];\n"],
  ['scripts/start.ts', "export const port = process.env['PORT'];\n"],
  ['jest.config.js', 'export default {};\n'],
  ['tooling/say.ts', "console.log('said');\n"],
  ['local-org/org/schema/standard/lead.ts', `${lines(400)}\n`],
];

let reports: Map<string, Report[]>;
beforeAll(() => {
  reports = lintTree({
    ...Object.fromEntries(faults.map(([, path, text]) => [path, text])),
    ...Object.fromEntries(fine),
    'connector/two.ts': "import { one } from './one.ts';\nexport const two = (): unknown => one;\n",
    'connector/type-two.ts':
      "import type { One } from './type-one.ts';\nexport type Two = { one: One | null };\n",
  });
});

const rulesOf = (path: string): string[] => (reports.get(path) ?? []).map(({ rule }) => rule);

test.each(faults)('%s reports %s', (rule, path) => {
  expect(rulesOf(path)).toContain(rule);
});

test.each(fine)('nothing is reported in %s', (path) => {
  expect(rulesOf(path)).toEqual([]);
});

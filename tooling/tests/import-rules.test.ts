// The import directions of .oxlintrc.json bite: each forbidden import, planted where it would be, is reported with
// its reason, and each allowed one beside it is not.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { lintTree } from './lint-tree.ts';
import type { Report } from './lint-tree.ts';

const modules = [
  'connector/main.ts',
  'connector/app.ts',
  'connector/config.ts',
  'connector/errors.ts',
  'connector/log.ts',
  'connector/accounts/sign-in.ts',
  'connector/bookings/sync-bookings.ts',
  'connector/bookings/match.ts',
  'connector/bookings/write-graph.ts',
  'connector/connection/connect-org.ts',
  'connector/connection/identify.ts',
  'connector/connection/save.ts',
  'connector/salesforce/client.ts',
  'connector/store/database.ts',
  'connector/tests/try-connector.ts',
  'connector/web/api.ts',
  'connector/web/parts/notice.ts',
  'local-org/local-org.ts',
  'local-org/org/org.ts',
  'scripts/start.ts',
  'tooling/verify.ts',
  'tests/browser.ts',
];

const forbidden: [from: string, specifier: string, because: string][] = [
  ['connector/bookings/a.ts', '../../local-org/local-org.ts', 'only over the wire'],
  ['connector/bookings/b.ts', '@bookbridge/local-org/local-org.ts', 'only over the wire'],
  ['connector/bookings/c.ts', '../../scripts/start.ts', 'only over the wire'],
  ['connector/bookings/d.ts', '../../tests/browser.ts', 'never depends on its tests'],
  ['connector/bookings/e.ts', '../tests/try-connector.ts', 'never depends on its tests'],
  ['connector/bookings/f.ts', '../main.ts', 'start them twice'],
  ['connector/bookings/g.ts', '../web/parts/notice.ts', 'only the types in web/api.ts'],
  ['connector/tests/h.ts', '../../local-org/org/org.ts', 'through its library'],
  ['connector/bookings/match-people.ts', './write-graph.ts', 'Stages never import each other'],
  ['connector/bookings/map.ts', './match.ts', 'Stages never import each other'],
  ['connector/connection/validate.ts', './identify.ts', 'Stages never import each other'],
  ['connector/connection/authorize.ts', './save.ts', 'Stages never import each other'],
  ['connector/store/i.ts', '../bookings/sync-bookings.ts', 'lies below everything else'],
  ['connector/store/migrations/j.ts', '../../accounts/sign-in.ts', 'lies below everything else'],
  ['connector/salesforce/k.ts', '../bookings/match.ts', 'speaks to Salesforce for whoever asks'],
  ['connector/salesforce/l.ts', '../connection/save.ts', 'speaks to Salesforce for whoever asks'],
  ['connector/salesforce/m.ts', '../accounts/sign-in.ts', 'speaks to Salesforce for whoever asks'],
  ['connector/web/n.ts', '../errors.ts', 'run in a browser'],
  ['connector/web/parts/o.ts', '../../store/database.ts', 'run in a browser'],
  ['local-org/p.ts', '../connector/errors.ts', 'usable on its own'],
  ['local-org/p2.ts', '../tests/browser.ts', 'never depends on its tests'],
  ['local-org/tests/q.ts', '../../connector/salesforce/client.ts', 'usable on its own'],
  ['local-org/r.ts', '@bookbridge/scripts/start.ts', 'usable on its own'],
  ['scripts/s.ts', '../tooling/verify.ts', 'Tooling checks the repository'],
];

const allowed: [from: string, specifier: string][] = [
  ['connector/bookings/try-sync.ts', './sync-bookings.ts'],
  ['connector/bookings/write.ts', './write-graph.ts'],
  ['connector/bookings/report.ts', '../salesforce/client.ts'],
  ['connector/bookings/inbox.ts', '../store/database.ts'],
  ['connector/store/t.ts', '../errors.ts'],
  ['connector/store/u.ts', './database.ts'],
  ['connector/salesforce/v.ts', '../errors.ts'],
  ['connector/accounts/w.ts', '../web/api.ts'],
  ['connector/web/parts/x.ts', '../api.ts'],
  ['connector/tests/y.ts', '../../local-org/local-org.ts'],
  ['connector/tests/z.ts', '../../tests/browser.ts'],
  ['local-org/tests/z.ts', '../../tests/browser.ts'],
  ['tests/z.ts', '../local-org/local-org.ts'],
  ['scripts/z.ts', '../local-org/local-org.ts'],
];

const ways: [way: string, text: (specifier: string) => string][] = [
  ['import', (specifier) => `import { part } from '${specifier}';\nexport const own = part;\n`],
  ['import type', (specifier) => `import type { Part } from '${specifier}';\nexport type Own = Part;\n`],
  ['import()', (specifier) => `export const own = await import('${specifier}');\n`],
  ['export from', (specifier) => `export { part } from '${specifier}';\n`],
  ["import('…').Type", (specifier) => `export type Own = import('${specifier}').Part;\n`],
];

let reports: Map<string, Report[]>;
beforeAll(() => {
  const tree = Object.fromEntries(
    modules.map((path) => [path, 'export const part = 1;\nexport type Part = number;\n']),
  );
  const [, importing] = ways[0] ?? [];
  for (const [from, specifier] of [...forbidden, ...allowed]) tree[from] = importing?.(specifier) ?? '';
  for (const [index, [, text]] of ways.entries()) tree[`connector/store/way-${index}.ts`] = text('../app.ts');
  reports = lintTree(tree);
});

const directionsOf = (path: string): string[] =>
  (reports.get(path) ?? [])
    .filter(({ rule }) => rule === 'bookbridge(import-directions)')
    .map(({ message }) => message);

describe('forbidden imports are reported with their reason', () => {
  test.each(forbidden)('%s imports %s', (from, _, because) => {
    expect(directionsOf(from)).toEqual([expect.stringContaining(because)]);
  });

  test.each(ways.map(([way], index) => [way, index] as const))('written as %s', (_, index) => {
    expect(directionsOf(`connector/store/way-${index}.ts`)).toHaveLength(1);
  });
});

describe('allowed imports are not reported', () => {
  test.each(allowed)('%s imports %s', (from) => {
    expect(directionsOf(from)).toEqual([]);
  });
});

// `npm run screens` still finds its way through every screen, and nothing on it scrolls sideways, fails or leaves the computer.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

jest.setTimeout(300_000);

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bookbridge-screens-test-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('every screen and state is photographed in light, dark and on a phone, without a problem', async () => {
  const child = spawn(
    process.execPath,
    ['scripts/run.mjs', 'scripts/screens.ts', '--into', join(home, 'screens')],
    {
      cwd: resolve(import.meta.dirname, '../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  await once(child, 'close');
  expect({ code: child.exitCode, problems: out.split('\n').filter((line) => line.startsWith('✘')) }).toEqual({
    code: 0,
    problems: [],
  });
  const pictures = readdirSync(join(home, 'screens')).filter((name) => name.endsWith('.png'));
  const page = readFileSync(join(home, 'screens', 'index.html'), 'utf8');
  // 41 states when this was written: more are welcome, fewer are an accident.
  expect(pictures.length).toBeGreaterThanOrEqual(41 * 3);
  for (const picture of pictures) expect(page).toContain(`src="${picture}"`);
});

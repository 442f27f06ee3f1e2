// The command `npm run check:metadata`, with the conversion by source-deploy-retrieve that needs a process of its own.
import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { files, forceApp, withCopy } from './planted-faults.ts';

const command = resolve(import.meta.dirname, '../check-metadata.ts');

function check(source: string): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, source], { encoding: 'utf8' });
  return { code: status, out: stdout + stderr };
}

describe('the command', () => {
  test('passes the companion app, with one line per rule', () => {
    const { code, out } = check(forceApp);
    const lines = out.trim().split('\n');
    expect(lines.map((line) => line.slice(0, 16).trim())).toEqual(
      ['types', 'conversion', 'references', 'objects', 'permissions', 'promises', 'secrets'].map(
        (rule) => `ok   ${rule}`,
      ),
    );
    expect(code).toBe(0);
  });

  test.each([
    ['a file that no component would take', 'labels/Stray.feild-meta.xml'],
    ['a field outside of its object', 'Misplaced__c.field-meta.xml'],
    ['a file that is not metadata', 'objects/Booking__c/notes.txt'],
  ])('fails on %s', async (_, stray) => {
    await withCopy((copy) => {
      const main = join(copy, 'main/default');
      mkdirSync(join(main, 'labels'));
      cpSync(join(main, files.start), join(main, stray));
      const { code, out } = check(copy);
      expect(out).toMatch(/FAIL conversion/);
      expect(out).toContain(stray.split('/').at(-1));
      expect(code).toBe(1);
    });
  });
});

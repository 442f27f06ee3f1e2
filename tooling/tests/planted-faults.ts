// Plants faults in copies of the companion app and asks a metadata rule what it finds.
import { describe, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runRule } from '../metadata/rule.ts';
import type { Rule } from '../metadata/rule.ts';
import { readSourceTree } from '../metadata/source-tree.ts';

export const forceApp = resolve(import.meta.dirname, '../../force-app');

const booking = 'objects/Booking__c';
export const files = {
  key: `${booking}/fields/Booking_Key__c.field-meta.xml`,
  lead: `${booking}/fields/Lead__c.field-meta.xml`,
  start: `${booking}/fields/Start__c.field-meta.xml`,
  status: `${booking}/fields/Status__c.field-meta.xml`,
  trail: `${booking}/fields/Trail__c.field-meta.xml`,
  object: `${booking}/Booking__c.object-meta.xml`,
  fence: `${booking}/validationRules/Newer_Write_Wins.validationRule-meta.xml`,
  marker: 'objects/Booking_Connection__c/fields/Access_Marker__c.field-meta.xml',
  permissions: 'permissionsets/Bookbridge_API_User.permissionset-meta.xml',
};

export type Fault = { title: string; file: string; from: string | RegExp; to: string; says: string };

/** Runs `work` on a copy of the companion app that is deleted afterwards. */
export async function withCopy<T>(work: (copy: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bookbridge-planted-'));
  try {
    const copy = join(folder, 'force-app');
    cpSync(forceApp, copy, { recursive: true });
    return await work(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function messagesOf(rule: Rule, source: string): Promise<string[]> {
  const result = await runRule(rule, readSourceTree(source));
  return result.problems.map(({ message }) => message);
}

/** One test per fault, and two that keep the rule honest: silent on the app as it is, loud on nothing at all. */
export function testRule(rule: Rule, faults: Fault[]): void {
  describe(`rule ${rule.name}`, () => {
    test('says nothing about the companion app as it is', async () => {
      expect(await messagesOf(rule, forceApp)).toEqual([]);
    });

    test('fails when there is nothing to look at', async () => {
      const empty = mkdtempSync(join(tmpdir(), 'bookbridge-empty-'));
      expect(await messagesOf(rule, empty)).not.toEqual([]);
      rmSync(empty, { recursive: true });
    });

    test.each(faults)('finds $title', async ({ file, from, to, says }) => {
      await withCopy(async (copy) => {
        const path = join(copy, 'main/default', file);
        const before = readFileSync(path, 'utf8');
        const after = before.replace(from, to);
        expect(after).not.toBe(before);
        writeFileSync(path, after);
        expect(await messagesOf(rule, copy)).toContainEqual(expect.stringContaining(says));
      });
    });
  });
}

// Parts of the data engine that are pure: ids, rules, the store and its transactions.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { prepareRule } from '../org/write/formula.ts';
import { makeId, parseId, toLongId } from '../org/ids.ts';
import { createOrg } from '../org/org.ts';
import type { Org } from '../org/org.ts';
import { addDeployed } from '../org/schema/custom-objects.ts';
import { buildSchema } from '../org/schema/schema.ts';
import { readStandardObjects } from '../org/schema/standard-objects.ts';
import { openStore } from '../store.ts';
import type { Store } from '../store.ts';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-org-'));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('ids', () => {
  // Ids of recorded answers: heroku/heroku-applink-nodejs, grouparoo/grouparoo (read 2026-11-23)
  test('carry the checksum Salesforce gives them', () => {
    for (const id of [
      '001B000001LwihtIAB',
      '00Q4S000002sSacUAE',
      '0034S000005YJVlQAO',
      '0054S000000JFmhQAG',
    ]) {
      expect(toLongId(id.slice(0, 15))).toBe(id);
    }
  });

  test('are taken with 15 or 18 characters, with the checksum in any case, and refused with a wrong one', () => {
    expect(parseId('001B000001Lwiht')).toBe('001B000001LwihtIAB');
    expect(parseId('001B000001Lwihtiab')).toBe('001B000001LwihtIAB');
    expect(parseId('001B000001LwihtIAA')).toBeUndefined();
    expect(parseId('001B000001Lwih')).toBeUndefined();
    expect(parseId('001B000001Lwih!')).toBeUndefined();
  });

  test('sort in the order of their creation and differ from org to org', () => {
    const org = toLongId('00D000000000001');
    const ids = [1, 9, 10, 61, 62, 3844, 1_000_000].map((count) => makeId('00Q', org, count));
    expect(ids.toSorted()).toEqual(ids);
    expect(makeId('00Q', toLongId('00D000000000002'), 1)).not.toBe(ids[0]);
  });
});

describe('validation rules', () => {
  const standard = readStandardObjects();
  const schema = buildSchema(
    addDeployed(standard.objects, new Map(), () => ''),
    standard.elsewhere,
  );
  const opportunity = schema.find('Opportunity');
  if (opportunity === undefined) throw new Error('no Opportunity');

  const refuses = (
    formula: string,
    before: Record<string, string | number> | null,
    after: Record<string, string | number>,
  ) =>
    prepareRule(schema, opportunity, { name: 'Rule', formula, message: '', displayField: null }).refuses(
      { before, after },
      () => ({ Name: 'Harbor Couriers' }),
    );

  test('know new records, changes and prior values', () => {
    const smaller = 'AND(NOT(ISNEW()), Amount < PRIORVALUE(Amount))';
    expect(refuses(smaller, null, { Amount: 1 })).toBe(false);
    expect(refuses(smaller, { Amount: 2 }, { Amount: 1 })).toBe(true);
    expect(refuses(smaller, { Amount: 1 }, { Amount: 2 })).toBe(false);
    expect(
      refuses('ISCHANGED(StageName)', { StageName: 'Prospecting' }, { StageName: 'Qualification' }),
    ).toBe(true);
    expect(refuses('ISCHANGED(StageName)', null, { StageName: 'Qualification' })).toBe(false);
    // Of a new record the prior value is its value.
    expect(refuses('PRIORVALUE(Amount) = 3', null, { Amount: 3 })).toBe(true);
  });

  test('read picklists, dates, empty values and the fields of a parent', () => {
    expect(refuses('ISPICKVAL(StageName, "Prospecting")', null, { StageName: 'Prospecting' })).toBe(true);
    expect(refuses('ISBLANK(NextStep)', null, {})).toBe(true);
    expect(refuses('CloseDate < DATE(2026, 1, 1)', null, { CloseDate: '2025-12-31' })).toBe(true);
    expect(refuses('Account.Name = "Harbor Couriers"', null, { AccountId: '001' })).toBe(true);
  });

  test('leave quoted text alone', () => {
    expect(
      refuses('NextStep = "ISNEW() PRIORVALUE(Amount)"', null, { NextStep: 'ISNEW() PRIORVALUE(Amount)' }),
    ).toBe(true);
  });

  test('stop the org at its start when they cannot be run, with their name', () => {
    for (const formula of ['VLOOKUP(Name, Name)', 'Nope__c = 1', '$User.Id = Name', 'AND(Amount = 1']) {
      expect(() => refuses(formula, null, {})).toThrow(/^Validation rule Opportunity\.Rule cannot be run: /);
    }
  });
});

describe('the store', () => {
  test('keeps what was committed when the process is killed, and nothing else', () => {
    const folder = newFolder();
    const script = `
      import { openStore } from ${JSON.stringify(new URL('../store.ts', import.meta.url).href)};
      const store = openStore(${JSON.stringify(folder)});
      const things = store.table('things');
      things.set('a', { n: 1 });
      things.set('b', { n: 2 });
      store.commit();
      things.set('a', { n: 3 });
      things.delete('b');
      process.kill(process.pid, 'SIGKILL');
    `;
    const node = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(node.signal).toBe('SIGKILL');
    const store = openStore(folder);
    expect([...store.table('things').entries()]).toEqual([
      ['a', { n: 1 }],
      ['b', { n: 2 }],
    ]);
    store.close();
  });

  test('deletes for good, and keeps tables apart', () => {
    const folder = newFolder();
    const first = openStore(folder);
    first.table<string>('one').set('a', 'x');
    first.table<string>('two').set('a', 'y');
    first.commit();
    first.table<string>('one').delete('a');
    first.commit();
    first.close();
    const second = openStore(folder);
    expect(second.table('one').get('a')).toBeUndefined();
    expect(second.table('two').get('a')).toBe('y');
    second.close();
  });
});

describe('an org', () => {
  function openOrg(store: Store): Org {
    return createOrg({
      orgId: toLongId('00D000000000001'),
      name: 'Acme Bikes',
      kind: 'production',
      edition: 'Enterprise Edition',
      forceApp: fileURLToPath(new URL('../../force-app', import.meta.url)),
      now: () => new Date('2026-03-02T09:00:00Z'),
      store,
      dailyApiRequests: 1000,
    });
  }
  const actorOf = (org: Org) => ({
    userId: org.userByUsername('api-user@acme.example')?.id ?? '',
    version: '67.0',
  });
  const countOf = (org: Org, soql: string) => org.query(actorOf(org), soql).totalSize;

  test('takes back exactly what a failed piece of work did, also inside a larger one that goes on', () => {
    const org = openOrg(openStore(null));
    const lead = (name: string) => org.create(actorOf(org), 'Lead', { LastName: name, Company: 'Undo' });
    const kept = lead('Before').id;
    org.transaction(() => {
      lead('Outer');
      expect(() =>
        org.transaction(() => {
          lead('Inner');
          org.update(actorOf(org), 'Lead', kept, { LastName: 'Changed', Email: 'undo@acme.example' });
          throw new Error('no');
        }),
      ).toThrow('no');
    });
    const { records } = org.query(
      actorOf(org),
      "SELECT LastName FROM Lead WHERE Company = 'Undo' ORDER BY LastName",
    );
    expect(records).toMatchObject([{ LastName: 'Before' }, { LastName: 'Outer' }]);
    expect(countOf(org, "SELECT Id FROM Lead WHERE Email = 'undo@acme.example'")).toBe(0);
  });

  test('is the same after a restart: records, ids, numbers, users and what an admin changed', () => {
    const folder = newFolder();
    const before = openStore(folder);
    const first = openOrg(before);
    const { id } = first.create(actorOf(first), 'Booking__c', { Booking_Key__c: 'restart-1' });
    const admin = { userId: first.userByUsername('admin@acme.example')?.id ?? '', version: '67.0' };
    const set =
      "SELECT Id FROM FieldPermissions WHERE Field = 'Booking__c.Trail__c' AND Parent.Name = 'Bookbridge_API_User'";
    const [row] = first.query(admin, set).records;
    first.remove(admin, 'FieldPermissions', row instanceof Object && 'Id' in row ? String(row.Id) : '');
    before.commit();
    before.close();

    const after = openStore(folder);
    const second = openOrg(after);
    expect(second.users()).toEqual(first.users());
    expect(second.recordCounts()).toEqual(first.recordCounts());
    expect(second.read(actorOf(second), 'Booking__c', id)).toMatchObject({
      Name: 'BK-000001',
      Booking_Key__c: 'restart-1',
    });
    expect(countOf(second, set)).toBe(0);
    const next = second.create(actorOf(second), 'Booking__c', { Booking_Key__c: 'restart-2' }).id;
    expect(next > id).toBe(true);
    expect(second.read(actorOf(second), 'Booking__c', next)).toMatchObject({ Name: 'BK-000002' });
    expect(() => second.create(actorOf(second), 'Booking__c', { Booking_Key__c: 'restart-1' })).toThrow(
      /duplicate value/,
    );
    after.close();
  });

  test('gives the sandbox usernames of its own', () => {
    const org = createOrg({
      orgId: toLongId('00D000000000002'),
      name: 'Acme Bikes',
      kind: 'sandbox',
      edition: 'Enterprise Edition',
      forceApp: null,
      now: () => new Date(),
      store: openStore(null),
      dailyApiRequests: 1000,
    });
    expect(org.users().map((user) => user.username)).toEqual([
      'admin@acme.example.dev',
      'api-user@acme.example.dev',
      'rep@acme.example.dev',
    ]);
    expect(org.checkPassword('admin@acme.example.dev', 'wrong')).toBeUndefined();
    expect(org.checkPassword('admin@acme.example.dev', 'acme-bikes-2026')?.role).toBe('admin');
  });
});

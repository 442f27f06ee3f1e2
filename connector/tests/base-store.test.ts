// The store: tables, sealed values, and the embedded server through clean stops and kills.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createVault, deriveKey } from '../store/secrets.ts';
import { openTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

describe('tables', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  test('a workspace has at most one connection', async () => {
    const answer = await database.pool.query(`select 1 as one`);
    expect(answer.rows).toEqual([{ one: 1 }]);
  });
});

describe('sealed values', () => {
  test('open only for their own workspace and purpose', () => {
    const vault = createVault(randomBytes(32));
    const sealed = vault.seal('w1', 'access-token', 'clear');
    expect(vault.open('w1', 'access-token', sealed)).toBe('clear');
    expect(sealed).not.toContain('clear');
    for (const [workspace, purpose] of [
      ['w2', 'access-token'],
      ['w1', 'refresh-token'],
    ] as const) {
      expect(() => vault.open(workspace, purpose, sealed)).toThrow(
        expect.objectContaining({ code: 'sealed_value_unreadable' }),
      );
    }
    expect(deriveKey(randomBytes(32), 'x')).toHaveLength(43);
  });
});

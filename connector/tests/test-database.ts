// One database per test file on the run's PostgreSQL server, with the connector's tables in it.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase } from '../store/database.ts';
import type { OpenDatabase } from '../store/database.ts';
import { createLog } from '../log.ts';
import { serverVariable } from './test-server.ts';

export type TestDatabase = OpenDatabase & {
  /** For a connector in a process of its own. */
  databaseUrl: string;
};

/** Call `close()` when the file is done: it drops the database. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { databaseUrl, drop } = await createTestDatabase();
  const opened = await openDatabase({ databaseUrl, dataFolder: '' }, createLog({ logLevel: 'warn' }));
  return {
    ...opened,
    databaseUrl,
    async close() {
      await opened.close();
      await drop();
    },
  };
}

/** An empty database without tables: what a connector finds at its first start. */
export async function createTestDatabase(): Promise<{ databaseUrl: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOnServer(`create database ${name}`);
  return {
    databaseUrl: urlOf(name),
    drop: () => runOnServer(`drop database if exists ${name} with (force)`),
  };
}

async function runOnServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const socketFolder = process.env[serverVariable];
  if (!socketFolder) throw new Error('There is no test server: run the tests by Jest from the root folder.');
  return `postgresql://bookbridge@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}

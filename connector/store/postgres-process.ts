// Small questions to a PostgreSQL server on a Unix socket and to its lock file, and how its programs are run.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { ServerUser } from './server-user.ts';

export const serverPort = 5432;
export const serverRole = 'bookbridge';

/** First value of the answer; `starting` while the server is not ready; null when nobody answers. */
export async function ask(host: string, database: string, statement: string): Promise<string | null> {
  const client = new Client({
    host,
    port: serverPort,
    user: serverRole,
    database,
    connectionTimeoutMillis: 3_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<string[]>({ text: statement, rowMode: 'array' });
    return rows[0]?.[0] ?? '';
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    if (code === '57P03') return 'starting';
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return null;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) throw error;
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** PostgreSQL's own lock file: process id, data folder, start time, port, socket folder, … one a line. */
export async function readLockFile(folder: string): Promise<{ pid: number; socketFolder: string } | null> {
  const lines = ((await readIfThere(join(folder, 'postmaster.pid'))) ?? '').split('\n');
  const pid = Number(lines[0]);
  const socketFolder = lines[4]?.trim();
  return Number.isInteger(pid) && pid > 0 && socketFolder ? { pid, socketFolder } : null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

/** Ended, but not reaped by its parent (Linux only; elsewhere never known). */
export async function isZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /^\d+ \(.*\) Z/.test(status);
}

export async function runToEnd(
  command: ReturnType<ServerUser['command']>,
  environment: Record<string, string>,
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(command.program, command.args, {
      ...command.options,
      env: serverEnvironment(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('error', (error) => resolve({ code: -1, text: error.message }));
    child.once('close', (code) => resolve({ code, text }));
  });
}

/** Nothing of our own environment: it holds secrets, and PG… variables would change how the server behaves. */
export function serverEnvironment(environment: Record<string, string>): Record<string, string> {
  return { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C', ...environment };
}

export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
      return null;
    throw error;
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-4).join(' / ');
}

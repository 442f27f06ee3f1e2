// The settings that set-up scripts leave for the connector: `settings.env` in the data folder, one NAME=value a line.
// Only this user may read it (0600), because it may hold a client secret; what the environment says wins over it.
import { randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from './errors.ts';
import { makeDataFolder } from './store/data-folder.ts';

export type SettingsFile = {
  file: string;
  values: Readonly<Record<string, string>>;
  /** Number of the line each value stands in, for messages. */
  lines: Readonly<Record<string, number>>;
  /** Each names the file and the line, and says what to write instead. */
  problems: readonly string[];
};

const perKind = [
  'CLIENT_ID',
  'CLIENT_SECRET',
  'LOGIN_URL',
  'APP_SCOPE',
  'FLOW',
  'MODE',
  'USERNAME',
  'PRIVATE_KEY_FILE',
];
/** Every name that may stand in the file. */
export const settingNames: readonly string[] = [
  ...['PRODUCTION', 'SANDBOX'].flatMap((kind) => perKind.map((name) => `SALESFORCE_${kind}_${name}`)),
  'SALESFORCE_LOCAL_ORIGINS',
];

export function settingsFileOf(dataFolder: string): string {
  return join(dataFolder, 'settings.env');
}

/** Null when there is no such file. Problems are returned, not thrown, so that all settings are told at once. */
export function readSettingsFile(dataFolder: string): SettingsFile | null {
  const file = settingsFileOf(dataFolder);
  let text;
  try {
    text = readIfThere(file);
  } catch (error) {
    return { file, values: {}, lines: {}, problems: [unreadable(file, error)] };
  }
  if (text === null) return null;
  const values: Record<string, string> = {};
  const lines: Record<string, number> = {};
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    const problem = (what: string): void => void problems.push(`${file}, line ${number}: ${what}`);
    const entry = readLine(line);
    if (entry === 'nothing') continue;
    // The line itself is not repeated: it may hold a secret.
    if (entry === 'unreadable') problem('this is not NAME=value. Write SALESFORCE_SANDBOX_CLIENT_ID=3MVG9…');
    else if (!settingNames.includes(entry.name))
      problem(`${entry.name} is not a setting of this file. It may hold: ${settingNames.join(', ')}`);
    else if (lines[entry.name] !== undefined)
      problem(`${entry.name} stands in line ${lines[entry.name]} already. Keep one of the two`);
    else {
      values[entry.name] = entry.value;
      lines[entry.name] = number;
    }
  }
  return { file, values, lines, problems };
}

/**
 * Changes the named settings and keeps every other line, comments included; null takes a setting out. The file is replaced as a
 * whole, so that a reader never sees half of it. True when something changed. Throws `bad_setting`.
 */
export async function writeSettings(
  dataFolder: string,
  changes: Readonly<Record<string, string | null>>,
): Promise<boolean> {
  for (const [name, value] of Object.entries(changes)) requireWritable(name, value);
  const folder = await makeDataFolder(dataFolder);
  const file = settingsFileOf(folder);
  const changed = (): string | null => {
    const before = requireReadable(file);
    const after = changedText(before ?? header, changes);
    return after === before ? null : after;
  };
  if (changed() === null) return false;
  return await alone(file, async () => {
    const after = changed();
    if (after !== null) await writeAside(file, after);
    return after !== null;
  });
}

/** Keeps the private key of an org's OAuth app; returns the file, for SALESFORCE_…_PRIVATE_KEY_FILE. */
export async function writePrivateKey(dataFolder: string, orgId: string, pem: string): Promise<string> {
  if (!/^[a-zA-Z0-9]{15,18}$/.test(orgId)) throw badSetting('This is not the id of an org.');
  const folder = join(await makeDataFolder(dataFolder), 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${orgId}.key`);
  if (readIfThere(file) !== pem) await writeAside(file, pem);
  return file;
}

const header =
  '# Settings of Bookbridge, written by its set-up commands. What the environment says wins.\n' +
  '# It may hold a client secret: keep it to yourself.\n';

type Line = 'nothing' | 'unreadable' | { name: string; value: string };

function readLine(line: string): Line {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return 'nothing';
  const [, name, given = ''] = /^([A-Z][A-Z0-9_]*)\s*=(.*)$/.exec(text) ?? [];
  if (name === undefined) return 'unreadable';
  const [, , quoted] = /^(["'])(.*)\1$/.exec(given.trim()) ?? [];
  return { name, value: quoted ?? given.trim() };
}

/** Quotes around a value are taken off when it is read; a value that has its own gets another pair. */
function lineOf(name: string, value: string): string {
  return `${name}=${/^(["']).*\1$/.test(value) ? `"${value}"` : value}`;
}

function changedText(text: string, changes: Readonly<Record<string, string | null>>): string {
  const missing = new Map(Object.entries(changes));
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const kept = text.split(/\r?\n/).flatMap((line) => {
    const entry = readLine(line);
    if (typeof entry === 'string' || !(entry.name in changes)) return [line];
    const value = missing.get(entry.name);
    // A second line with the same name goes: the file would be refused otherwise.
    missing.delete(entry.name);
    return value === null || value === undefined
      ? []
      : [value === entry.value ? line : lineOf(entry.name, value)];
  });
  const added = [...missing].flatMap(([name, value]) => (value === null ? [] : [lineOf(name, value)]));
  const end = kept.at(-1) === '' ? kept.slice(0, -1) : kept;
  return [...end, ...added, ''].join(lineEnd);
}

function requireWritable(name: string, value: string | null): void {
  if (!settingNames.includes(name)) throw badSetting(`${name} is not a setting of settings.env.`);
  const isPlain = value === null || (value !== '' && value.trim() === value && !/[\r\n\0]/.test(value));
  if (!isPlain)
    throw badSetting(`The value of ${name} is empty, or has spaces around it or a line break in it.`);
}

function badSetting(message: string): AppError {
  return new AppError('bad_setting', message, { status: 400 });
}

/** Longer than any write takes: a lock that is older was left by a process that was killed. */
const oldestLockMs = 3_000;

/** Two set-up commands at once would each write what they have read, and one would lose its settings. */
async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
      if (Date.now() - since > oldestLockMs) await rm(lock, { force: true });
      await pause(10);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function writeAside(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    const handle = await open(aside, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
}

function readIfThere(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8');
    closeToOthers(file);
    return text;
  } catch (error) {
    const code = codeOf(error);
    // A data folder that is no folder is told where it is made.
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** Copied from elsewhere it may be open to others. What is not ours to change, or lies where nothing can change, is read as it is. */
function closeToOthers(file: string): void {
  const { mode, uid } = statSync(file);
  if ((mode & 0o077) === 0 || (process.getuid !== undefined && uid !== process.getuid())) return;
  try {
    chmodSync(file, 0o600);
  } catch (error) {
    if (!['EROFS', 'EPERM', 'EACCES'].includes(codeOf(error) ?? '')) throw error;
  }
}

/** What cannot be read must not be written over either. */
function requireReadable(file: string): string | null {
  try {
    return readIfThere(file);
  } catch (error) {
    throw badSetting(`${unreadable(file, error)}.`);
  }
}

function unreadable(file: string, error: unknown): string {
  const code = codeOf(error) ?? 'unknown';
  const what =
    code === 'EISDIR'
      ? 'a folder is in its place; move it away'
      : 'give it to the user who starts Bookbridge, or start as the user who made it';
  return `${file} cannot be read (${code}): ${what}`;
}

function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}

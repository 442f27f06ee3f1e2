// settings.env: what set-up scripts leave for the connector. Nothing else in it is lost, nobody else may read it, and every problem
// names its line.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { readSettingsFile, settingsFileOf, writePrivateKey, writeSettings } from '../settings-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bookbridge-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (text: string): Promise<void> => writeFile(settingsFileOf(folder), text);
const textOf = (): Promise<string> => readFile(settingsFileOf(folder), 'utf8');
const configOf = (environment: Record<string, string> = {}): Config =>
  readConfig({ BOOKBRIDGE_DATA: folder, ...environment }, readSettingsFile(folder));

function problemsOf(environment: Record<string, string> = {}): string[] {
  try {
    configOf(environment);
    return [];
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'problems' in error && Array.isArray(error.problems))
      return error.problems.map(String);
    throw error;
  }
}

describe('writing', () => {
  test('makes a file for nobody else, and says whether something changed', async () => {
    expect(await writeSettings(folder, { SALESFORCE_SANDBOX_CLIENT_ID: 'key' })).toBe(true);
    expect((await stat(settingsFileOf(folder))).mode & 0o777).toBe(0o600);
    expect(await writeSettings(folder, { SALESFORCE_SANDBOX_CLIENT_ID: 'key' })).toBe(false);
    expect(await readdir(folder)).toEqual(['settings.env']);
  });

  test('keeps other lines and comments, takes out what is null, and leaves one line of each name', async () => {
    await write(
      '# mine\nSALESFORCE_SANDBOX_MODE=secure\n\nSALESFORCE_SANDBOX_CLIENT_ID=a\nSALESFORCE_SANDBOX_CLIENT_ID=b\n',
    );
    await writeSettings(folder, {
      SALESFORCE_SANDBOX_CLIENT_ID: 'c',
      SALESFORCE_SANDBOX_MODE: null,
      SALESFORCE_SANDBOX_FLOW: 'jwt_bearer',
    });
    expect(await textOf()).toBe(
      '# mine\n\nSALESFORCE_SANDBOX_CLIENT_ID=c\nSALESFORCE_SANDBOX_FLOW=jwt_bearer\n',
    );
  });

  test('of several at once loses nothing, also beside the lock of one that was killed', async () => {
    const names = ['CLIENT_ID', 'CLIENT_SECRET', 'USERNAME', 'LOGIN_URL'].map(
      (each) => `SALESFORCE_SANDBOX_${each}`,
    );
    await writeFile(`${settingsFileOf(folder)}.lock`, '');
    await Promise.all(names.map((name) => writeSettings(folder, { [name]: 'a' })));
    expect(Object.keys(readSettingsFile(folder)?.values ?? {}).toSorted()).toEqual(names.toSorted());
    expect(await readdir(folder)).toEqual(['settings.env']);
  });

  test.each([
    ['PATH', 'x'],
    ['SALESFORCE_SANDBOX_CLIENT_ID', 'a\nSALESFORCE_SANDBOX_MODE=secure'],
    ['SALESFORCE_SANDBOX_CLIENT_ID', ''],
    ['SALESFORCE_SANDBOX_CLIENT_ID', ' a'],
  ])('refuses %s=%j', async (name, value) => {
    await expect(writeSettings(folder, { [name]: value })).rejects.toMatchObject({ code: 'bad_setting' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('keeps a private key for nobody else, by the org it belongs to', async () => {
    const file = await writePrivateKey(folder, '00D000000000001AAA', 'pem\n');
    expect(await readFile(file, 'utf8')).toBe('pem\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(writePrivateKey(folder, '../../x', 'pem')).rejects.toMatchObject({ code: 'bad_setting' });
  });
});

describe('reading', () => {
  test('what Windows leaves: a mark at the start, line ends of two characters, quotes', async () => {
    await write(
      '\uFEFFSALESFORCE_SANDBOX_MODE=secure\r\n# mine\r\nSALESFORCE_SANDBOX_USERNAME = "a b"\r\nSALESFORCE_SANDBOX_FLOW=\r\n',
    );
    expect(readSettingsFile(folder)).toMatchObject({
      problems: [],
      values: { SALESFORCE_SANDBOX_MODE: 'secure', SALESFORCE_SANDBOX_USERNAME: 'a b' },
    });
    await writeSettings(folder, { SALESFORCE_SANDBOX_MODE: 'standard', SALESFORCE_SANDBOX_CLIENT_ID: 'c' });
    expect(await textOf()).toBe(
      'SALESFORCE_SANDBOX_MODE=standard\r\n# mine\r\nSALESFORCE_SANDBOX_USERNAME = "a b"\r\nSALESFORCE_SANDBOX_FLOW=\r\nSALESFORCE_SANDBOX_CLIENT_ID=c\r\n',
    );
  });

  test.each(['"quoted"', "'a'", '""', '"', 'a"b', "it's"])(
    'gives back %s as it was written',
    async (value) => {
      await writeSettings(folder, { SALESFORCE_SANDBOX_CLIENT_SECRET: value });
      expect(readSettingsFile(folder)?.values).toEqual({ SALESFORCE_SANDBOX_CLIENT_SECRET: value });
      expect(await writeSettings(folder, { SALESFORCE_SANDBOX_CLIENT_SECRET: value })).toBe(false);
    },
  );

  test('a file that cannot be read is a problem with its name, and is not written over', async () => {
    await mkdir(settingsFileOf(folder));
    const [problem, ...others] = problemsOf();
    expect(problem).toMatch(/settings\.env cannot be read \(EISDIR\): .+/);
    expect(problem).toContain(settingsFileOf(folder));
    expect(others.filter((each) => each.includes('settings.env'))).toEqual([]);
    await expect(writeSettings(folder, { SALESFORCE_SANDBOX_MODE: 'secure' })).rejects.toMatchObject({
      code: 'bad_setting',
    });
  });

  test('finds nothing where nothing is', () => {
    expect(readSettingsFile(folder)).toBeNull();
    expect(readSettingsFile(join(folder, 'not', 'there'))).toBeNull();
  });

  test('closes a file that is open to others', async () => {
    await write('SALESFORCE_SANDBOX_MODE=secure\n');
    await chmod(settingsFileOf(folder), 0o644);
    expect(readSettingsFile(folder)?.values).toEqual({ SALESFORCE_SANDBOX_MODE: 'secure' });
    expect((await stat(settingsFileOf(folder))).mode & 0o777).toBe(0o600);
  });

  test('gives the connector an app that logs in by itself, its key beside it', async () => {
    await write(
      [
        'SALESFORCE_SANDBOX_CLIENT_ID="3MVG9"',
        'SALESFORCE_SANDBOX_PRIVATE_KEY_FILE=keys/a.key',
        'SALESFORCE_SANDBOX_USERNAME=api@acme.example',
        'SALESFORCE_SANDBOX_LOGIN_URL=https://acme--dev.sandbox.my.salesforce.com',
        'SALESFORCE_SANDBOX_APP_SCOPE=local',
        'SALESFORCE_SANDBOX_MODE=secure',
      ].join('\n'),
    );
    expect(configOf().oauthApps).toEqual({
      production: null,
      sandbox: {
        clientId: '3MVG9',
        clientSecret: null,
        scope: 'local',
        loginOrigin: 'https://acme--dev.sandbox.my.salesforce.com',
        flow: 'jwt_bearer',
        mode: 'secure',
        username: 'api@acme.example',
        privateKeyFile: join(folder, 'keys/a.key'),
      },
    });
  });

  test('the environment wins, and brings its whole app: half of each would be a third one', async () => {
    await write(
      'SALESFORCE_SANDBOX_CLIENT_ID=file\nSALESFORCE_SANDBOX_CLIENT_SECRET=file\nSALESFORCE_SANDBOX_MODE=secure\n',
    );
    const own = { SALESFORCE_SANDBOX_CLIENT_ID: 'own', SALESFORCE_SANDBOX_CLIENT_SECRET: 'own' };
    expect(configOf(own).oauthApps.sandbox).toMatchObject({
      clientId: 'own',
      clientSecret: 'own',
      mode: 'standard',
    });
    expect(problemsOf({ SALESFORCE_SANDBOX_CLIENT_ID: 'own' })).toEqual([
      expect.stringMatching(/^SALESFORCE_SANDBOX_CLIENT_SECRET is missing/),
    ]);
  });

  test('every problem names file and line, all at once, and repeats no secret', async () => {
    await write(
      [
        '# ours',
        'a secret that slipped in',
        'PATH=/bin',
        'SALESFORCE_SANDBOX_CLIENT_ID=key',
        'SALESFORCE_SANDBOX_CLIENT_ID=key',
        'SALESFORCE_SANDBOX_CLIENT_SECRET=secret',
        'SALESFORCE_SANDBOX_LOGIN_URL=https://evil.example.com',
      ].join('\n'),
    );
    const problems = problemsOf();
    const at = (line: number) => expect.stringContaining(`${settingsFileOf(folder)}, line ${line}: `);
    expect(problems).toEqual([at(2), at(3), at(5), at(7)]);
    expect(problems.join()).not.toContain('slipped in');
  });
});

describe('an app without a browser', () => {
  const id = { SALESFORCE_SANDBOX_CLIENT_ID: 'id' };
  const flow = (word: string) => ({ ...id, SALESFORCE_SANDBOX_FLOW: word });
  test.each([
    [flow('jwt_bearer'), ['PRIVATE_KEY_FILE is missing', 'USERNAME is missing']],
    [
      {
        ...flow('client_credentials'),
        SALESFORCE_SANDBOX_CLIENT_SECRET: 's',
        SALESFORCE_SANDBOX_USERNAME: 'u',
      },
      ['LOGIN_URL must be the My Domain'],
    ],
    [flow('password'), ['FLOW must be web_server, jwt_bearer or client_credentials']],
    [{ ...id, SALESFORCE_SANDBOX_MODE: 'safe' }, ['MODE must be standard or secure']],
    [{ SALESFORCE_SANDBOX_PRIVATE_KEY_FILE: 'a.key' }, ['CLIENT_ID is missing']],
  ])('of %j is told what it lacks', (environment, problems) => {
    const told = problemsOf(environment).filter((each) => each.startsWith('SALESFORCE_SANDBOX'));
    expect(told).toEqual(problems.map((each) => expect.stringContaining(`SALESFORCE_SANDBOX_${each}`)));
  });
});

// The flags of `npm run org`: what is read from them, and what is said of a mistake.
import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { readArguments } from '../org/terminal/arguments.ts';
import type { Asked } from '../org/terminal/arguments.ts';
import { commands, helpOf } from '../org/terminal/help.ts';
import { reportSchema } from '../org/report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function mistakeIn(...args: string[]): string {
  const asked = readArguments(args, {});
  if (asked.kind !== 'mistake') throw new Error(`Taken: ${args.join(' ')}`);
  return `${asked.sentence} ${asked.fix}`;
}

function wishOf(...args: string[]): (Asked & { kind: 'run' })['wish'] {
  const asked = readArguments(args, {});
  if (asked.kind !== 'run') throw new Error(asked.kind === 'mistake' ? asked.sentence : 'help');
  return asked.wish;
}

describe('what is asked for', () => {
  test('a scratch org has the CLI’s own defaults where nothing is said', () => {
    const wish = wishOf('create', '--scratch');
    expect(wish.org).toMatchObject({ kind: 'scratch', alias: 'bookbridge', durationDays: 7, devHub: null });
    expect(wish).toMatchObject({ mode: 'standard', app: 'external', waitMinutes: 10, localOrgUrl: null });
  });

  test('a sandbox is known by its name and waited for longer', () => {
    const wish = wishOf('create', '--sandbox', 'bookdev', '-o', 'acme');
    expect(wish.org).toMatchObject({
      kind: 'sandbox',
      name: 'bookdev',
      alias: 'bookdev',
      production: 'acme',
    });
    expect(wish.waitMinutes).toBe(30);
  });

  test('the data folder and the public address come from the flag, else from the environment', () => {
    const env = { BOOKBRIDGE_DATA: '/var/bookbridge', PUBLIC_URL: 'https://b.example.com' };
    const asked = readArguments(['setup', '-o', 'acme', '--public-url', 'https://c.example.com'], env);
    expect(asked).toMatchObject({
      wish: { dataFolder: '/var/bookbridge', publicUrl: 'https://c.example.com' },
    });
  });

  test('short forms are those of the sf CLI', () => {
    expect(wishOf('create', '--scratch', '-a', 'x', '-v', 'hub', '-y', '30', '-w', '5')).toMatchObject({
      org: { alias: 'x', devHub: 'hub', durationDays: 30 },
      waitMinutes: 5,
    });
  });
});

describe('a mistake is one sentence that points to the help', () => {
  test.each([
    [['build'], /"build" is not a command/],
    [['create'], /either a scratch org \(--scratch\) or a sandbox/],
    [['create', '--scratch', '--sandbox', 'x'], /either a scratch org/],
    [['create', '--sandbox', 'much-too-long-a-name'], /up to 10 letters and digits/],
    [['create', '--scratch', '--duration-days', '31'], /from 1 to 30/],
    [['create', '--scratch', '--wait', 'long'], /--wait is "long"/],
    [['create', '--sandbox', 'x', '--target-dev-hub', 'hub'], /goes with --scratch/],
    [['create', '--scratch', '--async', '--connect'], /leave out --async/],
    [['setup', '--app', 'both'], /takes external or connected/],
    [['setup', '--standard', '--secure'], /exclude each other/],
    [['setup', '--browser'], /--browser goes with --secure/],
    [['setup', '--secure', '--password-email'], /has no use for an API-only user/],
    [['setup', '--username', 'me'], /looks like an e-mail address/],
    [['setup', '--target-org', ' '], /--target-org is empty/],
    [['setup', '--public-url', 'bookbridge'], /takes an address/],
    [['setup', 'acme'], /"acme" is one word too many/],
    [['check', '--connect'], /--connect/],
    [['delete', '--secure'], /--secure/],
  ])('%j', (args, sentence) => {
    const said = mistakeIn(...args);
    expect(said).toMatch(sentence);
    expect(said).toMatch(/See npm run org -- .*--help\.$/);
    expect(said).not.toContain('\n');
  });
});

describe('the help', () => {
  test('of each command names every flag it takes, with examples', () => {
    for (const command of commands) {
      const page = helpOf(command);
      expect(page).toMatch(/^Examples\n {2}npm run org -- /m);
      expect(page).toContain('--json');
      for (const example of page.split('\n').filter((line) => line.startsWith('  npm run org -- '))) {
        const asked = readArguments(example.replace('  npm run org -- ', '').split(' '), {});
        expect({ example, kind: asked.kind }).toEqual({ example, kind: 'run' });
      }
    }
  });

  test('is complete: no flag is taken that it does not name', () => {
    const flags = [
      'standard',
      'secure',
      'browser',
      'username',
      'profile',
      'private-sharing',
      'password-email',
      'fix',
      'app',
    ];
    const others = [
      'client-secret-file',
      'public-url',
      'connect',
      'data',
      'dry-run',
      'yes',
      'wait',
      'target-org',
    ];
    for (const flag of [...flags, ...others]) expect(helpOf('setup')).toContain(`--${flag}`);
    for (const flag of [
      'alias',
      'definition-file',
      'duration-days',
      'target-dev-hub',
      'async',
      'local-org-url',
    ])
      expect(helpOf('create')).toContain(`--${flag}`);
  });
});

test('the command itself ends with exit code 2 and says nothing on standard output', () => {
  const ran = spawnSync(process.execPath, ['scripts/run.mjs', 'scripts/org.ts', 'setup', '--nothing'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(ran).toMatchObject({ status: 2, stdout: '' });
  expect(ran.stderr).toMatch(/^Unknown option '--nothing'\. See npm run org -- setup --help\.\n$/);
});

test('with --json a mistake, too, is one object of the usual shape', () => {
  const args = ['scripts/run.mjs', 'scripts/org.ts', 'build', '--json'];
  const ran = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(ran).toMatchObject({ status: 2, stderr: '' });
  expect(reportSchema.parse(JSON.parse(ran.stdout))).toMatchObject({
    command: null,
    status: 'failed',
    error: { code: 'wrong_usage', fix: expect.stringContaining('--help') },
  });
});

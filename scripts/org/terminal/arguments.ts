// The words after `npm run org --`: a command and its flags, named as in the sf CLI. A mistake is one sentence with a
// pointer to the help, and exit code 2.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { commands, helpOf } from './help.ts';
import type { Command } from './help.ts';
import type { Choices, OrgWish, SetUpWish } from '../wish.ts';

export type Asked =
  | { kind: 'run'; command: Command; wish: SetUpWish; isDryRun: boolean; isForMachine: boolean }
  | { kind: 'help'; text: string }
  | { kind: 'mistake'; command: Command | null; sentence: string; fix: string; isForMachine: boolean };

const text = { type: 'string' } as const;
const yes = { type: 'boolean' } as const;

const common = { help: { type: 'boolean', short: 'h' }, json: yes, data: text } as const;
const user = { standard: yes, secure: yes, browser: yes, username: text, app: text } as const;
const setUp = {
  ...user,
  profile: text,
  'private-sharing': yes,
  'password-email': yes,
  'client-secret-file': text,
  connect: yes,
  fix: yes,
  yes,
  'dry-run': yes,
  wait: { type: 'string', short: 'w' },
  'public-url': text,
} as const;
const local = { 'local-org': yes, 'local-org-url': text } as const;
const targetOrg = { 'target-org': { type: 'string', short: 'o' } } as const;

const flagsOf = {
  create: {
    ...common,
    ...setUp,
    ...local,
    ...targetOrg,
    scratch: yes,
    sandbox: text,
    alias: { type: 'string', short: 'a' },
    'definition-file': { type: 'string', short: 'f' },
    'duration-days': { type: 'string', short: 'y' },
    'target-dev-hub': { type: 'string', short: 'v' },
    async: yes,
  },
  setup: { ...common, ...setUp, ...targetOrg },
  check: { ...common, ...user, ...targetOrg, 'public-url': text },
  delete: { ...common, ...targetOrg, yes, 'dry-run': yes },
} as const;

type Values = Readonly<Record<string, string | boolean | undefined>>;

class Mistake extends Error {}

export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Asked {
  const isForMachine = args.includes('--json');
  const [word, ...rest] = args;
  if (word === undefined || word === '--help' || word === '-h') return { kind: 'help', text: helpOf(null) };
  const command = commands.find((each) => each === word);
  if (command === undefined) {
    const sentence = `"${word}" is not a command of npm run org: it has ${commands.join(', ')}.`;
    return { kind: 'mistake', command: null, sentence, fix: 'See npm run org -- --help.', isForMachine };
  }
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', text: helpOf(command) };
  try {
    const values = parse(command, rest);
    return {
      kind: 'run',
      command,
      wish: readWish(command, values, env),
      isDryRun: values['dry-run'] === true,
      isForMachine,
    };
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    const sentence = `${said.replace(/\.$/, '')}.`;
    return { kind: 'mistake', command, sentence, fix: `See npm run org -- ${command} --help.`, isForMachine };
  }
}

function parse(command: Command, args: string[]): Values {
  const options: ParseArgsOptionsConfig = flagsOf[command];
  const { values, positionals } = parseArgs({
    args,
    options,
    strict: true,
    allowPositionals: true,
  });
  if (positionals.length > 0) throw new Mistake(`"${positionals[0]}" is one word too many`);
  return Object.fromEntries(
    Object.entries(values).map(
      ([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value] as const,
    ),
  );
}

function readWish(
  command: Command,
  values: Values,
  env: Readonly<Record<string, string | undefined>>,
): SetUpWish {
  const isSecure = values['secure'] === true;
  const isLocal = values['local-org'] === true || values['local-org-url'] !== undefined;
  const org = readOrg(command, values);
  if (isSecure && values['standard'] === true)
    throw new Mistake('--standard and --secure exclude each other');
  if (values['browser'] === true && !isSecure) throw new Mistake('--browser goes with --secure');
  if (values['password-email'] === true && isSecure && values['browser'] !== true)
    throw new Mistake('--password-email has no use for an API-only user (--secure without --browser)');
  if (values['connect'] === true && values['async'] === true)
    throw new Mistake('--connect needs the org to be ready: leave out --async');
  const username = textOf(values, 'username');
  if (username !== null && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(username))
    throw new Mistake(
      `--username is "${username}"; a username looks like an e-mail address, for example bookbridge@example.com`,
    );
  const given = readChoices(values, username, env);
  return {
    org,
    ...usual,
    ...given,
    given,
    passwordEmail: values['password-email'] === true,
    clientSecretFile: textOf(values, 'client-secret-file'),
    connect: values['connect'] === true,
    fix: values['fix'] === true,
    yes: values['yes'] === true,
    isAsync: values['async'] === true,
    waitMinutes: wholeNumber(
      '--wait',
      textOf(values, 'wait') ?? (org.kind === 'sandbox' ? '30' : '10'),
      0,
      10_080,
    ),
    dataFolder: resolve(textOf(values, 'data') ?? (env['BOOKBRIDGE_DATA']?.trim() || '.bookbridge')),
    localOrgUrl: isLocal
      ? origin('--local-org-url', textOf(values, 'local-org-url') ?? 'http://localhost:3200')
      : null,
  };
}

const usual: Choices = {
  mode: 'standard',
  browser: false,
  app: 'external',
  username: null,
  profile: null,
  privateSharing: false,
  publicUrl: 'http://localhost:3100',
};

function readChoices(
  values: Values,
  username: string | null,
  env: Readonly<Record<string, string | undefined>>,
): Partial<Choices> {
  const isSecure = values['secure'] === true;
  const app = textOf(values, 'app');
  const profile = textOf(values, 'profile');
  const publicUrl = textOf(values, 'public-url') ?? (env['PUBLIC_URL']?.trim() || null);
  return {
    ...((isSecure || values['standard'] === true) && {
      mode: isSecure ? 'secure' : 'standard',
      browser: values['browser'] === true,
    }),
    ...(app !== null && { app: oneOf('--app', app, ['external', 'connected']) }),
    ...(username !== null && { username }),
    ...(profile !== null && { profile }),
    ...(values['private-sharing'] === true && { privateSharing: true }),
    ...(publicUrl !== null && { publicUrl: origin('--public-url', publicUrl) }),
  };
}

function readOrg(command: Command, values: Values): OrgWish {
  const target = textOf(values, 'target-org');
  if (command !== 'create') return { kind: 'existing', org: target };
  const name = textOf(values, 'sandbox');
  if ((values['scratch'] === true) === (name !== null))
    throw new Mistake('create makes either a scratch org (--scratch) or a sandbox (--sandbox NAME)');
  if (name === null) {
    refuse(values, ['target-org'], 'goes with --sandbox; the Dev Hub is named with --target-dev-hub');
    return {
      kind: 'scratch',
      alias: textOf(values, 'alias') ?? 'bookbridge',
      definitionFile: definitionFile(values, 'project-scratch-def.json'),
      durationDays: wholeNumber('--duration-days', textOf(values, 'duration-days') ?? '7', 1, 30),
      devHub: textOf(values, 'target-dev-hub'),
    };
  }
  refuse(values, ['duration-days', 'target-dev-hub'], 'goes with --scratch');
  if (!/^[A-Za-z][A-Za-z0-9]{0,9}$/.test(name))
    throw new Mistake(
      `--sandbox is "${name}"; a sandbox's name has up to 10 letters and digits and begins with a letter`,
    );
  return {
    kind: 'sandbox',
    name,
    alias: textOf(values, 'alias') ?? name,
    definitionFile: definitionFile(values, 'developer-sandbox-def.json'),
    production: target,
  };
}

function definitionFile(values: Values, ours: string): string {
  const given = textOf(values, 'definition-file');
  return given === null ? fileURLToPath(new URL(`../../../config/${ours}`, import.meta.url)) : resolve(given);
}

function refuse(values: Values, names: string[], why: string): void {
  const given = names.find((name) => values[name] !== undefined);
  if (given !== undefined) throw new Mistake(`--${given} ${why}`);
}

function textOf(values: Values, name: string): string | null {
  const value = values[name];
  if (typeof value !== 'string') return null;
  if (value.trim() !== '') return value;
  throw new Mistake(`--${name} is empty`);
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new Mistake(`${name} is "${value}"; it takes ${allowed.join(' or ')}`);
}

function wholeNumber(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw new Mistake(`${name} is "${value}"; it takes a whole number from ${least} to ${most}`);
}

function origin(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '')
    return url.origin;
  throw new Mistake(`${name} is "${value}"; it takes an address like https://bookbridge.example.com`);
}

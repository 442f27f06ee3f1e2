// The page docs/deploy-with-the-sf-cli.md, followed word by word in the sandbox: its commands are read out of it and run, in
// its order, with its capital words filled in, and the files it speaks of edited as it says.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillOAuthApp, makePair, setElements } from './oauth-app-source.ts';
import type { Pair } from './oauth-app-source.ts';
import { firstAdmin, lookAtOrg } from './org-side.ts';
import type { OrgSide } from './org-side.ts';
import { at, rowsAt } from './sf.ts';
import type { Sf } from './sf.ts';
import type { Area } from './trials.ts';

const page = new URL('../../docs/deploy-with-the-sf-cli.md', import.meta.url);
const removal = 'Take it out again';
const app = 'ExternalClientApplication';

export const pageArea: Area = {
  name: 'page',
  // Orgs as admins have them before the first deploy.
  options: { forceApp: null },
  async run({ sf, trial }) {
    const walk = await openPageWalk(sf);
    for (const command of walk.setUp)
      await trial(command.slice(0, 3).join(' '), 'as the page says', () => walk.run(command));
    await trial('the page', 'its end is a ready org', () => walk.checkReady());
    for (const command of walk.removal)
      await trial(command.slice(0, 3).join(' '), 'as the page says', () => walk.run(command));
    await trial('the page', 'taken out again, nothing is left', () => walk.checkRemoved());
  },
};

export type PageWalk = {
  /** Arguments of every `sf` of the page, in its order: up to the ready org, and its way back. */
  setUp: string[][];
  removal: string[][];
  /** Runs one; throws when it fails. */
  run(command: string[]): Promise<void>;
  checkReady(): Promise<void>;
  checkRemoved(): Promise<void>;
  admin: { username: string; origin: string };
  /** The page's two kinds of API user: the administrator, and the one with the API alone. */
  apiUsers: [administrator: string, apiOnly: string];
  /** The key pair whose certificate the OAuth app got. */
  pair: Pair;
};

/** Follows the page in the sandbox of the local org, as its admin. */
export async function openPageWalk(sf: Sf): Promise<PageWalk> {
  const { org } = sf;
  const admin = firstAdmin(org, 'sandbox');
  const pair = await makePair(sf, 'page');
  const apiUsers: PageWalk['apiUsers'] = ['bookbridge@acme.example.page', 'bookbridge-api@acme.example.page'];
  const fillings: Record<string, string> = {
    API_USERNAME: apiUsers[0],
    YOUR_EMAIL: 'admin@acme.example',
    YOUR_USERNAME: admin.username,
    CONSUMER_KEY: org.cli.clientId,
    'server.key': sf.keyFile,
    'https://test.salesforce.com': org.login.sandbox,
  };
  const text = readFileSync(page, 'utf8');
  const [before = '', after] = text.split(`## ${removal}\n`);
  if (after === undefined) throw new Error(`The page has no part "${removal}".`);
  await checkVersion(sf, text);

  const look = (): Promise<OrgSide> => lookAtOrg(org, admin.username, org.login.sandbox);
  const once = async (command: string[]): Promise<unknown> => {
    const env = command.includes('web') ? sf.browser(admin.username, admin.password) : {};
    return sf.ok(
      command.map((arg) => fill(arg, fillings)),
      { env },
    );
  };
  let assignments: unknown[] = [];

  return {
    setUp: readCommands(before),
    removal: readCommands(after),
    admin,
    apiUsers,
    pair,
    async run(command) {
      if (command.includes('oauth-app')) {
        // Consumer key and secret are left to the org, as the page says.
        const words = { CALLBACK_URL: 'http://localhost:3100/oauth/salesforce/callback' };
        const given = { ...words, CONTACT_EMAIL: 'admin@acme.example', CERTIFICATE: pair.certificate };
        fillOAuthApp(sf, 'external', 'oauth-app', given);
      }
      if (command.includes('policies') && command.includes('deploy'))
        setElements(join(sf.project, 'policies'), '.ecaOauthPlcy-meta.xml', readPolicy(text));
      if (command.includes('ASSIGNMENT_ID')) {
        for (const row of assignments) {
          fillings['ASSIGNMENT_ID'] = String(at(row, 'Id'));
          await once(command);
        }
        return;
      }
      const isForEach = command.some((arg) => arg === 'Bookbridge_App_Access' || arg.includes('IsActive'));
      for (const username of isForEach ? apiUsers : [fillings['API_USERNAME'] ?? '']) {
        fillings['API_USERNAME'] = username;
        const result = await once(command);
        if (command.some((arg) => arg.includes('FROM Profile'))) {
          equal(at(result, 'totalSize'), 1);
          fillings['PROFILE_ID'] = String(at(result, 'records.0.Id'));
          // The second kind of user has a name of its own.
          if (command.some((arg) => arg.includes('API Only'))) fillings['API_USERNAME'] = apiUsers[1];
        }
        if (command.some((arg) => arg.includes('SELECT Id, Assignee')))
          assignments = rowsAt(result, 'records');
      }
    },
    async checkReady() {
      const side = await look();
      for (const username of apiUsers) {
        const where = `Assignee.Username = '${username}' AND PermissionSet.IsOwnedByProfile = false`;
        const rows = await side.rows(
          `SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE ${where} ORDER BY PermissionSet.Name`,
        );
        deepEqual(
          rows.map((row) => at(row, 'PermissionSet.Name')),
          ['Bookbridge_API_User', 'Bookbridge_App_Access'],
        );
      }
      equal((await side.rows(`SELECT Id FROM ${app} WHERE DeveloperName = 'Bookbridge'`)).length, 1);
    },
    async checkRemoved() {
      const side = await look();
      const { sobjects } = await side.connection.describeGlobal();
      const left = sobjects.filter(({ custom }) => custom).map(({ name }) => name);
      const { fields } = await side.connection.describe('Event');
      left.push(...fields.filter(({ custom }) => custom).map(({ name }) => name));
      const ours = "LIKE 'Bookbridge%'";
      for (const row of await side.rows(`SELECT Name FROM PermissionSet WHERE Name ${ours}`))
        left.push(String(row['Name']));
      for (const row of await side.rows(`SELECT DeveloperName FROM ${app} WHERE DeveloperName ${ours}`))
        left.push(String(row['DeveloperName']));
      deepEqual(left, []);
      const active = `SELECT Username FROM User WHERE IsActive = true AND LastName = 'Bookbridge'`;
      deepEqual(await side.rows(active), []);
    },
  };
}

function fill(arg: string, fillings: Record<string, string>): string {
  const filled = Object.entries(fillings).reduce((text, [word, value]) => text.replaceAll(word, value), arg);
  const left = /\b[A-Z]{3,}_[A-Z]{2,}\b/.exec(filled.replace(/\b(UTF-8|[A-Z_]+_ID=)/g, ''));
  if (left !== null) throw new Error(`The page has a word that nothing fills in: ${left[0]}`);
  return filled;
}

/** Elements and their values as the page's table of the policy names them. */
function readPolicy(text: string): Record<string, string> {
  const rows = [...text.matchAll(/^\| ((?:`\w+`(?:, )?)+) +\| ((?:`\w+`(?:, )?)+) +\|$/gm)];
  const words = (cell = ''): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, word = '']) => word);
  const policy = Object.fromEntries(
    rows.flatMap(([, elements, values]) =>
      words(elements).map((element, place) => [element, words(values)[place] ?? ''] as const),
    ),
  );
  ok('permittedUsersPolicyType' in policy, 'The page has no table of the policy.');
  return policy;
}

async function checkVersion(sf: Sf, text: string): Promise<void> {
  const { stdout } = await sf.run(['--version']);
  const version = /@salesforce\/cli\/([\d.]+)/.exec(stdout)?.[1] ?? 'unknown';
  ok(
    text.includes(`tested with ${version}.`),
    `The page does not name the CLI it is tested with: ${version}`,
  );
}

/** The commands in blocks of shell, each split as a shell splits it: at blanks that are not in quotes. */
function readCommands(text: string): string[][] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.trim().split('\n'));
  const commands = lines.map((line) =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
  );
  deepEqual(new Set(commands.map(([program]) => program)), new Set(['sf']));
  return commands.map(([, ...args]) => args);
}

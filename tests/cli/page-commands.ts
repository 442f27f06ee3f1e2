// The page docs/deploy-with-the-sf-cli.md, followed word by word: its commands are read out of it and run, in its order,
// with its capital words filled in.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { firstAdmin, lookAtOrg } from './org-side.ts';
import { at } from './sf.ts';
import type { Sf } from './sf.ts';
import type { Area } from './trials.ts';

const page = new URL('../../docs/deploy-with-the-sf-cli.md', import.meta.url);

export const pageArea: Area = {
  name: 'page',
  // Orgs as admins have them before the first deploy.
  options: { forceApp: null },
  async run({ org, sf, trial }) {
    const walk = openPageWalk(sf);
    for (const command of walk.commands) {
      await trial(command.slice(0, 3).join(' '), 'as the page says', () => walk.run(command));
    }
    await trial('the page', 'its end is a ready org', async () => {
      const { username, origin } = walk.admin;
      ok(origin !== '');
      const side = await lookAtOrg(org, username, org.login.sandbox);
      const where = `Assignee.Username = '${walk.apiUsername}'`;
      const rows = await side.rows(`SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE ${where}`);
      ok(rows.some((row) => at(row, 'PermissionSet.Name') === 'Bookbridge_API_User'));
    });
  },
};

export type PageWalk = {
  /** Arguments of every `sf` of the page, in its order. */
  commands: string[][];
  /** Runs one; throws when it fails. */
  run(command: string[]): Promise<void>;
  admin: { username: string; origin: string };
  apiUsername: string;
};

/** Follows the page in the sandbox of the local org, as its admin. */
export function openPageWalk(sf: Sf): PageWalk {
  const { org } = sf;
  const admin = firstAdmin(org, 'sandbox');
  const fillings: Record<string, string> = {
    API_USERNAME: 'bookbridge@acme.example.page',
    YOUR_EMAIL: 'admin@acme.example',
    YOUR_USERNAME: admin.username,
    CONSUMER_KEY: org.cli.clientId,
    'server.key': sf.keyFile,
    'https://test.salesforce.com': org.login.sandbox,
  };
  const fill = (arg: string): string => {
    const filled = Object.entries(fillings).reduce(
      (text, [word, value]) => text.replaceAll(word, value),
      arg,
    );
    const left = /\b[A-Z]{3,}_[A-Z]{2,}\b/.exec(filled.replace(/\b(UTF-8|[A-Z_]+_ID=)/g, ''));
    if (left !== null) throw new Error(`The page has a word that nothing fills in: ${left[0]}`);
    return filled;
  };
  return {
    commands: readCommands(readFileSync(page, 'utf8')),
    admin,
    apiUsername: fillings['API_USERNAME'] ?? '',
    async run(command) {
      const env = command.includes('web') ? sf.browser(admin.username, admin.password) : {};
      const result = await sf.ok(command.map(fill), { env });
      if (command.some((arg) => arg.includes('FROM Profile'))) {
        equal(at(result, 'totalSize'), 1);
        fillings['PROFILE_ID'] = String(at(result, 'records.0.Id'));
      }
    },
  };
}

/** The commands in the page's blocks of shell, each split as a shell splits it: at blanks that are not in quotes. */
function readCommands(text: string): string[][] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.trim().split('\n'));
  const commands = lines.map((line) =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
  );
  deepEqual(new Set(commands.map(([program]) => program)), new Set(['sf']));
  return commands.map(([, ...args]) => args);
}

// The last table of docs/deploy-with-the-sf-cli.md: each mistake is made, and the CLI has to say what the table says it does.
import { match, ok } from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fillOAuthApp } from './oauth-app-source.ts';
import { firstAdmin, lookAtOrg } from './org-side.ts';
import { at, words } from './sf.ts';
import type { Failure } from './sf.ts';
import { permissionSet, writeFiles } from './source-files.ts';
import type { Area } from './trials.ts';

const page = new URL('../../docs/deploy-with-the-sf-cli.md', import.meta.url);
const app = { CALLBACK_URL: 'http://localhost:3100/callback', CONTACT_EMAIL: 'admin@acme.example' };

export const pageErrorsArea: Area = {
  name: 'page-errors',
  options: { forceApp: null },
  async run({ org, sf, trial }) {
    const admin = firstAdmin(org, 'sandbox');
    await sf.loginJwt(admin.username, 'box', org.login.sandbox);
    const side = await lookAtOrg(org, admin.username, org.login.sandbox);
    const known = readMessages();
    const mistake = (message: string, what: string, make: () => Promise<Failure>): Promise<void> =>
      trial('the page', `${message}: ${what}`, async () => {
        ok(known.includes(message), `The table of the page has no ${message}.`);
        const failure = await make();
        const pattern = message.split('…').map((part) => part.replaceAll(/[.()]/g, '\\$&'));
        match(
          JSON.stringify([failure.name, failure.message, failure.json]),
          new RegExp(pattern.join('.*'), 'i'),
        );
        sf.forgetRefused();
      });
    const deploy = (...flags: string[]): string[] => words`project deploy start --target-org box ${flags}`;
    const createUser = (username: string, profileId: unknown): string[] => {
      const rest = 'LocaleSidKey=en_GB LanguageLocaleKey=en_US EmailEncodingKey=UTF-8';
      const zone = 'Alias=bookbr Email=a@acme.example TimeZoneSidKey=Europe/London';
      const values = `Username=${username} LastName=Bookbridge ProfileId=${String(profileId)} ${zone} ${rest}`;
      return words`data create record --sobject User --target-org box --values ${values}`;
    };
    const profileId = async (name: string): Promise<unknown> =>
      at((await side.rows(`SELECT Id FROM Profile WHERE Name = '${name}'`))[0], 'Id');

    await mistake('NamedOrgNotFoundError', 'no such org', () =>
      sf.fails(words`org display --target-org my-org`),
    );
    await mistake('In field: field - no … named … found', 'a part alone', () =>
      sf.fails(deploy('--metadata', 'PermissionSet:Bookbridge_Viewer')),
    );
    await mistake('INSUFFICIENT_ACCESS', 'a user without the right deploys', async () => {
      await sf.loginJwt('rep@acme.example.dev', 'rep', org.login.sandbox);
      return sf.fails(words`project deploy start --source-dir force-app --target-org rep`);
    });
    await mistake("doesn't have a valid OAuth settings configuration", 'a part of the app', () => {
      fillOAuthApp(sf, 'external', 'oauth-app', app);
      rmSync(join(sf.project, 'oauth-app/extlClntAppOauthSettings'), { recursive: true });
      return sf.fails(deploy('--source-dir', 'oauth-app'));
    });
    await mistake("You can't create a connected app", 'a new Connected App', () => {
      fillOAuthApp(sf, 'connected', 'connected', { ...app, ADMIN_APPROVED: 'false' });
      return sf.fails(deploy('--source-dir', 'connected'));
    });
    await mistake('client identifier invalid', 'an app of another org', () =>
      sf.fails(
        words`org login jwt --username ${`x.${admin.username}`} --client-id ${'ab'.repeat(16)} --jwt-key-file ${sf.keyFile}
          --instance-url ${admin.origin}`,
      ),
    );
    await mistake('SourceConflictError', 'changed here and there', async () => {
      await sf.ok(deploy('--source-dir', 'force-app'));
      const [fullName, label] = ['Bookbridge_Viewer', 'Somebody was here'];
      await side.connection.metadata.update('PermissionSet', {
        fullName,
        label,
        hasActivationRequired: false,
      });
      const file = `force-app/main/default/permissionsets/${fullName}.permissionset-meta.xml`;
      writeFiles(sf, { [file]: permissionSet('Booking', 'Booking__c.Subject__c') });
      return sf.fails(deploy('--source-dir', 'force-app'));
    });
    await mistake('DUPLICATE_USERNAME', 'a name of another org', async () =>
      sf.fails(createUser('admin@acme.example', await profileId('System Administrator'))),
    );
    await mistake('user license', 'a permission set before its licence', async () => {
      const name = 'early@acme.example.page';
      await sf.ok(createUser(name, await profileId('Minimum Access - API Only Integrations')));
      const assign = words`org assign permset --name Bookbridge_API_User --on-behalf-of ${name}`;
      return sf.fails(words`${assign} --target-org box`);
    });
    await mistake('LICENSE_LIMIT_EXCEEDED', 'one user too many', async () => {
      const profile = await profileId('Minimum Access - API Only Integrations');
      for (let count = 0; ; count += 1) {
        const create = createUser(`user-${count}@acme.example.page`, profile);
        const run = await sf.run([...create, '--json']);
        if (run.code !== 0) return sf.fails(create);
        ok(count < 10, 'Licences do not end.');
      }
    });
  },
};

/** The texts in code in the first column of the table. */
function readMessages(): string[] {
  const [, table = ''] = readFileSync(page, 'utf8').split('## When it goes wrong\n');
  return [...table.matchAll(/^\| ([^|]+)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text),
  );
}

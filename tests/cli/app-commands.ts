// OAuth apps by files: an External Client App, wrong ones, its policy, and a Connected App, which Salesforce refuses. What
// was deployed is seen at once: by logging in with it.
import { equal, match, ok } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fillOAuthApp, makePair, setElements } from './oauth-app-source.ts';
import { at, rowsAt, words } from './sf.ts';
import type { Area } from './trials.ts';

const policyType = 'ExtlClntAppOauthConfigurablePolicies';
const consumerKey = '0d1e2f3a4b5c69780d1e2f3a4b5c6978';

export const appArea: Area = {
  name: 'app',
  async run({ org, sf, admin, hub, trial }) {
    const deploy = (...flags: string[]): string[] => words`project deploy start --target-org hub ${flags}`;
    const apiUser = 'api-user@acme.example';
    const { keyFile, certificate } = await makePair(sf, 'app');
    const filled = {
      CALLBACK_URL: 'http://localhost:3100/oauth/salesforce/callback',
      CONTACT_EMAIL: 'admin@acme.example',
      CONSUMER_KEY: consumerKey,
      CERTIFICATE: certificate,
      ADMIN_APPROVED: 'false',
    };
    const loginByApp = (origin: string): string[] =>
      words`org login jwt --username ${apiUser} --alias by-app --client-id ${consumerKey}
        --jwt-key-file ${keyFile} --instance-url ${origin}`;
    const countApps = async (): Promise<number> =>
      (await hub.rows("SELECT Id FROM ExternalClientApplication WHERE DeveloperName = 'Bookbridge'")).length;

    await trial('project deploy start', 'an app’s global settings alone are refused', async () => {
      fillOAuthApp(sf, 'external', 'lonely', filled);
      rmSync(join(sf.project, 'lonely/externalClientApps'), { recursive: true });
      rmSync(join(sf.project, 'lonely/extlClntAppOauthSettings'), { recursive: true });
      const failure = await sf.fails(deploy('--source-dir', 'lonely'));
      const [problem] = rowsAt(failure.json, 'result.details.componentFailures');
      equal(at(problem, 'componentType'), 'ExtlClntAppGlobalOauthSettings');
      match(String(at(problem, 'problem')), /valid OAuth settings configuration|INVALID_CROSS_REFERENCE_KEY/);
      equal(await countApps(), 0);
    });
    await trial(
      'project deploy start',
      'a scope that is none is refused, no part of the app stays',
      async () => {
        fillOAuthApp(sf, 'external', 'wrong-app', filled);
        const scopes = { commaSeparatedOauthScopes: 'api, refresh_token' };
        setElements(join(sf.project, 'wrong-app'), '.ecaOauth-meta.xml', scopes);
        const failure = await sf.fails(deploy('--source-dir', 'wrong-app'));
        match(JSON.stringify(failure.json), /There's a problem with your scope/);
        equal(await countApps(), 0);
      },
    );
    await trial('project deploy start', 'External Client App: three files, known at once', async () => {
      const before = await sf.fails(loginByApp(admin.origin));
      match(before.message, /client identifier invalid/);
      fillOAuthApp(sf, 'external', 'oauth-app', filled);
      const result = await sf.ok(deploy('--source-dir', 'oauth-app'));
      equal(at(result, 'numberComponentsDeployed'), 3);
      equal(await countApps(), 1);
      // Known, and as its policy is from the start: nobody gets in without having said yes once.
      match((await sf.fails(loginByApp(admin.origin))).message, /user hasn't approved this consumer/);
      sf.forgetRefused();
    });
    await trial(
      'project deploy start',
      'its policy, as the org made it, lets holders of a set in',
      async () => {
        const named = `${policyType}:Bookbridge_defaultPolicy`;
        await sf.ok(words`project retrieve start --metadata ${named} --output-dir policies --target-org hub`);
        setElements(join(sf.project, 'policies'), '.ecaOauthPlcy-meta.xml', {
          permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
          commaSeparatedPermissionSet: 'Bookbridge_App_Access',
        });
        await sf.ok(deploy('--source-dir', 'policies'));
        match((await sf.fails(loginByApp(admin.origin))).message, /not admin approved/);
        const assign = words`org assign permset --name Bookbridge_App_Access --on-behalf-of ${apiUser}`;
        await sf.ok(words`${assign} --target-org hub`);
        equal(at(await sf.ok(loginByApp(admin.origin)), 'username'), apiUser);
        const shown = await sf.ok(words`data query -q ${'SELECT Id FROM Organization'} -o by-app`);
        equal(at(shown, 'records.0.Id'), admin.orgId);
        sf.forgetRefused();
      },
    );
    await trial('org login jwt', 'the app is unknown at the login host: it is local to its org', async () => {
      // A login is kept by username: without it this one would be refused as already there.
      await sf.ok(words`org logout --target-org by-app --no-prompt`);
      const failure = await sf.fails(loginByApp(org.login.production));
      match(failure.message, /External client app is not installed in this org|app_not_found/);
      sf.forgetRefused();
    });
    await trial('project deploy start', 'without its certificate: whoever signed is shut out', async () => {
      const { CERTIFICATE: _left, ...without } = filled;
      fillOAuthApp(sf, 'external', 'oauth-app', without);
      await sf.ok(deploy('--source-dir', 'oauth-app'));
      match((await sf.fails(loginByApp(admin.origin))).message, /invalid assertion|invalid_grant/);
      sf.forgetRefused();
    });
    await trial('project deploy start', 'a new Connected App is refused, in Salesforce’s words', async () => {
      fillOAuthApp(sf, 'connected', 'connected', { ...filled, CONSUMER_KEY: `${consumerKey}cc` });
      const failure = await sf.fails(deploy('--source-dir', 'connected'));
      match(JSON.stringify(failure.json), /You can't create a connected app\./);
      const where = "WHERE Name = 'Bookbridge'";
      equal((await hub.rows(`SELECT Id FROM ConnectedApplication ${where}`)).length, 0);
    });
    await trial('org list metadata', 'lists the app and its policy', async () => {
      for (const type of ['ExternalClientApplication', policyType]) {
        const list = await sf.ok(words`org list metadata --metadata-type ${type} --target-org hub`);
        ok(
          rowsAt(list).some((row) => String(at(row, 'fullName')).startsWith('Bookbridge')),
          type,
        );
      }
    });
  },
};

// The work of `npm run org -- create --scratch` done by separate sf commands, as somebody would who has no such script:
// what they need beforehand (files, a key pair) lies there, and the connector's own checks are at the end of both.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { openSetUp } from '../connector/set-up.ts';
import { keyPairOf } from './org/key-pair.ts';
import { renderApp } from './org/oauth-app-files.ts';
import { withElements } from './org/retrieve.ts';
import type { SfCli } from './sf-cli.ts';

/** The running local org. */
export type BenchOrg = {
  login: { production: string; sandbox: string };
  /** The app for logins of the CLI, and its private key. */
  cli: { clientId: string; keyFile: string };
  dataFolder: string;
};

const root = fileURLToPath(new URL('..', import.meta.url));
const hubAdmin = 'admin@acme.example';
const policyType = 'ExtlClntAppOauthConfigurablePolicies';
const policy = {
  commaSeparatedPermissionSet: 'Bookbridge_App_Access',
  permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
  refreshTokenPolicyType: 'SpecificInactivity',
  refreshTokenValidityPeriod: '30',
  refreshTokenValidityUnit: 'Days',
  ipRelaxationPolicyType: 'Enforce',
};

/** Returns how many commands it took. Throws when one fails, or the org is not ready at the end. */
export async function setUpBySfCommands(org: BenchOrg, sf: SfCli): Promise<number> {
  const project = join(sf.folder, 'project');
  for (const part of ['force-app', 'config', 'sfdx-project.json', '.forceignore'])
    cpSync(join(root, part), join(project, part), { recursive: true });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text, { mode: 0o600 });
  };
  let commands = 0;
  const run = async (line: string): Promise<unknown> => {
    commands += 1;
    const done = await sf.run([...line.split(' '), '--json'], { cwd: project });
    if (done.code !== 0) throw new Error(`${done.command} failed.\n${done.stdout}${done.stderr}`);
    return z.object({ result: z.unknown() }).parse(done.json).result;
  };

  const { clientId, keyFile } = org.cli;
  const login = `--username ${hubAdmin} --instance-url ${org.login.production} --alias hub`;
  await run(`org login jwt ${login} --client-id ${clientId} --jwt-key-file ${keyFile}`);
  const made = scratchSchema.parse(
    await run('org create scratch --definition-file config/project-scratch-def.json -v hub --alias by-hand'),
  );
  await run('project deploy start --source-dir force-app --target-org by-hand');
  const app = await renderOAuthApp(org.dataFolder, made.orgId);
  for (const { path, text } of app.files) write(`oauth-app/${path}`, text);
  await run('project deploy start --source-dir oauth-app --target-org by-hand');
  const username = `bookbridge-${made.orgId.toLowerCase()}@by-hand.example`;
  const user = { username, lastName: 'API User', email: username, profileName: 'System Administrator' };
  write('config/by-hand-user.json', JSON.stringify(user));
  await run('org create user --definition-file config/by-hand-user.json --target-org by-hand');
  const sets = '--name Bookbridge_API_User --name Bookbridge_App_Access';
  await run(`org assign permset ${sets} --on-behalf-of ${username} --target-org by-hand`);
  const named = `${policyType}:Bookbridge_defaultPolicy`;
  await run(`project retrieve start --metadata ${named} --output-dir policies --target-org by-hand`);
  editPolicy(join(project, 'policies'));
  await run('project deploy start --source-dir policies --target-org by-hand --ignore-conflicts');

  const { origin } = new URL(made.authFields.instanceUrl);
  await check(org, { username, origin, clientId: app.clientId, keyFile: app.keyFile });
  return commands;
}

const scratchSchema = z.object({ orgId: z.string(), authFields: z.object({ instanceUrl: z.string() }) });

async function renderOAuthApp(
  dataFolder: string,
  orgId: string,
): Promise<{ clientId: string; keyFile: string; files: { path: string; text: string }[] }> {
  const pair = await keyPairOf(dataFolder, orgId);
  const clientId = randomBytes(32).toString('hex');
  const files = await renderApp('external', {
    CALLBACK_URL: 'http://localhost:3100/oauth/salesforce/callback',
    CERTIFICATE: pair.certificate.trim(),
    CONSUMER_KEY: clientId,
    CONSUMER_SECRET: randomBytes(32).toString('hex'),
    CONTACT_EMAIL: 'admin@acme.example',
    ADMIN_APPROVED: 'false',
    PERMISSION_SET: null,
  });
  return { clientId, keyFile: pair.keyFile, files };
}

function editPolicy(folder: string): void {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const name = names.find((each) => each.endsWith('.ecaOauthPlcy-meta.xml'));
  if (name === undefined) throw new Error('The policy of the OAuth app was not retrieved.');
  const file = join(folder, name);
  writeFileSync(file, withElements(readFileSync(file, 'utf8'), policy));
}

async function check(
  org: BenchOrg,
  login: { username: string; origin: string; clientId: string; keyFile: string },
): Promise<void> {
  const { username, clientId, origin } = login;
  const origins = [origin, org.login.production, org.login.sandbox];
  const setUp = await openSetUp({
    dataFolder: join(org.dataFolder, 'by-hand'),
    environment: { SALESFORCE_LOCAL_ORIGINS: origins.join(',') },
  });
  try {
    const privateKey = readFileSync(login.keyFile, 'utf8');
    const target = { flow: 'jwt_bearer', mode: 'standard', appScope: 'local', kind: 'sandbox' } as const;
    const report = await setUp.check({ ...target, loginOrigin: origin, clientId, username, privateKey });
    if (report.state !== 'ready') throw new Error(`The org is not ready: ${JSON.stringify(report.checks)}`);
  } finally {
    await setUp.close();
  }
}

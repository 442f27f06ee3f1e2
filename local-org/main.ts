// Command: starts the local org and keeps it running until SIGTERM, SIGINT or the end of its parent.
// What its options are says `node local-org/main.ts --help`.

import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalOrg } from './local-org.ts';
import type { RunningLocalOrg } from './local-org.ts';

const defaultCallback = 'http://localhost:3100/oauth/salesforce/callback';

const help = `Starts a stand-in for Salesforce on this computer: a production org (a Dev Hub) and a sandbox, with their login hosts.

  npm run local-org -- [options]

  --port N                  first of four ports: production login, sandbox login, production org, sandbox org;
                            scratch orgs and sandboxes made later take the next ones; 0 = chosen by the system (3200)
  --data DIR                folder for records, users, tokens and made orgs (.bookbridge/local-org)
  --callback URL            where the OAuth app "Bookbridge" may send people back to; may be given several times
  --rotate-refresh-tokens   each refresh gives a new refresh token and ends the old one
  --latency MS              each request waits this long, as over a network (0)
  --scratch-ms MS           how long a scratch org stays in Creating (0)
  --sandbox-ms MS           how long a sandbox stays in Processing (0)
  --without-app             orgs without the companion app, as before anybody installed it
  --feature NAME            a feature of both orgs: PersonAccounts or StateAndCountryPicklist; may be given several times
  --connected-apps          new Connected Apps may be created, as where Salesforce Support has allowed it
  --json                    prints one line of JSON when ready: addresses, users, OAuth apps, the app for CLI logins
  --with-parent             ends together with the process that forked it
  --help                    prints this

LOCAL_ORG_PORT and BOOKBRIDGE_DATA set port and folder too.`;

const features = ['PersonAccounts', 'StateAndCountryPicklist'];

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      callback: { type: 'string', multiple: true },
      'rotate-refresh-tokens': { type: 'boolean', default: false },
      latency: { type: 'string', default: '0' },
      'scratch-ms': { type: 'string', default: '0' },
      'sandbox-ms': { type: 'string', default: '0' },
      'connected-apps': { type: 'boolean', default: false },
      feature: { type: 'string', multiple: true, default: [] },
      'without-app': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const portText = values.port ?? process.env['LOCAL_ORG_PORT'] ?? '3200';
  const port = Number(portText);
  if (!Number.isInteger(port) || port < 0 || port > 65_532) {
    throw new Error(
      `LOCAL_ORG_PORT must be a port between 0 and 65532, for example 3200; it is ${portText}.`,
    );
  }
  const unknown = values.feature.find((name) => !features.includes(name));
  if (unknown !== undefined)
    throw new Error(`--feature must be one of ${features.join(', ')}; it is ${unknown}.`);
  const callback = values.callback ?? [defaultCallback];
  const wrong = callback.find((url) => !URL.canParse(url));
  if (wrong !== undefined)
    throw new Error(`--callback must be an address like ${defaultCallback}; it is ${wrong}.`);
  return {
    ...values,
    port,
    callback,
    data: resolve(values.data ?? dataFolder()),
    latencyMs: readMs('--latency', values.latency),
    scratchMs: readMs('--scratch-ms', values['scratch-ms']),
    sandboxMs: readMs('--sandbox-ms', values['sandbox-ms']),
  };
}

function readMs(name: string, text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= 0) return value;
  throw new Error(`${name} must be a number of milliseconds, for example 200; it is ${text}.`);
}

function dataFolder(): string {
  return join(process.env['BOOKBRIDGE_DATA'] ?? '.bookbridge', 'local-org');
}

function checkDataFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Error(`The data folder ${folder} cannot be written; set BOOKBRIDGE_DATA to a folder that can.`);
  }
}

async function main() {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(`${help}\n`);
    return;
  }
  checkDataFolder(options.data);
  const running = await startLocalOrg({
    port: options.port,
    data: options.data,
    callbackUrls: options.callback,
    rotateRefreshTokens: options['rotate-refresh-tokens'],
    connectedAppCreation: options['connected-apps'],
    features: options.feature,
    ...(options['without-app'] && { forceApp: null }),
    latencyMs: options.latencyMs,
    orgSpeed: { scratchMs: options.scratchMs, sandboxMs: options.sandboxMs },
  });
  const end = () => {
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (options['with-parent']) process.once('disconnect', end);
  for (const note of running.notes) process.stderr.write(`${note}\n`);
  process.stdout.write(options.json ? `${JSON.stringify(toJson(running))}\n` : `${describe(running)}\n`);
}

/** The private key stays in its file. */
function toJson({ login, orgs, apps, cli }: RunningLocalOrg) {
  return { login, orgs, apps, cli: { clientId: cli.clientId, keyFile: cli.keyFile } };
}

function describe(running: RunningLocalOrg): string {
  const { login, orgs, cli } = running;
  const lines = [
    `Local org: ${login.production}/__local/`,
    `Login hosts: ${login.production} (production), ${login.sandbox} (sandbox)`,
  ];
  for (const org of orgs) {
    lines.push(`${org.name} (${org.label}) ${org.origin}`);
    for (const user of org.users) lines.push(`  ${user.username}  ${user.password}  ${user.role}`);
  }
  const [hub] = orgs;
  const admin = hub?.users.find((user) => user.role === 'admin');
  if (hub !== undefined && admin !== undefined && cli.keyFile !== null) {
    lines.push(
      'Log the Salesforce CLI in to the Dev Hub, without or with a browser:',
      `  sf org login jwt --client-id ${cli.clientId} --jwt-key-file ${quoted(cli.keyFile)} --username ${admin.username} --instance-url ${hub.origin} --set-default-dev-hub --alias local-hub`,
      `  sf org login web --instance-url ${hub.origin} --set-default-dev-hub --alias local-hub`,
    );
  }
  return lines.join('\n');
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function fail(error: unknown): never {
  process.stderr.write(`${sentence(error)}\n`);
  process.exit(1);
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${String(error.port)} is in use; set LOCAL_ORG_PORT to the first of four free ports.`;
  }
  return error.message;
}

main().catch(fail);

// Command: starts the local org and keeps it running until SIGTERM, SIGINT or the end of its parent.
//   node local-org/main.ts [--port N] [--data DIR] [--callback URL]… [--json] [--with-parent]

import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalOrg } from './local-org.ts';
import type { RunningLocalOrg } from './local-org.ts';

const defaultCallback = 'http://localhost:3100/oauth/salesforce/callback';

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      callback: { type: 'string', multiple: true },
      'rotate-refresh-tokens': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const portText = values.port ?? process.env['LOCAL_ORG_PORT'] ?? '3200';
  const port = Number(portText);
  if (!Number.isInteger(port) || port < 0 || port > 65_532) {
    throw new Error(
      `LOCAL_ORG_PORT must be a port between 0 and 65532, for example 3200; it is ${portText}.`,
    );
  }
  const callback = values.callback ?? [defaultCallback];
  const wrong = callback.find((url) => !URL.canParse(url));
  if (wrong !== undefined)
    throw new Error(`--callback must be an address like ${defaultCallback}; it is ${wrong}.`);
  return { ...values, port, callback, data: resolve(values.data ?? dataFolder()) };
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
  checkDataFolder(options.data);
  const running = await startLocalOrg({
    port: options.port,
    data: options.data,
    callbackUrls: options.callback,
    rotateRefreshTokens: options['rotate-refresh-tokens'],
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
  process.stdout.write(options.json ? `${JSON.stringify(toJson(running))}\n` : `${describe(running)}\n`);
}

function toJson({ login, orgs, apps, cli }: RunningLocalOrg) {
  return { login, orgs, apps, cli: { clientId: cli.clientId, keyFile: cli.keyFile } };
}

function describe(running: RunningLocalOrg): string {
  const lines = [
    `Local org: ${running.login.production}/__local/`,
    `Login hosts: ${running.login.production} (production), ${running.login.sandbox} (sandbox)`,
  ];
  for (const org of running.orgs) {
    lines.push(`${org.name} (${org.kind}) ${org.origin}`);
    for (const user of org.users) lines.push(`  ${user.username}  ${user.password}  ${user.role}`);
  }
  return lines.join('\n');
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

// `npm start`. Without Salesforce settings it starts the try-out (local org, database, connector) and prints one link;
// with them it starts the connector alone, for real.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { startChild } from './child.ts';
import { startTryOut } from './try-out.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function portFrom(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${name} is "${text}", which is not a port. Example: ${name}=${fallback}`);
}

async function startTryOutHere(): Promise<void> {
  const dataFolder = resolve(process.env['BOOKBRIDGE_DATA'] ?? '.bookbridge');
  say('Bookbridge try-out: no Salesforce settings were found, so a local org takes Salesforce’s place.');
  say('Nothing leaves this computer.');
  mkdirSync(dataFolder, { recursive: true });
  const logFile = join(dataFolder, 'bookbridge.log');
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  const tryOut = await startTryOut({
    dataFolder,
    connectorPort: portFrom('PORT', 3100),
    localOrgPort: portFrom('LOCAL_ORG_PORT', 3200),
    env: process.env,
    say,
    onLogLine: (line) => log.write(`${line}\n`),
  });
  say('');
  say(`Open this link:  ${tryOut.link}`);
  say('');
  say(`Data: ${dataFolder} · log: ${logFile} · stop with Ctrl-C`);
  await stayUntilStopped(
    () => tryOut.stop(),
    tryOut.children.map((child) => child.ended),
  );
}

async function startForReal(): Promise<void> {
  say('Bookbridge: Salesforce settings found, starting for real (no local org).');
  const child = startChild('connector/main.ts', { env: process.env, onLine: say });
  await stayUntilStopped(() => child.stop(), [child.ended]);
}

/** Ends with exit code 0 when a person stopped it, 1 when a part ended by itself. */
async function stayUntilStopped(stop: () => Promise<void>, parts: Promise<number | null>[]): Promise<void> {
  const stopped = new Promise<'stopped'>((resolveStopped) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => resolveStopped('stopped'));
  });
  const reason = await Promise.race([stopped, ...parts]);
  await stop();
  process.exitCode = reason === 'stopped' ? 0 : 1;
}

try {
  // Any of them: half a set is a mistake which the connector names, not a wish for the try-out.
  const forReal = Object.entries(process.env).some(
    ([name, value]) => name.startsWith('SALESFORCE_') && value !== undefined && value !== '',
  );
  await (forReal ? startForReal() : startTryOutHere());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

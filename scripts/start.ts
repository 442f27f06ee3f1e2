// `npm start`. Without Salesforce settings it starts the try-out (local org, database, connector) and prints one link;
// with them it starts the connector alone, for real.
import { createWriteStream, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { readSettingsFile } from '../connector/settings-file.ts';
import { type Child, startChild } from './child.ts';
import { listenForStop } from './stop-signal.ts';
import { readTryOutPorts } from './try-out-ports.ts';
import { startTryOut } from './try-out.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function startTryOutHere(children: Child[], stopAsked: AbortSignal): Promise<number> {
  const ports = readTryOutPorts(process.env);
  const dataFolder = resolve(process.env['BOOKBRIDGE_DATA'] || '.bookbridge');
  say('Bookbridge try-out: no Salesforce settings were found, so a local org takes Salesforce’s place.');
  say('Nothing leaves this computer.');
  say('');
  const logFile = join(dataFolder, 'bookbridge.log');
  const log = openLog(dataFolder, logFile);
  const tryOut = await startTryOut({
    dataFolder,
    ...ports,
    env: process.env,
    say,
    onLogLine: (line) => log.write(`${line}\n`),
    logFile,
    children,
    stopAsked,
  });
  say('');
  say(`Open this link:  ${tryOut.link}`);
  say('');
  say(`Data and log     ${dataFolder} (log: bookbridge.log); delete it to begin afresh`);
  say('Stop             Ctrl-C; the next start goes on where this one ended');
  return await stayUntilStopped(children, stopAsked);
}

/** Throws an Error with one sentence when the folder belongs to somebody else, is a file or cannot be made. */
function openLog(dataFolder: string, logFile: string): ReturnType<typeof createWriteStream> {
  try {
    makeFolder(dataFolder);
    return createWriteStream(logFile, { fd: openSync(logFile, 'a', 0o600) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new Error(
      `The data folder ${dataFolder} cannot be written${code}: start as the user who made it, or set BOOKBRIDGE_DATA to another folder.`,
      { cause: error },
    );
  }
}

/** One level at a time: asked for all levels at once below /proc, Node never returns. */
function makeFolder(folder: string): void {
  // For what is there already, `recursive` is content with a folder and refuses a file.
  if (existsSync(folder)) mkdirSync(folder, { recursive: true });
  else {
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}

async function startForReal(children: Child[], stopAsked: AbortSignal): Promise<number> {
  say('Bookbridge: Salesforce settings found, starting for real (no local org).');
  let isReady = false;
  const connector = startChild('connector/main.ts', {
    name: 'The connector',
    env: process.env,
    onLine: say,
    onMessage: () => (isReady = true),
  });
  children.push(connector);
  // Before it is ready it has told the reason itself.
  return await stayUntilStopped(children, stopAsked, () => isReady);
}

/** The exit code: 0 when a person stopped it, 1 when a part ended by itself; then the others are stopped too. */
async function stayUntilStopped(
  children: Child[],
  stopAsked: AbortSignal,
  isWorthTelling = (): boolean => true,
): Promise<number> {
  const stopped = new Promise<null>((done) => {
    if (stopAsked.aborted) done(null);
    stopAsked.addEventListener('abort', () => done(null));
  });
  const end = await Promise.race([stopped, ...children.map(({ ended }) => ended)]);
  if (end === null) say('\nStopping: what is being written is finished first. Ctrl-C again ends at once.');
  else if (isWorthTelling())
    process.stderr.write(`\n${end}\nThe rest stops too; npm start brings it back.\n`);
  for (const child of children.toReversed()) await child.stop();
  return end === null ? 0 : 1;
}

/** Any of them: half a set is a mistake which the connector names, not a wish for the try-out. */
function hasSalesforceSettings(): boolean {
  if (Object.entries(process.env).some(isSalesforceSetting)) return true;
  // What set-up commands have left there is as good; a line that cannot be read is told by the connector.
  const settings = readSettingsFile(resolve(process.env['BOOKBRIDGE_DATA'] || '.bookbridge'));
  return (
    settings !== null &&
    (settings.problems.length > 0 || Object.entries(settings.values).some(isSalesforceSetting))
  );
}

function isSalesforceSetting([name, value]: [string, string | undefined]): boolean {
  return name.startsWith('SALESFORCE_') && value !== undefined && value !== '';
}

const children: Child[] = [];
const stopAsked = listenForStop(() => {
  for (const child of children) child.process.kill('SIGKILL');
});
try {
  process.exitCode = await (hasSalesforceSettings() ? startForReal : startTryOutHere)(children, stopAsked);
} catch (error) {
  // Stopped while it started: nothing went wrong.
  if (!stopAsked.aborted) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

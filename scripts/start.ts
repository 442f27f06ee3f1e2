// `npm start`. Without Salesforce settings it starts the try-out (local org, database, connector) and prints one link; with them
// the connector alone, for real. Orgs that `npm run org` has set up are served too, with the local org when they live in it.
import { createWriteStream, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { type Child, startChild } from './child.ts';
import { answers, chooseStart, type SetUpOrgs } from './start-choice.ts';
import { listenForStop } from './stop-signal.ts';
import { readTryOutPorts } from './try-out-ports.ts';
import { startTryOut, tryOutPages } from './try-out.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const dataFolder = resolve(process.env['BOOKBRIDGE_DATA'] || '.bookbridge');

async function startTryOutHere(
  children: Child[],
  stopAsked: AbortSignal,
  setUp?: SetUpOrgs,
): Promise<number> {
  const ports = readTryOutPorts(process.env);
  if (setUp === undefined) {
    say('Bookbridge try-out: no Salesforce settings were found, so a local org takes Salesforce’s place.');
    say('Nothing leaves this computer.');
  }
  say('');
  const logFile = join(dataFolder, 'bookbridge.log');
  const log = openLog(logFile);
  const tryOut = await startTryOut({
    dataFolder,
    ...ports,
    env: process.env,
    say,
    onLogLine: (line) => log.write(`${line}\n`),
    logFile,
    children,
    stopAsked,
    ...(setUp && { setUp }),
  });
  for (const { kind, origin, isLocal } of setUp?.orgs ?? []) {
    if (isLocal && !(await answers(origin)))
      say(
        `✘ The ${kind} ${origin} is not in this local org any more: "npm run org -- create" makes it anew, or take its lines out of ${setUp?.file}.`,
      );
  }
  say('');
  say(`Open this link:  ${tryOut.link}`);
  say('');
  say(`Data and log     ${dataFolder} (log: bookbridge.log); delete it to begin afresh`);
  say('Stop             Ctrl-C; the next start goes on where this one ended');
  return await stayUntilStopped(children, stopAsked);
}

/** Throws an Error with one sentence when the folder belongs to somebody else, is a file or cannot be made. */
function openLog(logFile: string): ReturnType<typeof createWriteStream> {
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

/** Serves what `npm run org` has set up, and starts the local org with it when one of these orgs lives there and does not run. */
async function startSetUp(children: Child[], stopAsked: AbortSignal, setUp: SetUpOrgs): Promise<number> {
  const local = setUp.orgs.filter(({ isLocal }) => isLocal);
  const isAllLocal = local.length === setUp.orgs.length;
  const named = setUp.orgs.map(({ kind, origin }) => `the ${kind} ${origin}`).join(' and ');
  const from = `that "npm run org" has set up (${setUp.file})`;
  say(
    isAllLocal
      ? `Bookbridge try-out, with ${named} ${from}. Nothing leaves this computer.`
      : `Bookbridge: starting for real with ${named} ${from}.`,
  );
  say('For the plain try-out:  BOOKBRIDGE_DATA=.bookbridge-try-out npm start');
  const running = await Promise.all(local.map(({ origin }) => answers(origin)));
  if (!running.every(Boolean)) return await startTryOutHere(children, stopAsked, setUp);
  if (local.length > 0) say('The local org runs already: it is used as it is.');
  const login = setUp.localOrigins.find((each) => !local.some(({ origin }) => origin === each));
  const pages = isAllLocal && login !== undefined ? tryOutPages(login) : {};
  return await startConnector(children, stopAsked, { ...process.env, ...pages });
}

async function startForReal(children: Child[], stopAsked: AbortSignal): Promise<number> {
  say('Bookbridge: Salesforce settings found, starting for real (no local org).');
  return await startConnector(children, stopAsked, process.env);
}

async function startConnector(
  children: Child[],
  stopAsked: AbortSignal,
  env: Record<string, string | undefined>,
): Promise<number> {
  let isReady = false;
  const connector = startChild('connector/main.ts', {
    name: 'The connector',
    env,
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

async function start(): Promise<number> {
  const choice = chooseStart(process.env, dataFolder);
  switch (choice.kind) {
    case 'try-out':
      return await startTryOutHere(children, stopAsked);
    case 'set-up':
      return await startSetUp(children, stopAsked, choice.setUp);
    case 'real':
      return await startForReal(children, stopAsked);
  }
}

const children: Child[] = [];
const stopAsked = listenForStop(() => {
  for (const child of children) child.process.kill('SIGKILL');
});
try {
  process.exitCode = await start();
} catch (error) {
  // Stopped while it started: nothing went wrong.
  if (!stopAsked.aborted) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

// Start: configuration → database → queue → app → pages. The only file that builds dependencies; SIGTERM drains.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createAuth, createSingleSignOn } from './accounts/auth.ts';
import { issueOwnerLink } from './accounts/owner-link.ts';
import { createApp } from './app.ts';
import { openQueue } from './bookings/worker/queue.ts';
import { startSourceKeeper } from './bookings/sources/keep-sources.ts';
import { createHostUsers } from './bookings/host-users.ts';
import { startWorker } from './bookings/worker/worker.ts';
import { readOwnConfig, withPort } from './config.ts';
import type { Config } from './config.ts';
import { createClients } from './connection/clients.ts';
import { AppError, isAppError } from './errors.ts';
import { createLog } from './log.ts';
import { createMailer } from './mail.ts';
import type { Log } from './log.ts';
import { createDescribeCache } from './salesforce/describe-cache.ts';
import { startDriftWatch } from './setup/drift/drift-watch.ts';
import { startFigures } from './operations/figures.ts';
import { startRetention } from './operations/retention.ts';
import { openDatabase } from './store/database.ts';
import { requireSameKey } from './store/key-check.ts';
import { createVault, deriveKey, loadSecretKey } from './store/secrets.ts';
import { buildPages } from './web-build.ts';
import { createWebPages, waitingPage } from './web-pages.ts';

/** What a person reads in the terminal; the log goes to standard error. */
const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const now = (): Date => new Date();

const stopPatienceMs = 45_000;

type Closer = { name: string; close: () => Promise<unknown> };

async function start(): Promise<void> {
  const given = readOwnConfig();
  const log = createLog(given);
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (reason: unknown) => {
      log.fatal({ err: reason }, 'a failure was not handled');
      process.exit(1);
    });
  }
  const closers: Closer[] = [];
  const ending = new AbortController();
  const started = startParts(given, log, closers, ending.signal);
  stopOnSignals(log, async () => {
    // What is half started cannot be closed yet.
    ending.abort();
    await started.catch(() => undefined);
    await closeAll(closers, log);
  });
  try {
    await started;
  } catch (error) {
    if (ending.signal.aborted) return;
    await closeAll(closers, log);
    throw error;
  }
}

/** Every part that has to be closed puts itself in front: the last one started is the first one closed. */
async function startParts(given: Config, log: Log, closers: Closer[], ending: AbortSignal): Promise<void> {
  // The port first: when it is taken, nothing else needs to be started.
  const server = createServer(answerWhileStarting);
  const config = withPort(given, await listen(server, given));
  closers.unshift({ name: 'http', close: () => closeServer(server) });
  const secretKey = await loadSecretKey(config.secretKey, config.dataFolder);
  const database = await openDatabase(config, log);
  closers.unshift({ name: 'database', close: database.close });
  const { db, pool, connection } = database;
  const vault = createVault(secretKey);
  await requireSameKey(db, vault, { isLost: config.secretKeyLost, now: now() });
  const boss = await openQueue(connection, log);
  closers.unshift({ name: 'queue', close: () => boss.stop({ graceful: true, timeout: 30_000 }) });

  const signIn = { db, config, secret: deriveKey(secretKey, 'sign-in'), log };
  const auth = createAuth(signIn);
  const figures = startFigures({ db, log, now });
  closers.unshift({ name: 'figures', close: figures.stop });
  const { clientFor } = createClients({ db, vault, config, log, now, figures });
  const describes = createDescribeCache(now);
  const hostUsers = createHostUsers(now);
  const worker = await startWorker({
    db,
    boss,
    connection,
    clientFor,
    describes,
    hostUsers,
    writeResource: config.writeResource,
    log,
    now,
    waits: config.waits,
  });
  closers.unshift({ name: 'worker', close: worker.stop });
  const { wake } = worker;
  const connectionDeps = { db, vault, config, log, now, figures, wake, forgetDescribes: describes.forget };
  const sourceKeeper = startSourceKeeper({ ...connectionDeps, waits: config.waits });
  closers.unshift({ name: 'sources', close: sourceKeeper.stop });
  const retention = startRetention(connectionDeps);
  closers.unshift({ name: 'retention', close: retention.stop });
  const setUpDeps = { db, log, now, wake, describes, clientFor };
  const driftWatch = startDriftWatch(setUpDeps);
  closers.unshift({ name: 'drift watch', close: driftWatch.stop });
  const pages = createWebPages(config);
  const app = createApp({
    config,
    log,
    accounts: {
      db,
      auth,
      singleSignOn: createSingleSignOn(signIn),
      config,
      log,
      mailer: createMailer(config.mail, log),
      now,
    },
    connection: connectionDeps,
    bookings: connectionDeps,
    setUp: { ...setUpDeps, hostUsers },
    health: { pool, parts: { pages: pages.isReady } },
    pages,
  });
  server.removeListener('request', answerWhileStarting);
  server.on('request', app);
  // Again in front: bookings are accepted until the worker begins to drain, and not after.
  closers.unshift({ name: 'http', close: () => closeServer(server) });

  // Webhooks are taken from here on; only the pages may still have to be built.
  pages.serve(config.pagesFolder ?? (await buildPages(tell, ending)));
  announce(config, await issueOwnerLink(db, now()));
  log.info({ port: config.port }, 'ready');
}

function announce(config: Config, ownerToken: string | null): void {
  const path = ownerToken ? `/first-run?token=${ownerToken}` : '/sign-in';
  const link = `${config.publicUrl}${path}`;
  tell(
    ownerToken
      ? `Open this link to make the first account (it works once): ${link}`
      : `Bookbridge is ready: ${link}`,
  );
  // For a parent that started us with a channel (scripts, tests).
  process.send?.({ ready: true, origin: config.publicUrl, port: config.port, link });
}

async function listen(server: Server, { host, port }: Config): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(cannotListen(host, port, cause));
    });
    server.listen(port, host, resolve);
  });
  server.removeAllListeners('error');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): AppError {
  const otherPort = `for example PORT=${port < 65535 ? port + 1 : 3100}`;
  if (cause.code === 'EADDRINUSE') {
    const fix = `Stop the other program, or choose another port, ${otherPort}.`;
    return new AppError('port_in_use', `Port ${port} is in use.`, { fix, cause });
  }
  const fix =
    cause.code === 'EACCES'
      ? 'Ports below 1024 are reserved: choose a higher one, for example PORT=3100, and put a proxy in front of it.'
      : 'Set HOST to an address of this machine, for example HOST=127.0.0.1, or HOST=0.0.0.0 for all of them.';
  const message = `Bookbridge cannot listen on ${host}, port ${port} (${cause.code}).`;
  return new AppError('cannot_listen', message, { fix, cause });
}

function answerWhileStarting(
  ...[request, response]: Parameters<Parameters<typeof createServer>[1] & object>
): void {
  const wantsPage = request.method === 'GET' && /text\/html/.test(request.headers.accept ?? '');
  response.writeHead(503, {
    'retry-after': '2',
    'content-type': wantsPage ? 'text/html' : 'application/json',
  });
  const error = { code: 'starting', message: 'Bookbridge is starting.', retry: 'soon' };
  response.end(wantsPage ? waitingPage : JSON.stringify({ error }));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Browsers keep connections open that carry no request.
    server.closeIdleConnections();
  });
}

async function closeAll(closers: Closer[], log: Log): Promise<void> {
  for (const { name, close } of closers) {
    try {
      await close();
    } catch (error) {
      log.error({ err: error, part: name }, 'could not be closed');
    }
  }
}

/** First signal: stop accepting, finish what runs, close. Ctrl-C after that: end at once. */
function stopOnSignals(log: Log, stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = (signal: string): void => {
    // A service manager and our parent both send SIGTERM, and then the parent goes: that is still one wish to stop.
    if (isStopping && signal === 'SIGINT') process.exit(1);
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('could not stop in time');
      process.exit(1);
    }, stopPatienceMs).unref();
    void stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  // A parent with a channel to us (npm start, tests) went away without saying so.
  process.on('disconnect', () => onSignal('parent gone'));
}

start().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});

/** One sentence for what a person can put right; a stack for what is our mistake. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isAppError(error)) return error.fix ? `${error.message} ${error.fix}` : error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (path && (code === 'EACCES' || code === 'EPERM' || code === 'EROFS'))
    return `${path} cannot be used (${code}). Start Bookbridge as the user who made it, or give it to the present user.`;
  if (code === 'ENOSPC') return 'The disk is full. Make room and start again.';
  return error.name === 'ConfigError' ? error.message : (error.stack ?? error.message);
}

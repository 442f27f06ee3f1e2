// The ordered list of middleware and routes, and the one error handler.
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import helmet from 'helmet';
import { randomUUID } from 'node:crypto';
import { noticeAccount, requireAccount } from './accounts/account.ts';
import type { AccountRouteDeps } from './accounts/account-routes.ts';
import { createAccountRoutes } from './accounts/account-routes.ts';
import { noteDeeds } from './accounts/audit.ts';
import { createEntryRoutes } from './accounts/entry-routes.ts';
import { createSingleSignOnCallback, createSingleSignOnRoute } from './accounts/oidc-routes.ts';
import { createOwnAccountRoutes } from './accounts/own-account-routes.ts';
import { refuseViewers } from './accounts/roles.ts';
import { requireSameOrigin } from './accounts/same-origin.ts';
import { createTeamRoutes } from './accounts/team-routes.ts';
import type { BookingDeps } from './bookings/booking-deps.ts';
import { createBookingRoutes } from './bookings/pages/booking-routes.ts';
import { describeApiPage } from './bookings/sources/api-page.ts';
import { describeGenericSource } from './bookings/sources/generic-openapi.ts';
import { createImportRoutes } from './bookings/sources/import-routes.ts';
import { createSourceRoutes } from './bookings/sources/source-routes.ts';
import { createWebhookRoutes } from './bookings/sources/webhook-routes.ts';
import type { Config } from './config.ts';
import { createAdminLinkRoutes, createLinkHolderRoutes } from './connection/admin-link-routes.ts';
import { createCallbackRoute, createConnectionRoutes, landOnPage } from './connection/connection-routes.ts';
import { createUnattendedRoutes } from './connection/unattended-routes.ts';
import { AppError, isAppError } from './errors.ts';
import type { Log } from './log.ts';
import { createHealthRoutes } from './operations/health.ts';
import type { HealthDeps } from './operations/health.ts';
import { createHealthPageRoutes } from './operations/health-page-routes.ts';
import type { InstallerDeps } from './setup/installation/installation-jobs.ts';
import { createInstallationRoutes } from './setup/installation/installation-routes.ts';
import type { SetUpRouteDeps } from './setup/set-up-deps.ts';
import { createSetUpRoutes } from './setup/set-up-routes.ts';
import { databaseFailure } from './store/database.ts';
import type { WebPages } from './web-pages.ts';

export type AppDeps = {
  config: Config;
  log: Log;
  accounts: AccountRouteDeps;
  connection: InstallerDeps;
  bookings: BookingDeps;
  setUp: SetUpRouteDeps;
  health: HealthDeps;
  pages: WebPages;
};

export function createApp({
  config,
  log,
  accounts,
  connection,
  bookings,
  setUp,
  health,
  pages,
}: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', [...config.trustedProxies]);
  app.set('query parser', 'simple');

  app.use(logRequests(log));
  app.use(securityHeaders(config));
  app.use('/health', createHealthRoutes(health));

  // Before every body parser: signatures are made over the raw bytes.
  app.use('/webhooks', noStore, createWebhookRoutes(bookings));

  const members = [requireAccount(accounts), refuseViewers];
  app.use('/api', noStore, requireSameOrigin(config.publicUrl), noteDeeds(accounts));
  // A whole set-up is larger than anything else; who is not signed in cannot send one.
  app.use('/api/setup', members, express.json({ limit: '4mb' }), createSetUpRoutes(setUp));
  app.use('/api', express.json({ limit: '100kb' }));
  app.use('/api', createAccountRoutes(accounts), createSingleSignOnRoute(accounts));
  app.use('/api/account', createOwnAccountRoutes(accounts));
  app.use('/api/entry', createEntryRoutes(accounts));
  app.use('/api/team', members, createTeamRoutes(accounts));
  app.use(
    '/api/connection',
    members,
    createConnectionRoutes(connection),
    createUnattendedRoutes(connection),
    createAdminLinkRoutes(connection),
  );
  app.use('/api/admin-link', createLinkHolderRoutes(connection));
  app.use('/api/installation', members, createInstallationRoutes(connection));
  app.use('/api/sources', members, createSourceRoutes(bookings), createImportRoutes(bookings));
  app.use('/api/bookings', members, createBookingRoutes(bookings));
  app.use('/api/health', members, createHealthPageRoutes(bookings));
  app.use('/api', () => {
    throw new AppError('not_found', 'There is no such address.', { status: 404 });
  });

  app.use(createSingleSignOnCallback(accounts));
  app.use('/oauth', noStore, noticeAccount(accounts));
  app.use(createCallbackRoute(connection));
  app.use('/oauth', landOnPage(log));

  app.get('/docs/api', (_request, response) => {
    response
      .type('html')
      .send(describeApiPage(describeGenericSource(config.publicUrl), '/webhooks/openapi.json'));
  });
  app.use(pages.routes);
  app.use((_request, response) => {
    response.status(404).type('text').send('Not found\n');
  });
  app.use(answerErrors(log));
  return app;
}

const loggedLinks =
  /^\/(connect|invitation|new-password|api\/admin-link|api\/entry\/invitations|api\/entry\/password-links)\/[^/]+/;

/** Path without its query: the query of the callback holds the code, that of the first page the owner's token. */
function loggedPath(path: string): string {
  // Whoever reads the log must not be able to use the link.
  return path.replace(loggedLinks, '/$1/…');
}

function logRequests(log: Log): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    const path = loggedPath(request.path);
    response.locals['requestId'] = requestId;
    response.set('x-request-id', requestId);
    response.on('finish', () => {
      const ms = Math.round(performance.now() - startedAt);
      log.debug({ requestId, method: request.method, path, status: response.statusCode, ms }, 'request');
    });
    next();
  };
}

function securityHeaders(config: Config): RequestHandler {
  const isHttps = config.publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Mantine sets its colours by style elements and attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps,
    referrerPolicy: { policy: 'same-origin' },
  });
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};

function answerErrors(log: Log): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const error = isAppError(thrown) ? thrown : fromExpress(thrown);
    const level = error.status >= 500 ? 'error' : 'debug';
    const { requestId } = response.locals;
    log[level](
      { requestId, method: request.method, path: loggedPath(request.path), err: thrown },
      'request failed',
    );
    if (response.headersSent) return next(thrown);
    // Scheduling tools and proxies read this, and come again.
    if (error.status === 503) response.set('retry-after', '5');
    const { code, message, fix, retry, fields } = error;
    response.status(error.status).json({ error: { code, message, fix, retry, fields } });
  };
}

/** Express's own refusals (bad JSON, too large, bad address) carry a status; everything else is our fault. */
function fromExpress(thrown: unknown): AppError {
  const status =
    typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : undefined;
  if (status === 413)
    return new AppError('too_large', 'The request is too large.', { status: 413, cause: thrown });
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new AppError('bad_request', 'The request cannot be read.', { status, cause: thrown });
  }
  const failure = databaseFailure(thrown);
  if (failure) return failure;
  return new AppError('internal_error', 'Something went wrong in Bookbridge.', {
    fix: 'Try again. If it happens again, look into the log for this moment.',
    retry: 'soon',
    cause: thrown,
  });
}

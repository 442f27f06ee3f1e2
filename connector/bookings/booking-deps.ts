// What the HTTP side of the bookings is given.
import type { RequestParamHandler, Response } from 'express';
import type { Account } from '../accounts/account.ts';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/schema.ts';
import type { Vault } from '../store/secrets.ts';

export type BookingDeps = {
  db: Db;
  vault: Vault;
  config: Config;
  log: Log;
  now: () => Date;
  /** Tells the worker that bookings of this workspace are due. Never throws. */
  wake: (workspaceId: string) => Promise<void>;
};

/** The account that requireAccount found; without it a route was mounted in the wrong place. */
export function accountOf(response: Response): Account {
  const { account } = response.locals as { account?: Account }; // requireAccount put it there
  if (!account) throw new TypeError('this route needs requireAccount before it');
  return account;
}

/** 404 in the same words for what is not there and for what belongs to another workspace. */
export function notFound(what: string): AppError {
  return new AppError('not_found', `There is no such ${what}.`, { status: 404 });
}

/** What a source's secret is sealed for. */
export function sourceSecretPurpose(sourceId: string): string {
  return `source ${sourceId}`;
}

/** True for what can be an id of ours; the database refuses some characters even in a question. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,100}$/.test(value);
}

/** For `router.param('id', …)`: what can be no id is not found. */
export function refuseBadIds(what: string): RequestParamHandler {
  return (_request, _response, next, id: unknown) => next(isId(id) ? undefined : notFound(what));
}

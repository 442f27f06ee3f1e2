// What a member may do. Owners and admins change things; viewers look. Only owners make and unmake owners.
import type { RequestHandler } from 'express';
import { AppError } from '../errors.ts';
import { accountOf } from './account.ts';

export const roles = ['owner', 'admin', 'viewer'] as const;
export type Role = (typeof roles)[number];

export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value);
}

/** What only looks, though it is a POST: its question is too large for an address. */
const harmlessPosts = new Set(['/api/setup/preview']);

/** In front of every route of a workspace: what changes something is not for viewers. */
export const refuseViewers: RequestHandler = (request, response, next) => {
  const isLook = request.method === 'GET' || request.method === 'HEAD';
  const path = `${request.baseUrl}${request.path}`.replace(/\/$/, '');
  if (isLook || harmlessPosts.has(path) || accountOf(response).role !== 'viewer') return next();
  throw notAllowed('Viewers cannot change anything.');
};

/** For what only owners and admins may even look at. */
export const requireAdmin: RequestHandler = (_request, response, next) => {
  if (accountOf(response).role !== 'viewer') return next();
  throw notAllowed('This is for admins of the workspace.');
};

export function notAllowed(message: string): AppError {
  return new AppError('not_allowed', message, {
    status: 403,
    fix: 'Ask an owner or admin of the workspace to do it, or to give you that role.',
  });
}

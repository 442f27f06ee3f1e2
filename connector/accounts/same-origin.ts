// Refuses requests that change something and come from another site's page: the session cookie alone proves no intent.
import type { RequestHandler } from 'express';
import { AppError } from '../errors.ts';
import { apiKeyIn } from './api-keys.ts';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Browsers name the page's origin on every such request; a program without a browser sends `Origin` itself. */
export function requireSameOrigin(publicUrl: string): RequestHandler {
  return (request, _response, next) => {
    // A key is sent by a program on purpose; no browser adds it by itself.
    if (harmless.has(request.method) || apiKeyIn(request.get('authorization')) !== null) return next();
    const origin = request.get('origin');
    const isOurs =
      origin === undefined ? request.get('sec-fetch-site') === 'same-origin' : origin === publicUrl;
    if (isOurs) return next();
    throw new AppError('cross_origin', 'This request did not come from a Bookbridge page.', {
      status: 403,
      fix: `Open Bookbridge at ${publicUrl} and try again there.`,
    });
  };
}

// The address of a request as a URL, whatever a client wrote there: `//` alone is no valid URL of its own, and the sf
// CLI asks for `//services/…` when it was given an address with a slash at its end.

import type { Request, RequestHandler } from 'express';

export function urlOf(request: Request): URL {
  const path = collapseSlashes(request.originalUrl);
  const text = path.startsWith('/') ? `http://localhost${path}` : path;
  return URL.parse(text, 'http://localhost/') ?? new URL('http://localhost/');
}

/** For the routes: several slashes in front are one. */
export const readPathAsSalesforce: RequestHandler = (request, _response, next) => {
  request.url = collapseSlashes(request.url);
  next();
};

function collapseSlashes(path: string): string {
  return path.replace(/^\/{2,}/, '/');
}

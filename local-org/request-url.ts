// The address of a request as a URL, whatever a client wrote there: `//` alone is no valid URL of its own.

import type { Request } from 'express';

export function urlOf(request: Request): URL {
  const written = request.originalUrl;
  const text = written.startsWith('/') ? `http://localhost${written}` : written;
  return URL.parse(text, 'http://localhost/') ?? new URL('http://localhost/');
}

// Serves the built pages: files by name, and index.html for every other page address (the browser side finds its screen).
// While they are being built, a page request gets a small page that looks again by itself.
import express, { Router } from 'express';
import type { RequestHandler } from 'express';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { isLoopback } from './config.ts';

export type WebPages = {
  routes: Router;
  isReady: () => boolean;
  /** From then on, `folder` is served. */
  serve: (folder: string) => void;
};

const year = 365 * 24 * 3600;

export function createWebPages(config: Config): WebPages {
  let files: RequestHandler | null = null;
  let root = '';
  const routes = Router();

  routes.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const home = otherNameOfThisMachine(config.publicUrl, request.get('host'));
    if (home && request.accepts('html')) return response.redirect(`${home}${request.originalUrl}`);
    return files ? files(request, response, next) : next();
  });
  routes.get('/{*page}', (request, response, next) => {
    // A missing script or picture is missing: index.html in its place would hide that.
    if (!request.accepts('html') || /\.\w+$/.test(request.path)) return next();
    response.set('cache-control', 'no-cache');
    // By root and name: as one path, a folder like `.cache` in it would count as hidden.
    if (files) return response.sendFile('index.html', { root, cacheControl: false });
    return response.status(503).set('retry-after', '2').type('html').send(waitingPage);
  });

  return {
    routes,
    isReady: () => files !== null,
    serve(folder) {
      root = folder;
      files = express.static(folder, {
        index: false,
        redirect: false,
        cacheControl: false,
        setHeaders(response, path) {
          // Names below assets/ carry a hash of their content.
          const isHashed = path.startsWith(join(folder, 'assets'));
          response.setHeader('cache-control', isHashed ? `public, max-age=${year}, immutable` : 'no-cache');
        },
      });
    },
  };
}

/** `127.0.0.1` instead of `localhost` would have another cookie jar and another origin: signed in here, a stranger there. */
function otherNameOfThisMachine(publicUrl: string, host: string | undefined): string | null {
  const home = new URL(publicUrl);
  const asked = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
  const isOther = asked && asked.host !== home.host && asked.port === home.port;
  return isOther && isLoopback(asked.hostname) && isLoopback(home.hostname) ? publicUrl : null;
}

export const waitingPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta http-equiv="refresh" content="2" />
    <title>Bookbridge is starting</title>
    <style>body { font: 1.1rem system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh; text-align: center }</style>
  </head>
  <body>
    <main>
      <h1>Bookbridge is starting</h1>
      <p role="status">This page opens by itself in a few seconds.</p>
    </main>
  </body>
</html>
`;

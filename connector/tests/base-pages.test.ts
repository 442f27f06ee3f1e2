// The pages as a browser gets them: built once, cached by name, safe headers, one address.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { readConfig } from '../config.ts';
import { createWebPages } from '../web-pages.ts';
import { openBrowser } from './browser.ts';
import { startConnector } from './start-connector.ts';
import type { RunningConnector } from './start-connector.ts';
import { createTestDatabase } from './test-database.ts';

jest.setTimeout(120_000);

let connector: RunningConnector;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  // The real pages, built or found.
  connector = await startConnector({
    databaseUrl: database.databaseUrl,
    environment: { BOOKBRIDGE_PAGES: '' },
  });
}, 120_000);
afterAll(async () => {
  await connector.stop();
  await drop();
});

const html = { accept: 'text/html' };
const page = (path: string): Promise<Response> =>
  fetch(`${connector.origin}${path}`, { headers: html, redirect: 'manual' });

describe('pages', () => {
  test('every page address gets the same document, never from a cache', async () => {
    const documents = await Promise.all(['/', '/bookings/some-id', '/first-run?token=x'].map(page));
    const texts = await Promise.all(documents.map((answer) => answer.text()));
    expect(documents.map((answer) => [answer.status, answer.headers.get('cache-control')])).toEqual([
      [200, 'no-cache'],
      [200, 'no-cache'],
      [200, 'no-cache'],
    ]);
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('<div id="root">');
  });

  test('its scripts have names with a hash and are kept by the browser', async () => {
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await (await page('/')).text())?.[1] ?? '';
    const answer = await fetch(`${connector.origin}${script}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
  });

  test('what is missing is missing', async () => {
    const statuses = await Promise.all(
      ['/assets/gone.js', '/favicon.ico', '/.env', '/../package.json', '/%2e%2e/package.json'].map(
        async (path) => (await fetch(`${connector.origin}${path}`)).status,
      ),
    );
    expect(statuses.every((status) => status === 404 || status === 403 || status === 400)).toBe(true);
    expect((await openBrowser(connector.origin).get('/api/nothing')).body).toMatchObject({
      error: { code: 'not_found' },
    });
  });

  test('only our own scripts run, nobody frames us, and no address leaks', async () => {
    const { headers } = await page('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    // http on this machine: a browser that kept this header would refuse every other local program.
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  test('another name of this machine leads to the one address', async () => {
    const answer = await fetch(`http://127.0.0.1:${connector.port}/first-run?token=x`, {
      headers: html,
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      `${connector.origin}/first-run?token=x`,
    ]);
  });
});

test('a page that is asked for before it is built looks again by itself', async () => {
  const pages = createWebPages(
    readConfig({ SALESFORCE_PRODUCTION_CLIENT_ID: 'a', SALESFORCE_PRODUCTION_CLIENT_SECRET: 'b' }),
  );
  const server = express().use(pages.routes).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://localhost:${typeof address === 'object' && address ? address.port : 0}/bookings`;
  const early = await fetch(url, { headers: html });
  expect([early.status, early.headers.get('retry-after'), pages.isReady()]).toEqual([503, '2', false]);
  expect(await early.text()).toContain('http-equiv="refresh"');
  pages.serve(import.meta.dirname);
  // This folder holds no index.html: missing now, and no longer "starting".
  expect([(await fetch(url, { headers: html })).status, pages.isReady()]).toEqual([404, true]);
  server.close();
});

test('health: alive, and ready once the pages and the database are', async () => {
  const browser = openBrowser(connector.origin);
  expect((await browser.get('/health/live')).body).toEqual({ live: true });
  const ready = await browser.get('/health/ready');
  expect([ready.status, ready.body]).toEqual([
    200,
    { ready: true, checks: expect.objectContaining({ database: true, pages: true }) },
  ]);
});

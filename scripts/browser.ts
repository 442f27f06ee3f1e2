// A real Chromium for the browser tests and the screens: an installed one, or the one that comes from npm. It may speak to
// this computer only; a page that asks for anything else is remembered in `strangers`, and a test fails on it.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { chromium as playwright } from 'playwright-core';
import { z } from 'zod';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable'];
// The browser's own errands (updates, sync, name look-ups of its vendor) have no place in a test.
const flags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--font-render-hinting=none',
];

export type LocalBrowser = {
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** Addresses outside this computer that a page asked for; none was answered. */
  strangers: string[];
  close(): Promise<void>;
};

export async function launchBrowser(): Promise<LocalBrowser> {
  const { path, env } = await findChromium();
  const browser = await playwright.launch({
    executablePath: path,
    headless: true,
    args: flags,
    ...(env && { env }),
  });
  const strangers: string[] = [];
  return {
    strangers,
    newContext: (options = {}) => newLocalContext(browser, strangers, options),
    close: () => browser.close(),
  };
}

async function newLocalContext(
  browser: Browser,
  strangers: string[],
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(20_000);
  await context.route(
    (url) => !isHere(url),
    async (route) => {
      strangers.push(route.request().url());
      await route.abort('blockedbyclient');
    },
  );
  return context;
}

function isHere(url: URL): boolean {
  if (url.protocol === 'data:' || url.protocol === 'blob:') return true;
  return url.hostname === 'localhost' || url.hostname === '127.0.0.1';
}

async function findChromium(): Promise<{ path: string; env?: Record<string, string> }> {
  const wished = process.env['CHROMIUM_PATH'];
  if (wished) {
    if (existsSync(wished)) return { path: wished };
    throw new Error(`CHROMIUM_PATH is "${wished}", and there is no such file.`);
  }
  const path = installed.find((candidate) => existsSync(candidate));
  if (path) return { path };
  const folder = await unpackChromium();
  return { path: join(folder, 'chromium'), env: environmentFor(folder) };
}

/** The fonts and libraries that came with it stand in where the machine has none. */
function environmentFor(folder: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  if (!existsSync('/etc/fonts')) env['FONTCONFIG_PATH'] = join(folder, 'fonts');
  const libraries = join(folder, 'al2023', 'lib');
  const hasOwn = ['/usr/lib', '/usr/lib64', '/lib'].some((place) => holdsFile(place, 'libnss3.so'));
  if (!hasOwn) env['LD_LIBRARY_PATH'] = [libraries, env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return env;
}

function holdsFile(folder: string, name: string): boolean {
  if (!existsSync(folder)) return false;
  if (existsSync(join(folder, name))) return true;
  // Debian keeps libraries one folder deeper, by architecture.
  return readdirSync(folder)
    .filter((entry) => entry.endsWith('-linux-gnu'))
    .some((entry) => existsSync(join(folder, entry, name)));
}

/** Unpacked aside and renamed: two test files that start together must never see half of it. */
async function unpackChromium(): Promise<string> {
  const require = createRequire(import.meta.url);
  const packageFile = join(dirname(require.resolve('@sparticuz/chromium')), '..', 'package.json');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8')));
  const folder = join(tmpdir(), `bookbridge-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.new-${process.pid}`;
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  try {
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unpack-chromium.ts')], {
      env: { ...process.env, TMPDIR: fresh },
    });
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

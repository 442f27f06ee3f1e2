// For the browser tests: the try-out as `npm start` starts it, on free ports and in a folder of its own, and a Chromium.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../scripts/browser.ts';
import type { LocalBrowser } from '../scripts/browser.ts';
import { createOwner } from '../scripts/browser-trip.ts';
import { startTryOut } from '../scripts/try-out.ts';
import type { TryOut, TryOutOptions } from '../scripts/try-out.ts';

export type BrowserWorld = {
  tryOut: TryOut;
  browser: LocalBrowser;
  /** A page in a browser profile of its own; what fails in it is kept in `problems`. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** Errors thrown by the pages, and addresses outside this computer. Must stay empty. */
  problems(): string[];
  stop(): Promise<void>;
};

export const startingMs = 120_000;

export async function startBrowserWorld(
  tryOutOptions: Pick<TryOutOptions, 'withoutApp'> = {},
): Promise<BrowserWorld> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bookbridge-browser-'));
  const lines: string[] = [];
  const tryOut = await startTryOut({
    dataFolder,
    connectorPort: 0,
    localOrgPort: 0,
    ...tryOutOptions,
    env: process.env,
    say: (line) => lines.push(line),
    onLogLine: (line) => lines.push(line),
  }).catch((cause: unknown) => {
    throw new Error(`The try-out did not start:\n${lines.join('\n')}`, { cause });
  });
  const browser = await launchBrowser();
  const pageErrors: string[] = [];
  return {
    tryOut,
    browser,
    async newPage(options) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      page.on('pageerror', (error) => pageErrors.push(`${page.url()}: ${error.message}`));
      return page;
    },
    problems: () => [...pageErrors, ...browser.strangers],
    async stop() {
      await browser.close();
      await tryOut.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Makes the owner's account; returns the cookies of a browser in which that person is signed in. */
export async function makeOwner(world: BrowserWorld): Promise<SignedIn> {
  const page = await world.newPage();
  await createOwner(page, world.tryOut.link);
  const storageState = await page.context().storageState();
  await page.context().close();
  return { storageState };
}

export type SignedIn = Pick<BrowserContextOptions, 'storageState'>;

// How long a screen of the set-up takes until it can be worked with, against a local org that answers as slowly as one over
// a network; how many API calls a rehearsal takes; and how much JavaScript the first page loads.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { createOwner, decide, logInAtOrg, orgUser, useThisUser } from './browser-trip.ts';
import { launchBrowser } from './browser.ts';
import { callCounter } from './demo-trip.ts';
import { startTryOut, withoutRealThings } from './try-out.ts';

export const pageLatencyMs = 100;

export const benchedPages = [
  'api-connection',
  'installation',
  'field-validation',
  'field-mapping',
  'creation-rules',
] as const;

export type PageTimes = {
  /** Milliseconds by phase, one value per run. */
  screens: Record<(typeof benchedPages)[number], number[]>;
  rehearsalCalls: number[];
  /** JavaScript of the sign-in page and of the set-up's first screen, in kB as sent. */
  firstLoadKb: number;
};

export async function timePages(runs: number, stopAsked: AbortSignal): Promise<PageTimes> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bookbridge-bench-'));
  const browser = await launchBrowser();
  let tryOut: Awaited<ReturnType<typeof startTryOut>> | undefined;
  try {
    tryOut = await startTryOut({
      dataFolder,
      connectorPort: 0,
      localOrgPort: 0,
      localOrgLatencyMs: pageLatencyMs,
      env: withoutRealThings(process.env),
      say: () => undefined,
      stopAsked,
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const firstLoadKb = await measureFirstLoad(page, () => page.goto(tryOut?.link ?? ''));
    await createOwner(page, tryOut.link);
    await logInAtOrg(page, 'Production', orgUser(tryOut, 'api-user'));
    await decide(page, 'Allow');
    await useThisUser(page);
    const times: PageTimes = {
      screens: {
        'api-connection': [],
        installation: [],
        'field-validation': [],
        'field-mapping': [],
        'creation-rules': [],
      },
      rehearsalCalls: [],
      firstLoadKb,
    };
    const calls = callCounter(tryOut.localOrg);
    for (let run = 0; run < runs; run += 1) {
      stopAsked.throwIfAborted();
      for (const phase of benchedPages)
        times.screens[phase].push(await timeScreen(page, `${tryOut.connectorUrl}/setup/${phase}`));
      await calls.reset();
      const answered = await page.evaluate(async () => {
        const answer = await fetch('/api/setup/rehearse', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            setUp: null,
            booking: {
              kind: 'made_up',
              details: { person: { name: 'Ana Silva', email: 'ana@example.org' } },
            },
          }),
        });
        return answer.status;
      });
      if (answered !== 200) throw new Error(`The rehearsal was answered with ${answered}.`);
      // Fields and hosts are known after the first one.
      if (run > 0) times.rehearsalCalls.push(await calls.total());
    }
    return times;
  } finally {
    await tryOut?.stop();
    await browser.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Until the screen has its heading, and nothing in it says that it still loads. */
async function timeScreen(page: Page, url: string): Promise<number> {
  const began = performance.now();
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page
    .locator('main [aria-busy="true"], main .mantine-Skeleton-root')
    .first()
    .waitFor({ state: 'detached' });
  return performance.now() - began;
}

/** What comes over the wire, packed as it is. */
async function measureFirstLoad(page: Page, open: () => Promise<unknown>): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await open();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const all = await Promise.all(sizes);
  page.removeAllListeners('requestfinished');
  return all.reduce((sum, size) => sum + size, 0) / 1000;
}

// Takes every screen three times (light, dark, phone), looks for a sideways scroll, and writes the page that shows them all.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { until } from './until.ts';

const variants = [
  { name: 'light', width: 1360, height: 860, colorScheme: 'light' },
  { name: 'dark', width: 1360, height: 860, colorScheme: 'dark' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
] as const;

const pageTitle = 'Bookbridge: every screen';

export type Gallery = {
  /** Takes the page as it is now; `title` says which state that is. */
  take(page: Page, name: string, title: string): Promise<void>;
  /** Writes index.html and returns its path. */
  finish(): string;
  problems: string[];
};

/** Throws an Error with one sentence when the folder holds anything but an earlier gallery, which is replaced. */
export function openGallery(folder: string): Gallery {
  const index = join(folder, 'index.html');
  const isOurs = existsSync(index) && readFileSync(index, 'utf8').includes(pageTitle);
  if (existsSync(folder) && !isOurs && readdirSync(folder).length > 0) {
    throw new Error(`${folder} holds other things than screens: name an empty or a new folder.`);
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const taken: { name: string; title: string }[] = [];
  // At once, so that a walk that was interrupted leaves a folder that the next one knows.
  writeFileSync(index, indexPage(taken));
  const problems: string[] = [];
  return {
    problems,
    async take(page, name, title) {
      const file = `${String(taken.length + 1).padStart(2, '0')}-${name}`;
      taken.push({ name: file, title });
      for (const variant of variants) {
        await page.emulateMedia({ colorScheme: variant.colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width: variant.width, height: variant.height });
        // As tall as its content, so that what sticks to an edge is at the edge of the picture too.
        const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
        await page.setViewportSize({ width: variant.width, height: Math.max(variant.height, height) });
        const sideways = await sidewaysAtRest(page);
        if (sideways > 0) problems.push(`${file}, ${variant.name}: scrolls sideways by ${sideways}px`);
        await page.screenshot({ path: join(folder, `${file}-${variant.name}.png`) });
      }
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.setViewportSize({ width: variants[0].width, height: variants[0].height });
    },
    finish() {
      writeFileSync(index, indexPage(taken));
      return index;
    },
  };
}

/** Pixels that the page is too wide. An open menu finds its new place a moment after the window has changed. */
async function sidewaysAtRest(page: Page): Promise<number> {
  const width = async () => Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  const fits = await until('The page fits', 2_000, async () => ((await width()) <= 0 ? true : null)).catch(
    () => false,
  );
  return fits ? 0 : await width();
}

function indexPage(taken: { name: string; title: string }[]): string {
  const sections = taken.map(
    ({ name, title }) =>
      `<section><h2>${title}</h2><div class="row">${variants
        .map(
          (variant) =>
            `<a class="${variant.name}" href="${name}-${variant.name}.png"><img loading="lazy" src="${name}-${variant.name}.png" alt="${title}, ${variant.name}"></a>`,
        )
        .join('')}</div></section>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${pageTitle}</title>
<style>
  body { margin: 2rem; font: 15px/1.5 system-ui, sans-serif; background: #e9ebef; color: #1b222d }
  h2 { margin: 2.5rem 0 .75rem; font-size: 1.05rem }
  .row { display: flex; gap: 1rem; align-items: flex-start }
  .light, .dark { flex: 3 } .phone { flex: 0.9 }
  img { width: 100%; border: 1px solid #c3c9d2; border-radius: 6px; background: #fff }
</style>
<h1>Every screen and state</h1>
${sections.join('\n')}
</html>
`;
}

// What axe-core finds on a page as it is now (WCAG 2.2 A and AA), in light and dark, and how far it scrolls sideways on a phone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const findings = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
);

/** The page must have been opened with `bypassCSP`: its own policy keeps strangers' scripts out, and so axe too. */
export async function lookAt(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await page.evaluate(axe);
    const found = findings.parse(
      await page.evaluate(
        `axe.run(document, { runOnly: ${JSON.stringify(levels)} }).then((result) => result.violations)`,
      ),
    );
    for (const { id, nodes } of found)
      for (const node of nodes) problems.push(`${colorScheme} ${id}: ${node.html}\n${node.failureSummary}`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  if (sideways > 0) problems.push(`scrolls sideways by ${sideways}px on a phone`);
  await page.setViewportSize({ width: 1280, height: 900 });
  return problems;
}

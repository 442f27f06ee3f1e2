// `npm run screens`: walks the real try-out in Chromium and writes every screen and state to screens/, with a page that
// shows them all. Ends with exit code 1 when something scrolled sideways, failed in the browser or left this computer.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { launchBrowser } from './browser.ts';
import { readFlags } from './flags.ts';
import { openGallery } from './screen-gallery.ts';
import { photographBookings } from './screens-bookings.ts';
import { photographConnection } from './screens-connection.ts';
import { photographEntry } from './screens-entry.ts';
import { photographInstallation } from './screens-installation.ts';
import { photographSetup } from './screens-setup.ts';
import { photographPeople } from './screens-people.ts';
import { photographSources } from './screens-sources.ts';
import { photographTrouble } from './screens-trouble.ts';
import { photographUnattended } from './screens-unattended.ts';
import { startTryOut, withoutRealThings } from './try-out.ts';

const help = `npm run screens -- [--into FOLDER]

Walks the try-out in a browser and takes a picture of every screen and state.
  --into FOLDER  where the pictures go (default screens); an earlier set in it is replaced`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The exit code: 1 when a screen has a problem. */
async function takeScreens(folder: string): Promise<number> {
  const gallery = openGallery(folder);
  const dataFolder = mkdtempSync(join(tmpdir(), 'bookbridge-screens-'));
  const tryOut = await startTryOut({
    dataFolder,
    connectorPort: 0,
    localOrgPort: 0,
    env: withoutRealThings(process.env),
    say,
    onLogLine: () => undefined,
  });
  try {
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext();
      const page = await context.newPage();
      page.on('pageerror', (error) => gallery.problems.push(`${page.url()}: ${error.message}`));
      const trip = { page, gallery, tryOut };
      try {
        await photographEntry(trip);
        await photographConnection(trip);
        await photographInstallation({ browser, gallery });
        await photographBookings(trip);
        await photographSources(trip);
        await photographSetup(trip);
        await photographPeople({ ...trip, browser });
        await photographTrouble(trip);
        await photographUnattended({ ...trip, dataFolder });
      } catch (error) {
        // Where it got stuck is the most useful screen of all.
        await gallery.take(page, 'stuck-here', 'Here the walk got stuck');
        gallery.problems.push(error instanceof Error ? error.message : String(error));
      }
      gallery.problems.push(...browser.strangers.map((url) => `asked for ${url}`));
    } finally {
      await browser.close();
    }
  } finally {
    await tryOut.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
  say(`Every screen: ${gallery.finish()}`);
  for (const problem of gallery.problems) say(`✘ ${problem}`);
  return gallery.problems.length === 0 ? 0 : 1;
}

const flags = readFlags(help, { into: { type: 'string', default: 'screens' } });
if (flags !== null) {
  try {
    process.exitCode = await takeScreens(resolve(flags.into));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

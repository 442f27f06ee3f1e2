// Builds the pages once per state of their sources: `pagesKey` names the state, `buildPages` runs Vite in a process of its own,
// so that a first start takes webhooks while it builds. Run as a command (`node web-build.ts FOLDER`) it is that process.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { AppError } from './errors.ts';

const webFolder = join(import.meta.dirname, 'web');
const repositoryFolder = dirname(import.meta.dirname);
const lockSchema = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

/** SHA-256 over the pages' sources and the versions of what builds them and goes into them. */
export async function pagesKey(): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(webFolder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) {
    if (file.includes('node_modules')) continue;
    hash
      .update(`${relative(webFolder, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  const lock = lockSchema.parse(
    JSON.parse(await readFile(join(repositoryFolder, 'package-lock.json'), 'utf8')),
  );
  for (const [path, { version }] of Object.entries(lock.packages)) {
    if (
      /node_modules\/(react|react-dom|react-router|vite|rolldown|@mantine\/.*|@tanstack\/.*|@tabler\/.*|@vitejs\/.*)$/.test(
        path,
      )
    )
      hash.update(`${path}@${version}\0`);
  }
  return hash.digest('hex').slice(0, 20);
}

/** Returns the folder with the built pages; builds only what is not there yet, and then removes older builds. */
export async function buildPages(tell: (line: string) => void, ending: AbortSignal): Promise<string> {
  const home = join(repositoryFolder, '.cache', 'pages');
  const folder = join(home, await pagesKey());
  if (await exists(join(folder, 'index.html'))) return folder;
  const startedAt = Date.now();
  tell('Building the web pages (only after a change, some seconds) …');
  await mkdir(home, { recursive: true });
  // Built aside and renamed: a build that was interrupted leaves nothing that would be served.
  const fresh = `${folder}.new-${process.pid}`;
  try {
    await runBuild(fresh, tell, ending);
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Another start built the same pages at the same time.
    if (!(await exists(join(folder, 'index.html')))) throw error;
  }
  for (const name of await readdir(home)) {
    if (join(home, name) !== folder && !name.includes('.new-'))
      await rm(join(home, name), { recursive: true, force: true });
  }
  tell(`The web pages are built (${((Date.now() - startedAt) / 1000).toFixed(1)} s).`);
  return folder;
}

async function runBuild(folder: string, tell: (line: string) => void, ending: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [import.meta.filename, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: ending,
  });
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter(Boolean)) tell(line);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new AppError('pages_not_built', 'The web pages cannot be built.', {
    fix: 'Run "npm ci" and start again; the log names the cause.',
    cause: new Error(errors.trim().split('\n').slice(0, 12).join(' / ')),
  });
}

async function runVite(folder: string): Promise<void> {
  const { build } = await import('vite');
  let modules = 0;
  let toldAt = Date.now();
  await build({
    root: webFolder,
    configFile: join(webFolder, 'vite.config.ts'),
    configLoader: 'native',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
    plugins: [
      {
        name: 'progress',
        transform() {
          modules += 1;
          if (Date.now() - toldAt < 1_000) return null;
          toldAt = Date.now();
          process.stdout.write(`  ${modules} modules …\n`);
          return null;
        },
      },
    ],
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

const [, command, target] = process.argv;
if (command === import.meta.filename && target) await runVite(target);

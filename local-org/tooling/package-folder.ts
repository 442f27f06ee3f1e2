// The metadata of a package that can be installed: a folder in metadata format when it has a package.xml, else in source
// format.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { PackageFiles } from '../metadata/org-metadata.ts';
import { readSourceFolder } from '../metadata/source-folder.ts';

export function readPackageFolder(folder: string): PackageFiles {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`The folder with the package's metadata does not exist: ${folder}`);
  }
  if (!existsSync(join(folder, 'package.xml'))) return readSourceFolder(folder);
  const files = new Map<string, Uint8Array>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    files.set(relative(folder, path).split(sep).join('/'), readFileSync(path));
  }
  return files;
}

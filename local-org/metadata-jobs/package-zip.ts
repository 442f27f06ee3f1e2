// The zip of a deploy or a retrieve: packed files with one folder per package, or with the single package in the root.

import { unzipSync, zipSync } from 'fflate';
import type { PackageFiles } from '../metadata/org-metadata.ts';
import { orgError } from '../org/errors.ts';

// https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_metadata.htm
const mostFiles = 10_000;
/** Ours: Salesforce unpacks up to 600 MB, which is more than a computer for development should be made to hold. */
const mostBytes = 100 * 1024 * 1024;

/** The files of the one package in the zip, its folder stripped; undefined when there is no package.xml. */
export function readPackageZip(bytes: Uint8Array, singlePackage: boolean): PackageFiles | undefined {
  const files = unpack(bytes);
  // A single package may lie in a folder too: so the Salesforce CLI packs a folder in metadata format.
  if (singlePackage && files.has('package.xml')) return files;
  const roots = [...files.keys()].filter((path) => /^[^/]+\/package\.xml$/.test(path));
  if (roots.length > 1) {
    throw orgError(
      501,
      'NOT_IMPLEMENTED',
      'The local org deploys one package at a time; the zip has several.',
    );
  }
  const [root] = roots;
  if (root === undefined) return undefined;
  const folder = root.slice(0, -'package.xml'.length);
  const own = [...files].filter(([path]) => path.startsWith(folder));
  return new Map(own.map(([path, content]) => [path.slice(folder.length), content]));
}

export function writePackageZip(files: ReadonlyMap<string, Uint8Array>, folder: string): Uint8Array {
  const entries = [...files].map(([path, content]): [string, Uint8Array] => [`${folder}${path}`, content]);
  return zipSync(Object.fromEntries(entries));
}

function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  let count = 0;
  let size = 0;
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(bytes, {
      // The sizes are the zip's own words, but no more than that is ever unpacked.
      filter({ name, originalSize }) {
        if (name.endsWith('/')) return false;
        count += 1;
        size += originalSize;
        if (count > mostFiles) throw tooMuch(`Number of files in Zip file can not exceed ${mostFiles}`);
        if (size > mostBytes) throw tooMuch(`The unpacked Zip file can not exceed ${mostBytes} bytes`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'OrgError') throw error;
    throw orgError(500, 'INVALID_ZIP_FILE', 'The Zip file could not be read: it is no Zip file or broken');
  }
  const files = new Map<string, Uint8Array>();
  for (const [written, content] of Object.entries(unpacked)) {
    const path = written.replaceAll('\\', '/').replace(/^\.?\/+/, '');
    if (path.split('/').includes('..'))
      throw orgError(500, 'INVALID_ZIP_FILE', `The path ${written} leads out of the Zip file`);
    files.set(path, content);
  }
  return files;
}

function tooMuch(message: string) {
  return orgError(500, 'LIMIT_EXCEEDED', message);
}

// Rule "conversion": source-deploy-retrieve, which the `sf` CLI deploys with, takes every file, turns it into
// the metadata format and back, and nothing is lost on the way. No org and no network.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readSourceTree } from './source-tree.ts';
import type { SourceFile, SourceTree } from './source-tree.ts';
import type { Problem, Rule } from './rule.ts';

export const conversionRule: Rule = {
  name: 'conversion',
  run: async (tree) => {
    const workFolder = mkdtempSync(join(tmpdir(), 'bookbridge-metadata-'));
    try {
      const { components, problems } = await convertThereAndBack(tree, workFolder);
      return { looked: 'components to the metadata format and back', count: components, problems };
    } finally {
      rmSync(workFolder, { recursive: true, force: true });
    }
  },
};

async function convertThereAndBack(
  tree: SourceTree,
  workFolder: string,
): Promise<{ components: number; problems: Problem[] }> {
  // Loaded here and not above: it takes a second, and the other rules' tests do not need it.
  // oxlint-disable-next-line bookbridge/environment -- the only way to keep @salesforce/core from logging into the home folder
  process.env['SF_DISABLE_LOG_FILE'] = 'true';
  const { ComponentSet, MetadataConverter } = await import('@salesforce/source-deploy-retrieve');
  const converter = new MetadataConverter();
  const there = join(workFolder, 'metadata');
  const back = join(workFolder, 'source');
  const output = { type: 'directory', genUniqueDir: false } as const;

  let source;
  try {
    source = ComponentSet.fromSource(tree.folder);
    await converter.convert(source, 'metadata', { ...output, outputDirectory: there });
    await converter.convert(ComponentSet.fromSource(there), 'source', { ...output, outputDirectory: back });
  } catch (error) {
    return {
      components: 1,
      problems: [{ path: tree.folder, message: `cannot be converted: ${String(error)}` }],
    };
  }

  const components = source.getSourceComponents().toArray();
  // The content of a decomposed component (an object) is its whole folder, with files that deploy nothing;
  // what counts there are the children's own files.
  const taken = new Set(
    components
      .flatMap((one) => [
        one.xml,
        ...(one.type.children ? one.getChildren().map(({ xml }) => xml) : one.walkContent()),
      ])
      .flatMap((path) => (path ? [relative(tree.folder, path).split(sep).join('/')] : [])),
  );

  const problems = allFiles(tree.folder)
    .filter((path) => !taken.has(path))
    .map((path) => ({ path, message: 'is not part of any component, so it would not be deployed' }));
  return { components: components.length, problems: [...problems, ...lostOnTheWay(tree, back)] };
}

function allFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function lostOnTheWay(tree: SourceTree, back: string): Problem[] {
  const returned = new Map(readSourceTree(back).files.map((file) => [keyOf(file), file]));
  return tree.files.flatMap((file) => {
    const twin = returned.get(keyOf(file));
    if (!twin) return [{ path: file.path, message: 'did not come back from the conversion' }];
    return isDeepStrictEqual(file.body, twin.body)
      ? []
      : [{ path: file.path, message: 'came back from the conversion with other content' }];
  });
}

function keyOf(file: SourceFile): string {
  return `${file.type} ${file.fullName}`;
}

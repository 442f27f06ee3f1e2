// Lint rules of this repository, loaded by oxlint from .oxlintrc.json: import directions, and who reads the
// environment. (oxlint's own `no-restricted-imports` compares the text of an import and cannot add up overrides;
// its `no-process-env` does not see `import process from 'node:process'`.)
import { dirname, posix, relative, resolve, sep } from 'node:path';
import { whyForbidden } from './import-directions.ts';

const repository = resolve(import.meta.dirname, '../..');

type Node = { type: string };
type StringNode = { type: string; value?: unknown };
type Context = {
  physicalFilename: string;
  report: (problem: { node: Node; message: string }) => void;
};
type Visitor = Record<string, (node: never) => void>;

const pathInRepository = (file: string): string => relative(repository, file).split(sep).join('/');

/** Path of what is imported, from the root of the repository; undefined for a package from elsewhere. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return pathInRepository(resolve(dirname(file), specifier));
  const workspace = /^@bookbridge\/([^/]+)(.*)$/.exec(specifier);
  return workspace ? posix.join(workspace[1] ?? '', workspace[2] ?? '', '.') : undefined;
}

const importDirections = {
  create: (context: Context): Visitor => {
    const file = context.physicalFilename;
    const check = (node: Node, source: StringNode | null | undefined): void => {
      if (typeof source?.value !== 'string') return;
      const target = targetOf(file, source.value);
      const because = target === undefined ? undefined : whyForbidden(pathInRepository(file), target);
      if (because !== undefined) context.report({ node, message: because });
    };
    const checkSource = (node: Node & { source?: StringNode | null }): void => check(node, node.source);
    return {
      ImportDeclaration: checkSource,
      ImportExpression: checkSource,
      ExportNamedDeclaration: checkSource,
      ExportAllDeclaration: checkSource,
      TSImportType: checkSource,
    };
  },
};

const ENVIRONMENT =
  'Only config.ts and the commands read the environment, so that all wrong settings are named at once: take the value from the config.';

const environment = {
  create: (context: Context): Visitor => ({
    MemberExpression: (
      node: Node & { object: { type: string; name?: string }; property: { name?: string; value?: unknown } },
    ) => {
      const isEnv = node.property.name === 'env' || node.property.value === 'env';
      if (isEnv && node.object.type === 'Identifier' && node.object.name === 'process')
        context.report({ node, message: ENVIRONMENT });
    },
    ImportSpecifier: (node: Node & { imported: { name?: string }; parent: { source: StringNode } }) => {
      const { value } = node.parent.source;
      if (node.imported.name === 'env' && (value === 'process' || value === 'node:process'))
        context.report({ node, message: ENVIRONMENT });
    },
  }),
};

export default {
  meta: { name: 'bookbridge' },
  rules: { 'import-directions': importDirections, environment },
};

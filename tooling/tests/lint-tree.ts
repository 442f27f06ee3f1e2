// Lints a made-up tree with the lint configuration of this repository. The rules go by paths, so faults are planted
// where they would be in the real tree, in a temporary folder.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

export type Report = { rule: string; message: string };

/** What oxlint reports, file by file. `tree` maps paths to texts. */
export function lintTree(tree: Record<string, string>): Map<string, Report[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bookbridge-lint-'));
  try {
    for (const path of ['.oxlintrc.json', 'tsconfig.json', 'package.json', 'tooling/lint'])
      cpSync(join(repository, path), join(folder, path), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return reportsOf(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function reportsOf(folder: string): Map<string, Report[]> {
  const command = join(repository, 'node_modules/oxlint/bin/oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [command, '--format=json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  let answer: unknown;
  try {
    answer = JSON.parse(stdout);
  } catch {
    throw new Error(`oxlint did not answer with JSON: ${stdout}${stderr}`);
  }
  const reports = new Map<string, Report[]>();
  for (const { code, filename, message } of diagnosticsOf(answer)) {
    const path = filename.replaceAll('\\', '/');
    reports.set(path, [...(reports.get(path) ?? []), { rule: code, message }]);
  }
  return reports;
}

type Diagnostic = { code: string; filename: string; message: string };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function diagnosticsOf(answer: unknown): Diagnostic[] {
  const list = isRecord(answer) ? answer['diagnostics'] : undefined;
  if (!Array.isArray(list)) throw new Error('oxlint answered without diagnostics');
  return list.filter(isRecord).map((one) => ({
    code: String(one['code']),
    filename: String(one['filename']),
    message: String(one['message']),
  }));
}

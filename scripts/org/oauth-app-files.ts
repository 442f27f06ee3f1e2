// Renders the templates of config/oauth-app into a folder that only this user can read and that is gone afterwards: the
// files hold the consumer key and secret, which must never be committed.
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { SetUpProblem } from './problem.ts';

const templates = fileURLToPath(new URL('../../config/oauth-app', import.meta.url));

export type AppKind = 'external' | 'connected';

/** `{{NAME}}` in a template → its value; a line whose value is null is left out. */
export type AppValues = Readonly<Record<string, string | null>>;

export const appName = 'Bookbridge';

/** API names, by type, of what is deployed for an app of this kind. */
export const appComponents: Readonly<Record<AppKind, readonly string[]>> = {
  external: [
    'ExternalClientApplication:Bookbridge',
    'ExtlClntAppGlobalOauthSettings:Bookbridge_glbloauth',
    'ExtlClntAppOauthSettings:Bookbridge_oauth',
  ],
  connected: ['ConnectedApp:Bookbridge'],
};

export async function withAppFolder<T>(
  kind: AppKind,
  values: AppValues,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  return await withTempFolder(async (folder) => {
    for (const { path, text } of await renderApp(kind, values)) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { mode: 0o600 });
    }
    return await use(folder);
  });
}

export async function withTempFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bookbridge-set-up-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Also when a second Ctrl-C ends the process in the middle.
  process.on('exit', remove);
  try {
    return await use(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Pure but for reading the templates. Throws when a template asks for a value that is not given. */
export async function renderApp(kind: AppKind, values: AppValues): Promise<{ path: string; text: string }[]> {
  const from = join(templates, kind);
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(
    files.toSorted().map(async (file) => ({
      path: relative(from, file),
      text: renderTemplate(await readFile(file, 'utf8'), values, relative(from, file)),
    })),
  );
}

export function renderTemplate(template: string, values: AppValues, name: string): string {
  return template
    .split('\n')
    .filter((line) => ![...line.matchAll(placeholder)].some(([, key = '']) => values[key] === null))
    .join('\n')
    .replaceAll(placeholder, (_all, key: string) => {
      const value = values[key];
      if (value !== undefined && value !== null) return escapeXml(value);
      throw new SetUpProblem(
        'template_broken',
        `config/oauth-app/${name} asks for {{${key}}}, which nobody gives.`,
        'Take the placeholder out, or restore the file.',
      );
    });
}

const placeholder = /\{\{([A-Z_]+)\}\}/g;

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// The OAuth app as an admin makes it by hand from config/oauth-app: the words in double braces filled in, the lines of what
// Salesforce is to make by itself taken out.
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generate } from 'selfsigned';
import type { Sf } from './sf.ts';

export type Pair = { keyFile: string; certificate: string };

/** A throw-away key pair; the private key lies beside the project. */
export async function makePair(sf: Sf, name: string): Promise<Pair> {
  const made = await generate([{ name: 'commonName', value: name }], { keySize: 2048, algorithm: 'sha256' });
  const keyFile = join(sf.folder, `${name}.key`);
  writeFileSync(keyFile, made.private, { mode: 0o600 });
  return { keyFile, certificate: made.cert.trim() };
}

/** Copies `config/oauth-app/<kind>` to a folder of the project; a line with a word that is not given is left out. */
export function fillOAuthApp(sf: Sf, kind: 'external' | 'connected', folder: string, words: Words): void {
  const from = join(sf.project, 'config/oauth-app', kind);
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const to = join(sf.project, folder, file.slice(from.length + 1));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, fill(readFileSync(file, 'utf8'), words));
    chmodSync(to, 0o600);
  }
}

export type Words = Readonly<Record<string, string>>;

function fill(text: string, words: Words): string {
  const placeholder = /\{\{([A-Z_]+)\}\}/;
  return text
    .split('\n')
    .filter((line) => words[placeholder.exec(line)?.[1] ?? ''] !== undefined || !placeholder.test(line))
    .map((line) => line.replace(placeholder, (_all, word: string) => words[word] ?? ''))
    .join('\n');
}

/** Changes elements of the one file in a folder whose name ends so; an element that is not there is put last. */
export function setElements(folder: string, ending: string, elements: Words): void {
  const name = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((each) =>
    each.endsWith(ending),
  );
  if (name === undefined) throw new Error(`There is no file …${ending} in ${folder}.`);
  const file = join(folder, name);
  let text = readFileSync(file, 'utf8');
  for (const [element, value] of Object.entries(elements)) {
    const whole = `<${element}>${value}</${element}>`;
    const present = new RegExp(`<${element}>[^<]*</${element}>`);
    text = present.test(text)
      ? text.replace(present, whole)
      : text.replace(/<\/\w+>\s*$/, `    ${whole}\n$&`);
  }
  writeFileSync(file, text);
}

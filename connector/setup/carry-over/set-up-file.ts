// The whole set-up as one readable file, and back. A file is read completely or not at all; what is wrong with it has a
// code of its own. Parts that this Bookbridge does not know are left out and named.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { pathsOf } from '../read-set-up-body.ts';
import { mappedObjects, setUpSchema } from '../set-up-document.ts';
import type { SetUp } from '../set-up-document.ts';

export const fileFormat = 'bookbridge-set-up';
export const fileVersion = 1;

const sourceSchema = z.object({ id: z.string(), kind: z.string(), name: z.string() });
/** A scheduling tool's entry: event types are named by it, and it has another id elsewhere. */
export type FileSource = z.infer<typeof sourceSchema>;

const orgSchema = z.object({ id: z.string(), name: z.string(), kind: z.string() }).nullable();

export type SetUpFile = {
  format: typeof fileFormat;
  version: typeof fileVersion;
  exportedAt: string;
  org: z.infer<typeof orgSchema>;
  sources: FileSource[];
  setUp: SetUp;
};

export type ReadFile = Pick<SetUpFile, 'org' | 'sources' | 'setUp'> & {
  exportedAt: string | null;
  /** Paths in the file that were left out. */
  skipped: string[];
};

export const mostCharacters = 2_000_000;

/** For people: two spaces, one field a line. */
export function writeSetUpFile(file: Omit<SetUpFile, 'format' | 'version'>): string {
  const { exportedAt, org, sources, setUp } = file;
  const whole: SetUpFile = { format: fileFormat, version: fileVersion, exportedAt, org, sources, setUp };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Throws `import_…` (422), each cause with its own code and sentence. */
export function readSetUpFile(text: string): ReadFile {
  const whole = readJson(text);
  if (typeof whole !== 'object' || whole === null || Reflect.get(whole, 'format') !== fileFormat)
    throw refuse(
      'import_other_format',
      'This is no set-up file of Bookbridge.',
      'Choose a file that "Export" made.',
    );
  requireVersion(Reflect.get(whole, 'version'));
  const raw: unknown = Reflect.get(whole, 'setUp');
  const { known, strangers } = withoutStrangers(raw);
  const parsed = setUpSchema.safeParse(known);
  if (!parsed.success)
    throw refuse(
      'import_unreadable',
      'Parts of this file cannot be read. Nothing of it was taken over.',
      'Put right the places named below, or export the set-up again. A file that was changed by hand must keep its form.',
      pathsOf(parsed.error),
    );
  return {
    org: orgSchema.catch(null).parse(Reflect.get(whole, 'org') ?? null),
    sources: z
      .array(sourceSchema)
      .catch([])
      .parse(Reflect.get(whole, 'sources') ?? []),
    exportedAt: z.iso
      .datetime()
      .nullable()
      .catch(null)
      .parse(Reflect.get(whole, 'exportedAt') ?? null),
    setUp: parsed.data,
    skipped: [...strangers, ...lostPaths(known, parsed.data, '')],
  };
}

function readJson(text: string): unknown {
  const body = text.replace(/^\uFEFF/, '').trim();
  if (body === '') throw refuse('import_empty', 'The file is empty.', 'Choose a file that "Export" made.');
  if (body.length > mostCharacters)
    throw refuse(
      'import_too_large',
      'The file is far larger than any set-up.',
      'Choose a file that "Export" made.',
    );
  try {
    return JSON.parse(body);
  } catch (cause) {
    if (isCut(body))
      throw refuse(
        'import_cut',
        'The file ends in the middle.',
        'Copy or download it once more; nothing was taken over.',
        undefined,
        cause,
      );
    throw refuse(
      'import_not_json',
      'The file is no JSON.',
      'Choose a file that "Export" made. If it was changed by hand, a comma, quote or bracket is probably wrong.',
      undefined,
      cause,
    );
  }
}

/** Begins like ours, and a bracket or a text in it is never closed. */
function isCut(body: string): boolean {
  if (!body.startsWith('{')) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < body.length; at += 1) {
    const character = body[at];
    if (inText && character === '\\') at += 1;
    else if (character === '"') inText = !inText;
    else if (!inText && (character === '{' || character === '[')) depth += 1;
    else if (!inText && (character === '}' || character === ']')) depth -= 1;
  }
  return depth > 0 || inText;
}

function requireVersion(version: unknown): void {
  if (version === fileVersion) return;
  if (typeof version === 'number' && version > fileVersion)
    throw refuse(
      'import_newer_version',
      'A newer Bookbridge made this file.',
      'Bring this Bookbridge up to date, then import it again.',
    );
  if (typeof version === 'number' && Number.isInteger(version))
    throw refuse(
      'import_old_version',
      'This file has a version that Bookbridge no longer reads.',
      'Export the set-up again from where it came.',
    );
  throw refuse(
    'import_without_version',
    'The file does not say which version it is of.',
    'Export the set-up again; a file that was changed by hand must keep its first lines.',
  );
}

function isKnown(name: string): boolean {
  return mappedObjects.some((object) => object === name);
}

/** Objects that we do not map: the file may come from somewhere that does. */
function withoutStrangers(raw: unknown): { known: unknown; strangers: string[] } {
  if (typeof raw !== 'object' || raw === null) return { known: raw, strangers: [] };
  const fields: unknown = Reflect.get(raw, 'fields');
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    return { known: raw, strangers: [] };
  const entries = Object.entries(fields);
  return {
    known: { ...raw, fields: Object.fromEntries(entries.filter(([name]) => isKnown(name))) },
    strangers: entries.filter(([name]) => !isKnown(name)).map(([name]) => `fields.${name}`),
  };
}

const mostPaths = 50;

/** What stands in the file and not in what was read of it. */
function lostPaths(raw: unknown, read: unknown, path: string): string[] {
  if (typeof raw !== 'object' || raw === null || typeof read !== 'object' || read === null) return [];
  return Object.entries(raw)
    .flatMap(([name, value]) => {
      const here = path === '' ? name : `${path}.${name}`;
      return Object.hasOwn(read, name) ? lostPaths(value, Reflect.get(read, name), here) : [here];
    })
    .slice(0, mostPaths);
}

function refuse(
  code: string,
  message: string,
  fix: string,
  fields?: Record<string, string>,
  cause?: unknown,
): AppError {
  return new AppError(code, message, { status: 422, fix, ...(fields && { fields }), cause });
}

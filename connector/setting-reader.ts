// How config.ts reads one setting: the environment first, then settings.env of the data folder. A problem names the setting, the
// line it stands in when it came from the file, and an example.
import type { SettingsFile } from './settings-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Reader = {
  /** Null when it is not set, or empty. */
  text(name: string): string | null;
  problem(name: string, what: string, example: string): void;
};

/** Problems are added to `problems`. */
export function settingReader(
  environment: Environment,
  settings: SettingsFile | null,
  problems: string[],
): Reader {
  const given = (name: string): string | null => environment[name]?.trim() || null;
  const fromFile = (name: string): string | null => {
    const value = settings?.values[name] ?? null;
    // Key, secret and host of one app belong together: half of them from here and half from there would be a third app.
    const [group] = /^SALESFORCE_(?:PRODUCTION|SANDBOX)_/.exec(name) ?? [];
    const isReplaced =
      group !== undefined && Object.keys(environment).some((each) => each.startsWith(group) && given(each));
    return isReplaced ? null : value;
  };
  return {
    text: (name) => given(name) ?? fromFile(name),
    problem(name, what, example) {
      const line = given(name) === null && fromFile(name) !== null ? settings?.lines[name] : undefined;
      const where = line === undefined ? '' : `${settings?.file}, line ${line}: `;
      problems.push(`${where}${name} ${what}. Example: ${name}=${example}`);
    },
  };
}

/** `https://host` or `http://host:port`; else a problem, and null. */
export function readOrigin(from: Reader, name: string, text: string, example: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin =
    url &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username;
  if (!isOrigin) {
    from.problem(
      name,
      `must be an address like https://host or http://host:port without a path, not "${text}"`,
      example,
    );
    return null;
  }
  return url.origin;
}

export function listOf(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}

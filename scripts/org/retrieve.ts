// Reads one component out of the org as the text of its file.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withTempFolder } from './oauth-app-files.ts';
import { SetUpProblem } from './problem.ts';
import { apiVersion } from './target-org.ts';
import type { TargetOrg } from './target-org.ts';

const pollMs = 500;

/** Throws SetUpProblem `component_missing` when the org gives no such file. */
export async function retrieveComponent(
  org: TargetOrg,
  type: string,
  fullName: string,
): Promise<{ fileName: string; text: string }> {
  const { ComponentSet } = await import('@salesforce/source-deploy-retrieve');
  const { Duration } = await import('@salesforce/kit');
  return await withTempFolder(async (output) => {
    const wanted = new ComponentSet([{ type, fullName }]);
    wanted.apiVersion = apiVersion;
    wanted.sourceApiVersion = apiVersion;
    const retrieve = await wanted.retrieve({
      usernameOrConnection: org.connection,
      output,
      format: 'metadata',
      zipFileName: 'retrieved.zip',
      unzip: true,
      singlePackage: true,
    });
    await retrieve.pollStatus({ frequency: Duration.milliseconds(pollMs), timeout: Duration.minutes(10) });
    const entries = await readdir(output, { recursive: true, withFileTypes: true });
    const found = entries.find((entry) => entry.isFile() && entry.name.startsWith(`${fullName}.`));
    if (found === undefined) {
      throw new SetUpProblem(
        'component_missing',
        `${fullName} (${type}) could not be read from the org.`,
        'Salesforce may need a few minutes after the app was made; then run the same command again.',
      );
    }
    return {
      fileName: basename(found.name),
      text: await readFile(join(found.parentPath, found.name), 'utf8'),
    };
  });
}

/** The text of a top-level element; null when it is not there. */
export function elementOf(xml: string, name: string): string | null {
  const found = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml);
  return found?.[1]?.trim() ?? null;
}

/** The same flat file with these elements set (null: taken out), in the order of their names as Salesforce writes them. */
export function withElements(xml: string, changes: Readonly<Record<string, string | null>>): string {
  const [, head = '', body = '', tail = ''] =
    /^([\s\S]*?<[A-Z]\w+[^>]*>)([\s\S]*)(<\/[A-Z]\w+>\s*)$/.exec(xml) ?? [];
  const present = [...body.matchAll(/<(\w+)>([\s\S]*?)<\/\1>/g)].map(
    ([, name = '', text = '']) => [name, text] as const,
  );
  const kept = present.filter(([name]) => !(name in changes));
  const added = Object.entries(changes).flatMap(([name, text]) =>
    text === null ? [] : [[name, text] as const],
  );
  const lines = [...kept, ...added]
    .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([name, text]) => `    <${name}>${text}</${name}>`);
  return `${head}\n${lines.join('\n')}\n${tail}`;
}

// The sf CLI against a local org, for tests: a copy of the project as a new developer has it, the key for JWT logins, a
// stand-in for the browser of `org login web`, and answers taken out of `--json`.
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningLocalOrg } from '../../local-org/local-org.ts';
import { openSfCli } from '../../scripts/sf-cli.ts';
import type { SfCli, SfRun, SfRunOptions } from '../../scripts/sf-cli.ts';
import { freePort } from '../../scripts/free-port.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const webLogin = fileURLToPath(new URL('web-login.ts', import.meta.url));
const projectParts = ['force-app', 'config', 'sfdx-project.json', '.forceignore'];

export type Sf = SfCli & {
  /** The copy of the project in which the commands run. */
  project: string;
  keyFile: string;
  org: RunningLocalOrg;
  /** Runs with --json and gives `result`; throws with the CLI's own words when it fails. */
  ok(args: readonly string[], options?: SfRunOptions): Promise<unknown>;
  /** Runs with --json a command that has to fail, and gives its `name`, `message` and what else it printed. */
  fails(args: readonly string[], options?: SfRunOptions): Promise<Failure>;
  /** `org login jwt` with the local org's own app for the CLI. */
  loginJwt(username: string, alias: string, origin?: string): Promise<unknown>;
  /** The environment in which `org login web` finds a browser that logs in as this user. */
  browser(username: string, password: string, decision?: 'allow' | 'deny'): Record<string, string>;
};

export type Failure = { code: number | null; name: string; message: string; json: unknown };

export async function openSf({ org, folder }: { org: RunningLocalOrg; folder?: string }): Promise<Sf> {
  const cli = openSfCli(folder);
  const project = join(cli.folder, 'project');
  mkdirSync(project, { recursive: true });
  for (const part of projectParts) cpSync(join(root, part), join(project, part), { recursive: true });
  await chooseLoginPort(join(project, 'sfdx-project.json'));
  const keyFile = join(cli.folder, 'cli.key');
  writeFileSync(keyFile, org.cli.privateKey, { mode: 0o600 });
  const inProject = (options: SfRunOptions): SfRunOptions => ({ cwd: project, ...options });

  const sf: Sf = {
    ...cli,
    project,
    keyFile,
    org,
    run: (args, options = {}) => cli.run(args, inProject(options)),
    async ok(args, options = {}) {
      const run = await cli.run([...args, '--json'], inProject(options));
      if (run.code !== 0) throw new Error(explain(run));
      return at(run.json, 'result');
    },
    async fails(args, options = {}) {
      const run = await cli.run([...args, '--json'], inProject(options));
      if (run.code === 0) throw new Error(`${run.command} was expected to fail and did not.\n${run.stdout}`);
      const { code, json } = run;
      if (json === undefined) throw new Error(explain(run));
      return { code, name: String(at(json, 'name')), message: String(at(json, 'message')), json };
    },
    loginJwt: (username, alias, origin = org.login.production) =>
      sf.ok(
        words`org login jwt --username ${username} --alias ${alias} --instance-url ${origin}
          --client-id ${org.cli.clientId} --jwt-key-file ${keyFile}`,
      ),
    browser: (username, password, decision = 'allow') => ({
      BROWSER: browserScript(cli.folder),
      WEB_LOGIN_USERNAME: username,
      WEB_LOGIN_PASSWORD: password,
      WEB_LOGIN_DECISION: decision,
    }),
  };
  return sf;
}

/** Arguments as a person types them: words at blanks; what is filled in is one argument, a list is several. */
export function words(texts: TemplateStringsArray, ...values: (string | readonly string[])[]): string[] {
  return texts.flatMap((text, index) => {
    const value = values[index] ?? [];
    const typed = text.split(/\s+/).filter((word) => word !== '');
    return [...typed, ...(typeof value === 'string' ? [value] : value)];
  });
}

/** What lies at a dotted path in an answer, undefined where there is nothing. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path === '' ? [] : path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.entries(found).find(([name]) => name === key)?.[1];
  }
  return found;
}

/** Rows at a dotted path, or of the answer itself; none where there is no list. */
export function rowsAt(value: unknown, path = ''): unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

function explain({ command, code, json, stdout, stderr }: SfRun): string {
  const message = at(json, 'message');
  const said = typeof message === 'string' ? message : stdout;
  const details = JSON.stringify(at(json, 'result.details.componentFailures') ?? at(json, 'data') ?? '');
  return `${command} ended with exit code ${code}: ${said} ${details}\n${stderr}`;
}

/** `org login web` listens on a fixed port otherwise, which another run may hold. */
async function chooseLoginPort(projectFile: string): Promise<void> {
  const project: unknown = JSON.parse(readFileSync(projectFile, 'utf8'));
  if (typeof project !== 'object') throw new Error('sfdx-project.json is not an object.');
  writeFileSync(projectFile, JSON.stringify({ ...project, oauthLocalPort: await freePort() }));
}

/** The CLI listens only once its browser process has ended, so the walk goes on in the background. */
function browserScript(folder: string): string {
  const script = join(folder, 'browser.sh');
  const lines = [
    '#!/bin/sh',
    `exec 2>>"${folder}/browser.log" >&2`,
    `"${process.execPath}" "${webLogin}" "$1" &`,
  ];
  writeFileSync(script, `${lines.join('\n')}\n`);
  chmodSync(script, 0o755);
  return script;
}

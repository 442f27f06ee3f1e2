// On a real terminal (a pty of the system's `script`): questions are not painted over, Ctrl-C gives the cursor back, and a
// secret is never shown. Without `script`, as on Windows, there is no terminal to try.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { openOrgCommand } from './org-command.ts';
import type { OrgCommand } from './org-command.ts';

const terminal = '/usr/bin/script';
const onTerminal = existsSync(terminal) && process.platform === 'linux' ? describe : describe.skip;
const root = fileURLToPath(new URL('../..', import.meta.url));
const ctrlC = '\u0003';
const showCursor = '\u001b[?25h';
const hideCursor = '\u001b[?25l';

onTerminal('on a terminal', () => {
  let command: OrgCommand;
  let secret: string;

  beforeAll(async () => {
    command = await openOrgCommand();
    const made = await command.create(['--alias', 'typed', '--secure']);
    if (made.report.status !== 'ready') throw new Error(JSON.stringify(made.report));
    // Made anew in standard mode, the app has a secret that only Salesforce knows.
    secret = 'pasted-by-a-person-0123456789abcdef';
  }, 60_000);
  afterAll(async () => await command.close());

  /** Types `answers` one after the other, each once its words are on the screen. */
  async function type(args: string, answers: [onScreen: string, keys: string][]): Promise<Seen> {
    const { NO_COLOR: _none, CI: _ci, ...env } = { ...process.env, ...command.env, CI: '', NO_COLOR: '' };
    // `exec`: a shell that stays between would die of the Ctrl-C itself, and its 130 would hide our exit code.
    const line = `stty cols 80 rows 40; exec ${process.execPath} scripts/run.mjs scripts/org.ts ${args}`;
    const child = spawn(terminal, ['-qec', line, '/dev/null'], {
      cwd: root,
      env: { ...env, TERM: 'xterm-256color' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let screen = '';
    const left = [...answers];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
      const [next] = left;
      if (next === undefined || !screen.includes(next[0])) return;
      left.shift();
      child.stdin.write(next[1]);
    });
    const giveUp = setTimeout(() => child.kill(), 40_000);
    await once(child, 'close');
    clearTimeout(giveUp);
    return { code: child.exitCode, screen, unanswered: left.length };
  }
  type Seen = { code: number | null; screen: string; unanswered: number };

  test('the secret is asked for once the moving line stands still, is not shown, and Ctrl-C is no failure', async () => {
    const seen = await type('setup -o typed --standard --fix', [
      ['is not shown):', `${secret}\r`],
      ['does not accept that one', ctrlC],
    ]);
    expect(seen).toMatchObject({ code: 1, unanswered: 0 });
    expect(seen.screen).not.toContain(secret.slice(0, 8));
    expect(seen.screen).not.toContain('toggle');
    // After the question is drawn nothing moves before it is answered.
    const question = seen.screen.slice(
      seen.screen.indexOf('is not shown):'),
      seen.screen.indexOf('does not accept'),
    );
    expect(question.slice(0, question.lastIndexOf('*'))).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u);
    expect(seen.screen).toContain(
      'Stopped before the end.\r\nRun the same command again: it goes on where it stopped.',
    );
    expect(seen.screen.lastIndexOf(showCursor)).toBeGreaterThan(seen.screen.lastIndexOf(hideCursor));
  }, 60_000);

  test('production: the question names the org, and "no" changes nothing', async () => {
    const seen = await type('setup -o bookbridge-local-hub', [['production org.', 'n\r']]);
    expect(seen).toMatchObject({ code: 1, unanswered: 0 });
    expect(seen.screen).toContain('Nothing was changed.');
  }, 60_000);

  test('Ctrl-C while Salesforce works: one sentence, the cursor is back', async () => {
    const seen = await type('setup -o typed', [['Companion app', ctrlC]]);
    expect(seen).toMatchObject({ code: 1, unanswered: 0 });
    expect(seen.screen).toContain('Stopped before the end.');
    expect(seen.screen).not.toMatch(/at .*\.ts:\d+/);
    expect(seen.screen.lastIndexOf(showCursor)).toBeGreaterThan(seen.screen.lastIndexOf(hideCursor));
    expect(existsSync(join(command.dataFolder, 'settings.env'))).toBe(true);
    expect(readFileSync(join(command.dataFolder, 'settings.env'), 'utf8')).not.toContain(secret);
  }, 60_000);
});

// What a person sees while a set-up runs: one line per step with its result kept; a spinner and the present detail on a
// terminal, plain lines elsewhere, nothing at all when the answer is for a machine.
import process from 'node:process';
import { styleText } from 'node:util';
import type { CheckRow, StepReport } from '../report.ts';
import { createSpinner } from './spinner.ts';

export type Show = {
  line(text: string): void;
  /** A detail of what is going on just now. */
  progress(text: string): void;
  working<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** For a question: nothing moves meanwhile. */
  aside<T>(question: () => Promise<T>): Promise<T>;
  result(title: string, state: StepReport['state'], detail: string): void;
  checks(rows: readonly CheckRow[]): void;
};

const titleWidth = 22;
const marks = { already: '✔', done: '✔', planned: '○', skipped: '–', failed: '✖' } as const;
const colours = { already: 'green', done: 'green', planned: 'blue', skipped: 'gray', failed: 'red' } as const;
const words = { already: 'already: ', done: '', planned: 'would ', skipped: '', failed: '' } as const;
const checkMarks = { pass: 'done', warn: 'planned', fail: 'failed', unknown: 'skipped' } as const;

export function showOnTerminal(options: { isForMachine: boolean; isCi: boolean }): Show {
  const isLive = !options.isForMachine && process.stdout.isTTY && !options.isCi;
  const say = (text: string): void => {
    if (!options.isForMachine) process.stdout.write(`${text}\n`);
  };
  const spinner = createSpinner();
  let lastSaid = '';
  return {
    line: say,
    progress(text) {
      if (spinner.isTurning) spinner.detail(text);
      else if (text !== lastSaid) say(`  ${text}`);
      lastSaid = text;
    },
    working: async (title, work) => (isLive ? await spinner.during(title, work) : await work()),
    aside: spinner.aside,
    result(title, state, detail) {
      say(`${mark(state)} ${title.padEnd(titleWidth)} ${words[state]}${detail}`);
    },
    checks(rows) {
      for (const row of rows) {
        say(`  ${mark(checkMarks[row.status])} ${row.title}: ${row.found}`);
        if (row.status !== 'pass' && row.fix !== undefined)
          say(`      ${row.fix.text}${row.fix.href === undefined ? '' : ` ${row.fix.href}`}`);
      }
    },
  };
}

/** In colour where the terminal has any (NO_COLOR is heeded). */
function mark(state: keyof typeof marks): string {
  return styleText(colours[state], marks[state], { stream: process.stdout });
}

// What a person sees while a set-up runs: one line per step with its result kept; a spinner and the present detail on a
// terminal, plain lines elsewhere, nothing at all when the answer is for a machine.
import process from 'node:process';
import { styleText } from 'node:util';
import type { CheckRow, StepReport } from './report.ts';

export type Show = {
  line(text: string): void;
  /** A detail of what is going on just now. */
  progress(text: string): void;
  working<T>(title: string, work: () => Promise<T>): Promise<T>;
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
  let output: ((text: string) => void) | null = null;
  let lastSaid = '';
  return {
    line: say,
    progress(text) {
      if (output !== null) output(text);
      else if (text !== lastSaid) say(`  ${text}`);
      lastSaid = text;
    },
    async working(title, work) {
      if (!isLive) return await work();
      // Loaded when there is somebody to look.
      const { Listr } = await import('listr2');
      let worked: { value: Awaited<ReturnType<typeof work>> } | undefined;
      const list = new Listr(
        [
          {
            title,
            task: async (_context, task) => {
              output = (text) => (task.output = text);
              worked = { value: await work() };
            },
          },
        ],
        // The result is a line of ours, so that it is the same everywhere.
        { rendererOptions: { clearOutput: true }, registerSignalListeners: false },
      );
      try {
        await list.run();
      } finally {
        output = null;
      }
      if (worked === undefined) throw new Error('The step ended without a result.');
      return worked.value;
    },
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

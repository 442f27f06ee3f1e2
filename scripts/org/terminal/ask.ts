// Questions to a person at a terminal. Nobody there: the caller says in a sentence how to answer beforehand.
import process from 'node:process';
import { codesOf, stopped } from '../problem.ts';

export type Ask = {
  /** False: no terminal, or the answers are for a machine. */
  readonly isPossible: boolean;
  yes(question: string): Promise<boolean>;
  /** What is typed is never shown. */
  secret(question: string): Promise<string>;
};

type AskOptions = {
  isForMachine: boolean;
  isCi: boolean;
  signal: AbortSignal;
  /** Keeps what moves on the screen still while a question is there. */
  aside: <T>(question: () => Promise<T>) => Promise<T>;
};

export function askAtTerminal({ isForMachine, isCi, signal, aside }: AskOptions): Ask {
  const isPossible = !isForMachine && process.stdin.isTTY && process.stdout.isTTY && !isCi;
  return {
    isPossible,
    async yes(message) {
      // Loaded when needed: most runs ask nothing.
      const { confirm } = await import('@inquirer/prompts');
      return await answered(aside(async () => await confirm({ message, default: false }, { signal })));
    },
    async secret(message) {
      // Without `toggleMask: false` a key shows what was typed.
      const { password } = await import('@inquirer/prompts');
      return await answered(
        aside(async () => await password({ message, mask: true, toggleMask: false }, { signal })),
      );
    },
  };
}

/** Ctrl-C at a question reaches the prompt, not us. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (codesOf(error).some((code) => ['ExitPromptError', 'AbortPromptError'].includes(code)))
      throw stopped();
    throw error;
  }
}

// Questions to a person at a terminal. Nobody there: the caller says in a sentence how to answer beforehand.
import process from 'node:process';

export type Ask = {
  /** False: no terminal, or the answers are for a machine. */
  readonly isPossible: boolean;
  yes(question: string): Promise<boolean>;
  /** What is typed is never shown. */
  secret(question: string): Promise<string>;
};

export function askAtTerminal(options: { isForMachine: boolean; isCi: boolean; signal: AbortSignal }): Ask {
  const isPossible = !options.isForMachine && process.stdin.isTTY && process.stdout.isTTY && !options.isCi;
  const { signal } = options;
  return {
    isPossible,
    async yes(question) {
      // Loaded when needed: most runs ask nothing.
      const { confirm } = await import('@inquirer/prompts');
      return await confirm({ message: question, default: false }, { signal });
    },
    async secret(question) {
      const { password } = await import('@inquirer/prompts');
      return await password({ message: question, mask: true }, { signal });
    },
  };
}

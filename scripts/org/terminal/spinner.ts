// The moving line of a step on a terminal. It steps aside for a question, which it would otherwise paint over, and leaves
// nothing behind: what a step came to is a line of its own.
export type Spinner = {
  /** Shown beside the title until the next one. */
  detail(text: string): void;
  /** False: no step is being worked on. */
  readonly isTurning: boolean;
  during<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Stops the line, asks, and goes on. */
  aside<T>(question: () => Promise<T>): Promise<T>;
};

type Turn = { pause: () => void; stopped: Promise<void>; goOn: () => void };

export function createSpinner(): Spinner {
  let say: ((text: string) => void) | null = null;
  let turn: Turn | null = null;
  return {
    get isTurning() {
      return say !== null;
    },
    detail: (text) => say?.(text),
    async during(title, work) {
      // Loaded when there is somebody to look.
      const { Listr } = await import('listr2');
      const working = work();
      let isEnded = false;
      const end = (): void => void (isEnded = true);
      const ended = working.then(end, end);
      while (!isEnded) {
        const pause = Promise.withResolvers<void>();
        const stopped = Promise.withResolvers<void>();
        const goOn = Promise.withResolvers<void>();
        let isPaused = false;
        turn = {
          pause: () => {
            isPaused = true;
            pause.resolve();
          },
          stopped: stopped.promise,
          goOn: goOn.resolve,
        };
        const list = new Listr(
          [
            {
              title,
              task: async (_context, task) => {
                say = (text) => (task.output = text);
                await Promise.race([ended, pause.promise]);
              },
            },
          ],
          { rendererOptions: { clearOutput: true }, registerSignalListeners: false },
        );
        try {
          await list.run();
        } finally {
          say = null;
          stopped.resolve();
        }
        if (isPaused) await Promise.race([goOn.promise, ended]);
      }
      turn = null;
      return await working;
    },
    async aside(question) {
      const present = turn;
      present?.pause();
      await present?.stopped;
      try {
        return await question();
      } finally {
        present?.goOn();
      }
    },
  };
}

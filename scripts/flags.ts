// The flags of a command: help on request, and one sentence instead of a stack trace for a flag that is not there.
import process from 'node:process';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

type Values<T extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

/** Null when nothing is left to do: the help was printed, or the exit code is 2 and the mistake was named. */
export function readFlags<T extends ParseArgsOptionsConfig>(help: string, options: T): Values<T> | null {
  try {
    const asked = parseArgs({ options: { help: { type: 'boolean', short: 'h' } }, strict: false });
    if (asked.values.help !== undefined) {
      process.stdout.write(`${help}\n`);
      return null;
    }
    return parseArgs({ options }).values;
  } catch (error) {
    refuseFlags(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error), help);
    return null;
  }
}

/** A whole number from 1 to `most`; null (and exit code 2) for anything else. */
export function readCount(name: string, text: string, most: number): number | null {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= most) return count;
  refuseFlags(`${name} is "${text}"; it takes a whole number from 1 to ${most}`);
  return null;
}

function refuseFlags(mistake: string, help = ''): void {
  process.stderr.write(`${mistake}.\n${help === '' ? '' : `\n${help}\n`}`);
  process.exitCode = 2;
}

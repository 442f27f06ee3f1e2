// For tests: commands of `npm run org` one after the other in a process of its own, as --json would tell them. Loading the
// libraries costs a command more than its work does.
import process from 'node:process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { readArguments } from '../org/terminal/arguments.ts';
import { emptyReport, exitCodeOf } from '../org/report.ts';
import type { Report } from '../org/report.ts';
import { runCommand } from '../org/run-command.ts';
import { showOnTerminal } from '../org/terminal/show.ts';

const order = z.object({ args: z.array(z.string()), env: z.record(z.string(), z.string()) });

async function carryOut(args: string[], env: Record<string, string | undefined>): Promise<Report> {
  const asked = readArguments(args, env);
  if (asked.kind === 'help') throw new Error('Help is not for machines.');
  if (asked.kind === 'mistake') {
    const { command, sentence: message, fix } = asked;
    return emptyReport(command, { code: 'wrong_usage', message, fix });
  }
  const show = showOnTerminal({ isForMachine: true, isCi: true });
  return await runCommand(asked, env, new AbortController().signal, show);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { args, env } = order.parse(JSON.parse(line));
  const report = await carryOut(args, { ...process.env, ...env });
  process.stdout.write(`${JSON.stringify({ code: exitCodeOf(report), report })}\n`);
}
// Timers of the libraries would hold the process.
process.exit();

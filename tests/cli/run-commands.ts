// `npm run test:cli [-- area…]`: every command of the sf CLI that the project relies on, with its main error, against the
// local org. Prints a table; exit code 1 when one fails. Its short form in `npm test` is tests/cli-trip.test.ts.
import process from 'node:process';
import { appArea } from './app-commands.ts';
import { behaviourArea } from './behaviour-commands.ts';
import { dataArea } from './data-commands.ts';
import { deployArea } from './deploy-commands.ts';
import { loginArea } from './login-commands.ts';
import { packageArea } from './package-commands.ts';
import { pageArea } from './page-commands.ts';
import { pageErrorsArea } from './page-errors.ts';
import { sandboxArea } from './sandbox-commands.ts';
import { scratchArea } from './scratch-commands.ts';
import { trackingArea } from './tracking-commands.ts';
import { runArea } from './trials.ts';
import type { Area, TrialResult } from './trials.ts';
import { userArea } from './user-commands.ts';

const areas = [
  loginArea,
  scratchArea,
  userArea,
  deployArea,
  behaviourArea,
  appArea,
  trackingArea,
  sandboxArea,
  dataArea,
  packageArea,
  pageArea,
  pageErrorsArea,
];

/** Each command is a process of its own: more of them at once than this fight for the processor. */
const lanes = 2;

async function runAll(chosen: Area[]): Promise<TrialResult[]> {
  const results: TrialResult[] = [];
  const queue = [...chosen];
  const lane = async (): Promise<void> => {
    for (let area = queue.shift(); area !== undefined; area = queue.shift()) {
      const { name } = area;
      const report = (result: TrialResult): void => {
        results.push(result);
        say(line(result));
      };
      try {
        await runArea(area, report);
      } catch (error) {
        const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
        report({ area: name, command: '', what: 'the area ends', seconds: 0, calls: 0, problem });
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return chosen.flatMap(({ name }) => results.filter(({ area }) => area === name));
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

function line({ command, what, seconds, calls, problem }: TrialResult): string {
  const result = problem === null ? 'ok' : 'FAILED';
  const title = `${command}: ${what}`;
  const row = `${title.padEnd(86)} ${result.padEnd(7)} ${seconds.toFixed(1).padStart(5)} ${String(calls).padStart(5)}`;
  return problem === null ? row : `${row}\n      ${problem}`;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !areas.some((area) => area.name === name));
if (unknown.length > 0) {
  complain(`There is no area ${unknown.join(', ')}; there are ${areas.map(({ name }) => name).join(', ')}.`);
  process.exitCode = 2;
} else {
  const chosen = names.length === 0 ? areas : areas.filter(({ name }) => names.includes(name));
  const began = Date.now();
  const results = await runAll(chosen);
  say(`\n${'command'.padEnd(86)} result  seconds  API calls`);
  for (const result of results) say(line(result));
  const failed = results.filter(({ problem }) => problem !== null).length;
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  say(`\n${results.length - failed} passed, ${failed} failed, in ${minutes} minutes`);
  process.exitCode = failed === 0 && results.length > 0 ? 0 : 1;
}

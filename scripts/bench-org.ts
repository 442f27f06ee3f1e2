// Seconds and API calls from nothing to a checked scratch org: our one command, the same work as separate sf commands right
// after it in the same local org, and our command once more, which then has nothing to do.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { z } from 'zod';
import { setUpBySfCommands } from './bench-org-by-hand.ts';
import type { BenchOrg } from './bench-org-by-hand.ts';
import { startChild } from './child.ts';
import { runNode } from './run-node.ts';
import { openSfCli } from './sf-cli.ts';
import type { SfCli } from './sf-cli.ts';
import { withoutRealThings } from './try-out.ts';
import { until } from './until.ts';

/** What a run took. */
export type OrgRun = { seconds: number; calls: number };

export type OrgTimes = {
  oneCommand: OrgRun;
  again: OrgRun;
  sfCommands: OrgRun & { commands: number };
};

const readySchema = z.object({
  login: z.object({ production: z.string(), sandbox: z.string() }),
  cli: z.object({ clientId: z.string(), keyFile: z.string() }),
});

/** One local org without added latency, one run of each in it. Leaves nothing behind. */
export async function timeOrgs(stopAsked: AbortSignal): Promise<OrgTimes> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bookbridge-bench-'));
  let ready = '';
  const localOrg = startChild('local-org/main.ts', {
    name: 'The local org',
    args: ['--json', '--port', '0', '--with-parent', '--data', join(dataFolder, 'local-org')],
    env: withoutRealThings(process.env),
    onLine: (line) => (ready = line),
  });
  const sf = openSfCli();
  try {
    const said = await until('The local org', 30_000, async () => {
      stopAsked.throwIfAborted();
      if (localOrg.process.exitCode !== null) throw new Error(await localOrg.ended);
      return ready === '' ? null : ready;
    });
    const org: BenchOrg = { ...readySchema.parse(JSON.parse(said)), dataFolder };
    const measure = async <T>(work: () => Promise<T>): Promise<OrgRun & { result: T }> => {
      stopAsked.throwIfAborted();
      const calls = new URL('/__local/calls', org.login.production);
      await fetch(calls, { method: 'DELETE' });
      const began = performance.now();
      const result = await work();
      const seconds = (performance.now() - began) / 1000;
      const counts = z.object({ total: z.number() }).parse(await (await fetch(calls)).json());
      return { seconds, calls: counts.total, result };
    };
    const oneCommand = await measure(() => runOrgCommand(org, sf));
    const again = await measure(() => runOrgCommand(org, sf));
    const { result, ...sfCommands } = await measure(() => setUpBySfCommands(org, sf));
    return { oneCommand, again, sfCommands: { ...sfCommands, commands: result } };
  } finally {
    await sf.close();
    await localOrg.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** `npm run org -- create --scratch`, without npm: a process of its own, as a person waits for it. */
async function runOrgCommand(org: BenchOrg, sf: SfCli): Promise<void> {
  const args = ['create', '--scratch', '--local-org-url', org.login.production, '--data', org.dataFolder];
  const run = await runNode(['scripts/run.mjs', 'scripts/org.ts', ...args, '--json'], sf.environment());
  if (run.code !== 0)
    throw new Error(`npm run org ended with exit code ${run.code}.\n${run.stdout}${run.stderr}`);
}

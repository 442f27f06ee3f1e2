// What a trial of one command is: it runs against a local org of its area, is timed, its API calls are counted, and it
// fails with a sentence instead of ending the run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startLocalOrg } from '../../local-org/local-org.ts';
import type { LocalOrgOptions, RunningLocalOrg } from '../../local-org/local-org.ts';
import { countCalls, firstAdmin, lookAtOrg } from './org-side.ts';
import type { Admin, OrgSide } from './org-side.ts';
import { openSf } from './sf.ts';
import type { Sf } from './sf.ts';

export type TrialResult = {
  area: string;
  command: string;
  what: string;
  seconds: number;
  calls: number;
  /** Null when it went as it should. */
  problem: string | null;
};

export type TrialWorld = {
  org: RunningLocalOrg;
  sf: Sf;
  /** The production org, which is the Dev Hub; the CLI knows it as `hub` from the start. */
  admin: Admin;
  /** The production org through jsforce. */
  hub: OrgSide;
  /** `command` as a person types it, without flags; `what` says what happens. */
  trial(command: string, what: string, run: () => Promise<void>): Promise<void>;
  /** Stops the local org and starts it again on the same ports, with the same data. */
  restart(): Promise<void>;
};

export type Area = {
  name: string;
  options?: Partial<LocalOrgOptions>;
  run(world: TrialWorld): Promise<void>;
};

/** Runs an area in an org and a home folder of its own; `report` hears of each trial when it ends. */
export async function runArea(area: Area, report: (result: TrialResult) => void): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'bookbridge-cli-'));
  const start = (port: number): Promise<RunningLocalOrg> =>
    startLocalOrg({ callbackUrls: [], ...area.options, data, port });
  let org = await startOnFreePorts(start);
  let sf: Sf | undefined;
  try {
    const opened = await openSf({ org });
    sf = opened;
    const admin = firstAdmin(org, 'production');
    await opened.loginJwt(admin.username, 'hub');
    const trial: TrialWorld['trial'] = async (command, what, run) => {
      const count = await countCalls(org);
      const began = performance.now();
      const problem = await run().then(() => null, sentence);
      const seconds = (performance.now() - began) / 1000;
      const left = opened.forgetRefused();
      const refused = left.length === 0 ? null : `It tried to reach ${left.join('; ')}`;
      report({ area: area.name, command, what, seconds, calls: await count(), problem: problem ?? refused });
    };
    await area.run({
      org,
      sf: opened,
      admin,
      hub: await lookAtOrg(org, admin.username, org.login.production),
      trial,
      async restart() {
        const port = Number(new URL(org.login.production).port);
        await org.stop();
        org = await start(port);
      },
    });
  } finally {
    await sf?.close();
    await org.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Four neighbouring ports, so that a restart finds the same ones by their first. */
async function startOnFreePorts(start: (port: number) => Promise<RunningLocalOrg>): Promise<RunningLocalOrg> {
  for (let tries = 0; ; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    try {
      return await start(port);
    } catch (error) {
      const isTaken = typeof error === 'object' && error !== null && 'code' in error;
      if (!isTaken || error.code !== 'EADDRINUSE' || tries > 20) throw error;
    }
  }
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').slice(0, 12).join('\n      ');
}

// A network that is cut again and again, each time one request later: every run ends in one sentence, and the same command
// goes on until the org is ready, with everything in it exactly once.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FaultOrder } from '../../local-org/faults.ts';
import { adminOf } from './org-admin.ts';
import { openOrgCommand } from './org-command.ts';
import type { OrgCommand } from './org-command.ts';

let command: OrgCommand;

beforeAll(async () => {
  command = await openOrgCommand();
});
afterAll(async () => await command.close());

/** `on`: what is cut (jsforce repeats a GET by itself, so the others are what matters); `stride`: requests between two cuts. */
const chains: { kind: FaultOrder['kind']; on: FaultOrder['on']; stride: number; least: number }[] = [
  { kind: 'timeout_after_commit', on: 'any', stride: 3, least: 2 },
  { kind: 'reset', on: 'metadata', stride: 2, least: 1 },
  { kind: 'reset', on: 'sobjects', stride: 1, least: 2 },
  { kind: 'unavailable', on: 'composite', stride: 2, least: 2 },
];
const mostRuns = 30;
const passing = /^(org_unreachable|org_unavailable|salesforce_unavailable|login_expired)$/;

test.each(chains)(
  '$kind on $on, one request later each time, then the same command again, ends with a ready org',
  async ({ kind, on, stride, least }) => {
    const alias = `${kind.replaceAll('_', '')}-${on}`;
    const before = command.org.orgs.length;
    const { ends, last } = await runUntilUncut(alias, kind, on, stride);
    for (const end of ends)
      expect(end).toEqual({ exitCode: 1, code: expect.stringMatching(passing), tellsHow: true });
    expect(ends.length).toBeGreaterThanOrEqual(least);
    expect(last.report).toMatchObject({ status: 'ready' });
    // One org, although its order may have been asked for twice.
    expect(command.org.orgs.length - before).toBe(1);
    const admin = await adminOf(command.org, last.report.org);
    const users = await admin.query(`SELECT Id FROM User WHERE LastName = 'API User'`);
    const sets = await admin.query(
      `SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '${last.report.apiUser}' AND PermissionSet.Name LIKE 'Bookbridge%'`,
    );
    expect({ users: users.totalSize, sets: sets.totalSize }).toEqual({ users: 1, sets: 2 });
  },
  120_000,
);

type Run = Awaited<ReturnType<OrgCommand['create']>>;
type End = { exitCode: number | null; code: string | undefined; tellsHow: boolean };

/** The same command with a cut at request 0, then `stride` later each time, until it ends before the cut comes. */
async function runUntilUncut(
  alias: string,
  kind: FaultOrder['kind'],
  on: FaultOrder['on'],
  stride: number,
): Promise<{ ends: End[]; last: Run }> {
  const ends: End[] = [];
  for (let run = 0; run < mostRuns; run++) {
    await command.clearFaults();
    await command.fault({ kind, on, after: run * stride });
    const ran = await command.create(['--alias', alias]);
    const wasCut = (await command.pendingFaults()) === 0;
    const { error, status } = ran.report;
    if (status !== 'ready') {
      const tellsHow = error?.fix.includes('the same command again') ?? false;
      ends.push({ exitCode: ran.code, code: error?.code, tellsHow });
    } else if (!wasCut) {
      await command.clearFaults();
      return { ends, last: ran };
    }
  }
  throw new Error(`Not ready after ${mostRuns} runs.`);
}

test('none of this contacted another host than this computer', () => {
  expect(command.refusedConnections()).toEqual([]);
});

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
afterAll(async () => {
  expect(command.refusedConnections()).toEqual([]);
  await command.close();
});

/** `on`: what is cut (jsforce repeats a GET by itself, so the others are what matters); `stride`: requests between two cuts. */
const chains: { kind: FaultOrder['kind']; on: FaultOrder['on']; stride: number; least: number }[] = [
  { kind: 'timeout_after_commit', on: 'any', stride: 3, least: 2 },
  { kind: 'reset', on: 'metadata', stride: 2, least: 2 },
  { kind: 'reset', on: 'sobjects', stride: 1, least: 2 },
  { kind: 'unavailable', on: 'composite', stride: 2, least: 2 },
];
const mostRuns = 30;
const passing = ['org_unreachable', 'org_unavailable', 'salesforce_unavailable', 'login_expired'];

test.each(chains)(
  '$kind on $on, one request later each time, then the same command again, ends with a ready org',
  async ({ kind, on, stride, least }) => {
    const alias = `${kind.replaceAll('_', '')}-${on}`;
    const before = command.org.orgs.length;
    const met: string[] = [];
    for (let cut = 0; ; cut += stride) {
      expect(met.length).toBeLessThan(mostRuns);
      await command.clearFaults();
      await command.fault({ kind, on, after: cut });
      const ran = await command.create(['--alias', alias]);
      const wasHit = (await command.pendingFaults()) === 0;
      if (ran.report.status === 'ready') {
        expect(ran.code).toBe(0);
        if (!wasHit) {
          await command.clearFaults();
          await expectWhole(ran.report);
          break;
        }
      } else {
        expect({ wasHit, code: ran.code, error: ran.report.error }).toMatchObject({
          wasHit: true,
          code: 1,
          error: { fix: expect.stringMatching(/the same command again/) },
        });
        expect(passing).toContain(ran.report.error?.code);
        met.push(ran.report.steps.find(({ state }) => state === 'failed')?.id ?? '');
      }
    }
    // One org, although its order may have been asked for twice.
    expect(command.org.orgs.length - before).toBe(1);
    expect(met.length).toBeGreaterThanOrEqual(least);
  },
  120_000,
);

async function expectWhole(report: Awaited<ReturnType<OrgCommand['report']>>['report']): Promise<void> {
  const admin = await adminOf(command.org, report.org);
  const users = await admin.query(`SELECT Id FROM User WHERE LastName = 'API User'`);
  const sets = await admin.query(
    `SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE Assignee.Username = '${report.apiUser}' AND PermissionSet.IsOwnedByProfile = false`,
  );
  expect(users.totalSize).toBe(1);
  expect(sets.records.map(({ PermissionSet }) => PermissionSet?.Name).toSorted()).toEqual([
    'Bookbridge_API_User',
    'Bookbridge_App_Access',
  ]);
}

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

/** `stride`: requests between two cuts; the kinds share the work, so that together they cut nearly everywhere. */
const chains: { kind: FaultOrder['kind']; first: number; stride: number; code: string }[] = [
  { kind: 'timeout_after_commit', first: 0, stride: 2, code: 'org_unreachable' },
  { kind: 'reset', first: 1, stride: 4, code: 'org_unreachable' },
  { kind: 'unavailable', first: 2, stride: 4, code: 'org_unavailable' },
];
const mostRuns = 30;

test.each(chains)(
  '$kind at every step, then the same command again, ends with a ready org',
  async ({ kind, first, stride, code }) => {
    const alias = kind.replaceAll('_', '');
    const before = command.org.orgs.length;
    const met: string[] = [];
    for (let cut = first; ; cut += stride) {
      expect(met.length).toBeLessThan(mostRuns);
      await command.clearFaults();
      await command.fault({ kind, after: cut });
      const ran = await command.create(['--alias', alias]);
      const wasHit = (await command.pendingFaults()) === 0;
      if (ran.report.status === 'ready') {
        expect(ran.code).toBe(0);
        if (!wasHit) {
          await expectWhole(ran.report);
          break;
        }
      } else {
        expect({ wasHit, code: ran.code, error: ran.report.error }).toMatchObject({
          wasHit: true,
          code: 1,
          error: { code, fix: expect.stringMatching(/the same command again/) },
        });
        met.push(ran.report.steps.find(({ state }) => state === 'failed')?.id ?? '');
      }
    }
    // One org, although its order may have been asked for twice.
    expect(command.org.orgs.length - before).toBe(1);
    expect(new Set(met).size).toBeGreaterThan(2);
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

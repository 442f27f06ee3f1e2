// A network that is cut at every request that changes something, or reads by POST: every run ends in one sentence, and the
// same command goes on until the org is ready, with everything in it exactly once.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FaultOrder } from '../../local-org/faults.ts';
import { adminOf } from './org-admin.ts';
import { openOrgCommand } from './org-command.ts';
import type { OrgCommand } from './org-command.ts';

let command: OrgCommand;

beforeAll(async () => {
  command = await openOrgCommand(
    { limits: { activeScratchOrgs: 200, dailyScratchOrgs: 500 } },
    { oneProcess: true },
  );
});
afterAll(async () => await command.close());

/** What is cut, and the steps that must have been hit by it. jsforce repeats a GET by itself, so those are left out. */
const places: { on: FaultOrder['on']; steps: string[] }[] = [
  { on: 'sobjects', steps: ['org', 'api-user', 'permission-sets'] },
  { on: 'metadata', steps: ['companion-app', 'oauth-app', 'oauth-policies'] },
  { on: 'composite', steps: ['oauth-app', 'api-user', 'checks'] },
];
const lost: FaultOrder['kind'] = 'timeout_after_commit';
const chains = places.flatMap(({ on, steps }) => [
  { kind: lost, on, steps },
  // Nothing was done in the org: the lighter half, so one of the two is enough for a place.
  { kind: on === 'metadata' ? ('unavailable' as const) : ('reset' as const), on, steps },
]);
const mostRuns = 90;
const passing = /^(org_unreachable|org_unavailable|salesforce_unavailable|login_expired)$/;

test.each(chains)(
  '$kind on $on, at each step, then the same command again, ends with a ready org',
  async ({ kind, on, steps }) => {
    const before = command.org.orgs.length;
    const { ends, ready } = await cutEverywhere(`${kind.replaceAll('_', '')}-${on}`, kind, on);
    for (const end of ends)
      expect(end).toEqual({
        exitCode: 1,
        code: expect.stringMatching(passing),
        tellsHow: true,
        step: expect.any(String),
      });
    expect(ends.map(({ step }) => step)).toEqual(expect.arrayContaining(steps));
    // One org each, although its order may have been asked for twice.
    expect(command.org.orgs.length - before).toBe(ready.length);
    for (const { report } of ready)
      expect(await countIn(report)).toEqual({ users: 1, sets: 2, approved: 1, apps: 1 });
  },
  120_000,
);

type Run = Awaited<ReturnType<OrgCommand['create']>>;
type End = {
  exitCode: number | null;
  code: string | undefined;
  tellsHow: boolean;
  step: string | undefined;
};

async function countIn({ org, apiUser }: Run['report']): Promise<Record<string, number>> {
  const admin = await adminOf(command.org, org);
  const count = async (soql: string): Promise<number> => (await admin.query(soql)).totalSize;
  const apps = await admin.metadata.list({ type: 'ExternalClientApplication' }, '67.0');
  return {
    users: await count(`SELECT Id FROM User WHERE LastName = 'API User'`),
    sets: await count(
      `SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '${apiUser}' AND PermissionSet.Name LIKE 'Bookbridge%'`,
    ),
    approved: await count(
      `SELECT Id FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'`,
    ),
    apps: [apps].flat().length,
  };
}

/**
 * The same command again and again, cut at request 0 first. The next run goes on where a cut has stopped the one before, so
 * the cut comes one request later only when it has hit the same step twice, and no step is jumped over. Once an org is ready
 * although it was cut (a poll is simply repeated), a new one takes its turn; the end is an org that no cut has reached.
 */
async function cutEverywhere(
  name: string,
  kind: FaultOrder['kind'],
  on: FaultOrder['on'],
): Promise<{ ends: End[]; ready: Run[] }> {
  const ends: End[] = [];
  const ready: Run[] = [];
  let after = 0;
  let stoppedAt: string | undefined;
  for (let run = 0; run < mostRuns; run++) {
    await command.clearFaults();
    // A step makes one record: cut once, it is let through the second time.
    if (stoppedAt === undefined || on !== 'sobjects') await command.fault({ kind, on, after });
    const ran = await command.create(['--alias', `${name}-${ready.length}`]);
    const wasCut = (await command.pendingFaults()) === 0;
    const { error, status, steps } = ran.report;
    if (status === 'ready') {
      ready.push(ran);
      await command.clearFaults();
      if (!wasCut && (stoppedAt === undefined || on !== 'sobjects')) return { ends, ready };
      after += 1;
      stoppedAt = undefined;
      continue;
    }
    const step = steps.find(({ state }) => state === 'failed')?.id;
    if (step === stoppedAt && on !== 'sobjects') after += 1;
    stoppedAt = step;
    const tellsHow = error?.fix.includes('the same command again') ?? false;
    ends.push({ exitCode: ran.code, code: error?.code, tellsHow, step });
  }
  throw new Error(`Not ready after ${mostRuns} runs: ${JSON.stringify(ends)}`);
}

test('none of this contacted another host than this computer', () => {
  expect(command.refusedConnections()).toEqual([]);
});

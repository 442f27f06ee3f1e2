// How checks are judged from what was looked up: pure, so that every wording and border is covered without an org.
import { describe, expect, test } from '@jest/globals';
import type { Check } from '../checks/check.ts';
import { refusedFacts } from '../checks/org-facts.ts';
import type { Facts, Refusal, UserFacts } from '../checks/facts.ts';
import { allRequiredPassed, checkLists, judgeRefused } from '../checks/run-checks.ts';
import { setupLinks } from '../checks/setup-links.ts';
import { concernsAbout } from '../connection/concerns.ts';
import { judgeConnection } from '../connection/validate.ts';

const instanceOrigin = 'https://acme.my.salesforce.com';
const user: UserFacts = {
  isActive: true,
  profileId: '00e000000000001AAA',
  profileName: 'System Administrator',
  licenseName: 'Salesforce',
  hasSalesforceLicense: true,
  profile: { apiEnabled: true, modifyAllData: true },
};

function judge(id: string, facts: Partial<Facts>): Pick<Check, 'status' | 'found' | 'fix'> {
  const definition = checkLists.standard.find((each) => each.id === id);
  if (!definition) throw new Error(`There is no check ${id}`);
  const whole = { ...refusedFacts('005000000000001AAA', 'token_refused'), refusal: null, ...facts };
  return definition.judge({
    facts: whole,
    links: setupLinks(instanceOrigin),
    chosenKind: 'production',
    instanceOrigin,
  });
}

describe('a look-up that failed', () => {
  test.each(checkLists.standard.map(({ id }) => [id]))(
    'leaves %s unknown, with the reason, and never passed',
    (id) => {
      const finding = judge(id, {});
      expect(finding.status).toBe('unknown');
      expect(finding.found).toMatch(/^Could not be looked up: /);
      expect(finding.fix?.text).toBeDefined();
    },
  );

  test('of one required check holds bookings back', () => {
    const passed: Check = { id: 'a', title: 'A', status: 'pass', found: 'yes', required: true };
    const unknown: Check = { ...passed, id: 'b', status: 'unknown', found: 'Could not be looked up: x.' };
    expect(allRequiredPassed([passed, { ...unknown, required: false }])).toBe(true);
    expect(allRequiredPassed([passed, unknown])).toBe(false);
    expect(judgeConnection([passed, unknown])).toMatchObject({
      state: 'needs_attention',
      problem: { code: 'check_b' },
    });
  });
});

describe('a user whom Salesforce does not let in', () => {
  test.each<[Refusal, string]>([
    ['user_inactive', 'user_active'],
    ['user_frozen', 'user_not_frozen'],
    ['api_disabled', 'api_enabled'],
  ])('%s fails %s and leaves the rest unknown', (refusal, id) => {
    const checks = judgeRefused(
      { userId: '005000000000001AAA', instanceOrigin },
      'production',
      'standard',
      refusal,
    );
    expect(checks.filter(({ status }) => status === 'fail').map((check) => check.id)).toEqual([id]);
    expect(checks.filter(({ status }) => status === 'pass')).toEqual([]);
    expect(judgeConnection(checks).problem?.code).toBe(`check_${id}`);
  });
});

describe('a profile', () => {
  test('in another language with all the rights is a warning that shows its name', () => {
    const facts = { user: { ok: true, value: { ...user, profileName: 'Systemadministrator' } } } as const;
    expect(judge('user_profile', facts)).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('Systemadministrator'),
    });
  });

  test('that the user may not read is unknown', () => {
    const facts = { user: { ok: true, value: { ...user, profile: null, profileName: null } } } as const;
    for (const id of ['user_profile', 'api_enabled', 'modify_all_data']) {
      expect(judge(id, facts).status).toBe('unknown');
    }
  });

  test("links to the profile in the org's own Setup", () => {
    const value = { ...user, profile: { apiEnabled: true, modifyAllData: false } };
    expect(judge('modify_all_data', { user: { ok: true, value } }).fix?.href).toBe(
      'https://acme.lightning.force.com/lightning/setup/EnhancedProfiles/page?address=%2F00e000000000001AAA',
    );
  });
});

describe('API calls left', () => {
  test.each([
    [10_000, 100_000, 'pass'],
    [89_999, 100_000, 'pass'],
    [90_000, 100_000, 'warn'],
    [100_000, 100_000, 'fail'],
    [100_500, 100_000, 'fail'],
  ])('%i of %i used: %s', (used, max, status) => {
    const finding = judge('api_calls_left', { usage: { used, max } });
    expect(finding.status).toBe(status);
    expect(finding.found).not.toContain('-');
  });
});

test('what speaks against a user is said in plain words', () => {
  expect(concernsAbout(user, 'STANDARD', 'standard')).toEqual([]);
  expect(
    concernsAbout(
      { ...user, licenseName: 'Salesforce Platform', hasSalesforceLicense: false },
      'STANDARD',
      'standard',
    ),
  ).toEqual([expect.stringContaining('"Salesforce Platform"')]);
  expect(concernsAbout(null, 'CSP_LITE_PORTAL', 'standard')).toHaveLength(2);
  // Few rights are what secure mode wants; somebody from outside the company still is not.
  expect(concernsAbout(null, 'STANDARD', 'secure')).toEqual([]);
  expect(concernsAbout(null, 'CSP_LITE_PORTAL', 'secure')).toHaveLength(1);
});

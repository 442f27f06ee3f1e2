// How far each of the five phases is, and that a broken one takes nothing away from those after it.
import { describe, expect, test } from '@jest/globals';
import type { Check } from '../checks/check.ts';
import { defaultSetUp } from '../setup/default-set-up.ts';
import { judgePhases } from '../setup/phases.ts';
import type { Phase, PhaseFacts } from '../setup/phases.ts';
import { problem } from '../setup/problems/problem.ts';
import { describeOf, orgWith } from './setup-builders.ts';

const check = (id: string, status: Check['status'], required = true): Check => ({
  id,
  title: id,
  status,
  found: '',
  required,
});
const passed = [
  check('user_license', 'pass'),
  check('companion_app', 'pass'),
  check('permission_set', 'pass'),
];
const marker = (version: string | null) =>
  describeOf(
    'Booking_Connection__c',
    version === null
      ? []
      : [{ name: 'Access_Marker__c', type: 'boolean', inlineHelpText: `Companion app, version ${version}` }],
  );
const withApp = (version: string | null) =>
  new Map([
    ...orgWith().describes,
    ['Booking__c', describeOf('Booking__c', [])],
    ['Booking_Connection__c', marker(version)],
  ]);
const all = '2027-01-01T00:00:00.000Z';
const confirmed = { 'field-validation': all, 'field-mapping': all, 'creation-rules': all };

function judge(more: Partial<PhaseFacts> = {}, storedMore: Partial<PhaseFacts['stored']> = {}): Phase[] {
  return judgePhases({
    connection: { state: 'ready', username: 'api@acme.example', checks: passed },
    stored: {
      revision: 3,
      setUp: defaultSetUp(),
      confirmed,
      org: null,
      updatedAt: null,
      updatedBy: null,
      ...storedMore,
    },
    describes: withApp('1.2.0'),
    problems: [],
    ourVersion: '1.2.0',
    ...more,
  });
}
const statesOf = (phases: Phase[]): string => phases.map(({ state }) => state).join(' ');
const codesOf = (phase: Phase | undefined): string[] => phase?.missing.map(({ code }) => code) ?? [];

describe('the phases', () => {
  test('are all done when everything fits and was looked at', () => {
    expect(statesOf(judge())).toBe('done done done done done');
    expect(judge()[1]?.summary).toEqual({ code: 'installed', values: { version: '1.2.0' } });
  });

  test('wait for the connection, and keep what is set', () => {
    const phases = judge({ connection: null, describes: null });
    expect(statesOf(phases)).toBe('open blocked blocked blocked blocked');
    expect(phases[3]?.summary).toEqual({ code: 'fields_mapped', values: { count: 14, objects: 4 } });
  });

  test.each([
    ['disconnected', 'not_connected'],
    ['reconnect', 'reconnect'],
  ] satisfies ['disconnected' | 'reconnect', string][])(
    'after the connection is %s, the first is broken and the others are blocked',
    (state, code) => {
      const phases = judge({ connection: { state, username: 'api@acme.example', checks: passed } });
      expect(statesOf(phases)).toBe('broken blocked blocked blocked blocked');
      expect(codesOf(phases[0])).toEqual([code]);
    },
  );

  test('name the failed check, and who can put it right', () => {
    const checks = [check('api_enabled', 'fail'), check('daily', 'fail', false), ...passed];
    const [first] = judge({ connection: { state: 'needs_attention', username: 'a@b.example', checks } });
    expect(first?.missing).toEqual([
      {
        code: 'connection_needs_attention',
        values: { count: 1, check: 'api_enabled', title: 'api_enabled' },
        who: 'salesforce_admin',
      },
    ]);
  });

  test('leave the companion app to the second', () => {
    const checks = [
      check('user_license', 'pass'),
      check('companion_app', 'fail'),
      check('permission_set', 'fail'),
    ];
    const connection = { state: 'needs_attention', username: 'a@b.example', checks } as const;
    const phases = judge({ connection, describes: orgWith().describes }, { revision: 0 });
    expect(statesOf(phases.slice(0, 2))).toBe('done open');
    expect(codesOf(phases[1])).toEqual(['app_missing']);
  });

  test('say that the permission set was taken away', () => {
    const [, second] = judge({ describes: withApp(null) });
    expect(second).toMatchObject({ state: 'broken', missing: [{ code: 'permission_set_missing' }] });
  });

  test('offer an upgrade when the app in the org is older', () => {
    const [, second] = judge({ describes: withApp('1.1.9') });
    expect(second).toMatchObject({ state: 'open', missing: [{ code: 'app_older' }] });
    expect(judge({ describes: withApp('1.10.0') })[1]?.state).toBe('done');
  });

  test('that nobody has looked at are open, with the defaults at work', () => {
    const phases = judge({}, { revision: 0, confirmed: {} });
    expect(statesOf(phases)).toBe('done done open open open');
    expect(codesOf(phases[4])).toEqual(['not_confirmed']);
  });

  test('break by what no longer fits, each by its own, and tell who can help', () => {
    const found = (code: string, field: string | null) =>
      problem('field-mapping', 'Lead', field, { code, values: {} });
    const problems = [
      found('target_missing', 'A__c'),
      found('object_hidden', null),
      found('too_short', 'B__c'),
    ];
    const phases = judge({ problems: problems.map((one) => ({ ...one, blocks: one.code !== 'too_short' })) });
    expect(statesOf(phases)).toBe('done done done broken done');
    expect(phases[3]?.missing).toEqual([
      { code: 'mapping_problems', values: { count: 1 }, who: 'you' },
      { code: 'mapping_problems', values: { count: 1 }, who: 'salesforce_admin' },
    ]);
  });
});

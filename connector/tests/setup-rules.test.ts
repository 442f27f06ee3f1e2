// Rules of a set-up that cannot be followed in an org: one test per problem.
import { describe, expect, test } from '@jest/globals';
import { refuseProblems } from '../setup/refuse-problems.ts';
import type { Surroundings } from '../setup/problems/problem.ts';
import type { SetUp } from '../setup/set-up-document.ts';
import { describeOf, orgWith, problemsWith, setUpWith } from './setup-builders.ts';

const codesOf = (problems: { code: string }[]): string[] => problems.map(({ code }) => code);

describe('a rule', () => {
  const lead = { object: 'Lead' };
  const user = { id: '005000000000001AAA', name: 'Hugo Host' };
  const queue = { kind: 'queue', id: '00G000000000001AAA', name: 'Inbound' } as const;
  const owners = {
    users: new Map([['005000000000001AAA', { name: 'Hugo Host', active: false }]]),
    queues: new Map([['00G000000000001AAA', { name: 'Inbound', objects: ['Case'] }]]),
  };
  const org = (more: Partial<Surroundings> = {}) => orgWith({}, { owners, ...more });

  test.each([
    [
      'record_type_missing',
      ({ rules }: SetUp) => void (rules.lead.recordTypeId = '012000000000001AAA'),
      lead,
    ],
    ['owner_inactive', ({ rules }: SetUp) => void (rules.lead.ownerOfNew = { kind: 'user', ...user }), lead],
    ['owner_inactive', ({ rules }: SetUp) => void (rules.fallbackOwner = user), { object: null }],
    [
      'owner_missing',
      ({ rules }: SetUp) =>
        void (rules.lead.ownerOfNew = { kind: 'user', ...user, id: '005000000000002AAA' }),
      lead,
    ],
    [
      'owner_missing',
      ({ rules }: SetUp) => void (rules.lead.ownerOfNew = { ...queue, id: '00G000000000002AAA' }),
      lead,
    ],
    ['queue_not_for_object', ({ rules }: SetUp) => void (rules.lead.ownerOfNew = queue), lead],
    [
      'owner_not_possible',
      ({ rules }: SetUp) => void (rules.contact.ownerOfNew = queue),
      { object: 'Contact' },
    ],
    [
      'owner_not_possible',
      ({ rules }: SetUp) => void (rules.event.owner = { kind: 'assignment_rules' }),
      { object: 'Event' },
    ],
    ['owner_not_possible', ({ rules }: SetUp) => void (rules.lead.ownerOfNew = { kind: 'keep' }), lead],
    ['match_field_missing', ({ rules }: SetUp) => void rules.match.emailFields.Lead.push('Other__c'), lead],
    ['match_field_unsuited', ({ rules }: SetUp) => void rules.match.phoneFields.Lead.push('Email'), lead],
    [
      'person_accounts_off',
      ({ rules }: SetUp) => void (rules.unknownPerson = 'person_account'),
      { object: 'Account' },
    ],
    [
      'host_twice',
      ({ rules }: SetUp) => {
        const entry = { email: 'h@x.example', userId: user.id, userName: user.name };
        rules.hosts.table.push(entry, { ...entry, email: 'H@x.example' });
      },
      { object: null },
    ],
  ])('is refused as %s', (code, change, where) => {
    const around = org();
    expect(problemsWith(change, around).filter(({ blocks }) => blocks)).toMatchObject([{ code, ...where }]);
    expect(() =>
      refuseProblems(
        setUpWith(() => undefined),
        setUpWith(change),
        around,
      ),
    ).toThrow(expect.objectContaining({ code: 'setup_refused' }));
  });

  test('of a record type that this user is not given says so', () => {
    const info = { recordTypeId: '012000000000001AAA', name: 'Partner', active: true, available: false };
    const around = org();
    const describes = new Map([
      ...around.describes,
      [
        'Case',
        describeOf(
          'Case',
          [
            { name: 'Subject', length: 255 },
            { name: 'Description', type: 'textarea', length: 0 },
          ],
          { recordTypeInfos: [info] },
        ),
      ],
    ]);
    const found = problemsWith(({ rules }) => (rules.case.recordTypeId = '012000000000001'), {
      ...around,
      describes,
    });
    expect(found).toMatchObject([
      { code: 'record_type_not_available', field: 'rules.case.recordTypeId', values: { name: 'Partner' } },
    ]);
  });

  test('that the API user has no right for is told with the object', () => {
    const around = org();
    const describes = new Map([
      ...around.describes,
      ['Event', describeOf('Event', [], { createable: false, updateable: false })],
    ]);
    const found = problemsWith(({ fields }) => (fields.Event = []), { ...around, describes });
    expect(codesOf(found)).toEqual(['object_not_createable', 'object_not_updateable']);
  });

  test('for one event type twice is refused, and for one that was never seen is a remark', () => {
    const override = { eventType: 's1:demo', name: 'Demo' };
    const found = problemsWith(({ overrides }) => void overrides.push(override, override), org());
    expect(codesOf(found)).toEqual(['event_type_not_seen', 'override_twice', 'event_type_not_seen']);
  });

  test('names a host whose user has left, and bookings go on', () => {
    const entry = { email: 'h@x.example', userId: user.id, userName: user.name };
    expect(problemsWith(({ rules }) => void rules.hosts.table.push(entry), org())).toMatchObject([
      { code: 'host_user_inactive', values: { email: 'h@x.example' }, blocks: false },
    ]);
  });

  test('that looks for nobody is a remark', () => {
    expect(codesOf(problemsWith(({ rules }) => void (rules.match.order = []), org()))).toEqual([
      'match_nothing',
    ]);
  });

  test('about owners is not judged while nobody could ask for them', () => {
    const change = ({ rules }: SetUp) => void (rules.lead.ownerOfNew = { kind: 'user', ...user });
    expect(problemsWith(change, org({ owners: null }))).toEqual([]);
  });
});

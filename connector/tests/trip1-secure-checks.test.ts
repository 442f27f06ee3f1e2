// Secure mode judged from what was looked up: pure, so that what a real org may refuse to such a user is covered without one.
import { describe, expect, test } from '@jest/globals';
import type { Check } from '../checks/check.ts';
import type { Facts, SecureFacts, SharingFacts } from '../checks/facts.ts';
import { refusedFacts } from '../checks/org-facts.ts';
import { checkLists, judgeRefused } from '../checks/run-checks.ts';
import { setupLinks } from '../checks/setup-links.ts';
import { parseDescribe } from '../salesforce/describe.ts';
import type { ObjectDescribe } from '../salesforce/describe.ts';

const unread = { ok: false, why: 'Salesforce said INSUFFICIENT_ACCESS: no' } as const;
const visible = (name: string, ...fields: string[]): ObjectDescribe => {
  const rights = { createable: true, updateable: true };
  const described = parseDescribe({
    name,
    label: name,
    ...rights,
    queryable: true,
    fields: fields.map((field) => ({
      name: field,
      label: field,
      type: 'string',
      length: 80,
      ...rights,
      nillable: true,
    })),
  });
  if (!described) throw new Error('This is no describe.');
  return described;
};
const nothingRead: SharingFacts = { orgWide: unread, viewAll: unread, seesOthers: unread };
const rights = { ok: true, value: { apiEnabled: true, viewAllData: false, modifyAllData: false } } as const;
const object = { ok: true, value: visible('any') } as const;

function secure(sharing: Partial<SharingFacts>, more: Partial<SecureFacts> = {}): SecureFacts {
  const each = { ...nothingRead, ...sharing };
  return {
    rights,
    objects: { Lead: object, Contact: object, Account: object, Case: object },
    sharing: { Lead: each, Contact: each, Account: each, Case: each },
    eventSharing: unread,
    ...more,
  };
}

function judge(
  id: string,
  facts: Partial<Facts>,
  instanceOrigin = 'https://acme.my.salesforce.com',
): Pick<Check, 'status' | 'found' | 'fix'> {
  const definition = checkLists.secure.find((each) => each.id === id);
  if (!definition) throw new Error(`There is no check ${id}`);
  const whole = { ...refusedFacts('005000000000001AAA', 'token_refused'), refusal: null, ...facts };
  const links = setupLinks(instanceOrigin);
  return definition.judge({ facts: whole, links, chosenKind: 'production', instanceOrigin });
}

const marker = { ok: true, value: visible('Booking_Connection__c', 'Access_Marker__c') } as const;
const yes = { ok: true, value: true } as const;
const no = { ok: true, value: false } as const;
const orgWide = (value: string) => ({ ok: true, value }) as const;

describe('records that sharing may hide', () => {
  const cases: [string, Partial<SharingFacts>, boolean, Check['status'], RegExp][] = [
    ['an open org', { orgWide: orgWide('ReadWrite') }, false, 'pass', /^All Leads/],
    [
      'a private org, View All seen',
      { orgWide: orgWide('Private'), viewAll: yes },
      true,
      'pass',
      /^All Leads/,
    ],
    [
      'a private org, View All seen to be missing',
      { orgWide: orgWide('Private'), viewAll: no },
      true,
      'fail',
      /hidden/,
    ],
    ['nothing readable but the marker', {}, true, 'pass', /may not see whether somebody changed/],
    [
      'a private org and nobody else visible',
      { orgWide: orgWide('Private'), seesOthers: no },
      true,
      'warn',
      /could not be told/,
    ],
    [
      'a private org with others visible',
      { orgWide: orgWide('Private'), seesOthers: yes },
      true,
      'pass',
      /comes with the permission set/,
    ],
    ['nothing readable and no marker', {}, false, 'warn', /could not be told/],
  ];
  test.each(cases)('%s', (_what, sharing, assigned, status, found) => {
    const facts = { secure: secure(sharing), ...(assigned && { marker }) };
    expect(judge('sees_all_records', facts)).toMatchObject({
      status,
      found: expect.stringMatching(found),
    });
  });

  test('Contacts that follow their Account are as open as Accounts', () => {
    const controlled = { ...nothingRead, orgWide: orgWide('ControlledByParent') };
    const of = (model: string) => ({ ...nothingRead, orgWide: orgWide(model) });
    const sharing = { Lead: of('Read'), Contact: controlled, Account: of('Read'), Case: of('Read') };
    expect(judge('sees_all_records', { secure: secure({}, { sharing }) }).found).toMatch(/^All Leads/);
    const hidden = {
      ...sharing,
      Account: { ...of('Private'), viewAll: no },
      Contact: { ...controlled, viewAll: no },
    };
    expect(judge('sees_all_records', { secure: secure({}, { sharing: hidden }) }).found).toMatch(
      /^Contacts, Accounts of other people are hidden/,
    );
  });

  test('"View All Data" answers for all of them', () => {
    const all = { rights: { ok: true, value: { ...rights.value, viewAllData: true } } as const };
    expect(judge('sees_all_records', { secure: secure({}, all) }).status).toBe('pass');
  });
});

describe('Events that hosts own', () => {
  test.each([
    ['ControlledByParent', 'pass', /controlled by parent/],
    ['Private', 'warn', /would be parked/],
    [null, 'unknown', /does not say/],
  ] satisfies [string | null, string, RegExp][])(
    'with the org-wide default %s: %s',
    (model, status, found) => {
      const eventSharing = model === null ? unread : orgWide(model);
      expect(judge('changes_events_of_hosts', { secure: secure({}, { eventSharing }) })).toMatchObject({
        status,
        found: expect.stringMatching(found),
      });
    },
  );

  test('"Modify All Data" changes them whatever the default', () => {
    const all = { rights: { ok: true, value: { ...rights.value, modifyAllData: true } } as const };
    const secureFacts = secure({}, { ...all, eventSharing: orgWide('Private') });
    expect(judge('changes_events_of_hosts', { secure: secureFacts }).status).toBe('pass');
  });
});

describe('what such a user may not read about itself', () => {
  test.each(['user_active', 'user_not_frozen', 'edition_api'])('%s is proven by the answers', (id) => {
    expect(judge(id, { secure: secure({}) })).toMatchObject({ status: 'pass' });
    expect(judge(id, {}).status).toBe('unknown');
  });

  test('the kind of org is told by its address, and asked for where that says nothing', () => {
    const kindAt = (origin: string) => judge('org_kind', { secure: secure({}) }, origin);
    expect(kindAt('https://acme.my.salesforce.com').status).toBe('pass');
    expect(kindAt('https://acme--dev.sandbox.my.salesforce.com').status).toBe('fail');
    expect(kindAt('http://localhost:3202').status).toBe('warn');
  });
});

test('a user whom Salesforce does not let in has not one check passed', () => {
  const user = { userId: '005000000000001AAA', instanceOrigin: 'https://acme.my.salesforce.com' };
  for (const refusal of ['user_inactive', 'user_frozen', 'api_disabled', 'token_refused'] as const) {
    const checks = judgeRefused(user, 'production', 'secure', refusal);
    expect(checks.filter(({ status }) => status === 'pass')).toEqual([]);
  }
});

test('ids are stable and none comes twice', () => {
  const ids = checkLists.secure.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

// Stage `match` against answers as Salesforce gives them: what is asked, who is chosen, and that a failed look-up is never nobody.
import { describe, expect, test } from '@jest/globals';
import { noPerson, nothingMore } from '../bookings/booking.ts';
import type { BookingDetails } from '../bookings/booking.ts';
import { matchBooking } from '../bookings/match.ts';
import type { MatchRequest } from '../bookings/match/match-request.ts';
import { isSamePhone, readPhone } from '../bookings/match/phone-number.ts';
import type { SalesforceClient } from '../salesforce/client.ts';
import { defaultSetUp } from '../setup/default-set-up.ts';
import type { Rules } from '../setup/set-up-document.ts';

type Part = { rows?: object[]; error?: string; status?: number };
type Asked = Map<string, string>;

/** Answers each question of a composite by its name; `asked` keeps the questions of every call. */
function org(answer: (name: string, query: string, call: number) => Part) {
  const asked: Asked[] = [];
  const client: SalesforceClient = {
    connectionId: 'c',
    orgId: '00D000000000001AAA',
    userId: '005000000000001AAA',
    apiVersion: '67.0',
    instanceOrigin: 'https://acme.my.salesforce.com',
    request: ({ body }) => {
      const parts: unknown = Reflect.get(Object(body), 'compositeRequest');
      const call: Asked = new Map();
      asked.push(call);
      const compositeResponse = (Array.isArray(parts) ? parts : []).map((part: unknown) => {
        const name = String(Reflect.get(Object(part), 'referenceId'));
        const query = decodeURIComponent(String(Reflect.get(Object(part), 'url')));
        call.set(name, query);
        const {
          rows = [],
          error,
          status = error === undefined ? 200 : 400,
        } = answer(name, query, asked.length);
        return {
          referenceId: name,
          httpStatusCode: status,
          httpHeaders: {},
          body: error === undefined ? { records: rows, Id: 'x' } : [{ errorCode: error, message: 'no' }],
        };
      });
      return Promise.resolve({ status: 200, body: { compositeResponse }, usage: null });
    },
    calls: () => asked.length,
  };
  return { client, asked };
}

const empty: BookingDetails = {
  ...nothingMore,
  start: '2026-12-01T10:00:00.000Z',
  end: '2026-12-01T10:30:00.000Z',
  timeZone: null,
  title: null,
  description: null,
  location: null,
  joinUrl: null,
  rescheduleUrl: null,
  cancelUrl: null,
  person: { ...noPerson, name: 'Ana Silva', email: 'ana@silva.example' },
  host: null,
  answers: [],
  reason: null,
};

function asking(
  change: (rules: Rules) => void = () => undefined,
  details: Partial<BookingDetails> = {},
  more: Partial<MatchRequest> = {},
): MatchRequest {
  const { rules } = defaultSetUp();
  change(rules);
  const read = { Contact: ['Email'], Lead: ['Email'], Account: ['Name'], Case: ['Subject'] };
  return {
    bookingKey: 'key',
    details: { ...empty, ...details },
    rules,
    read,
    personAccounts: false,
    ...more,
  };
}

const signal = new AbortController().signal;
const run = async (answer: Parameters<typeof org>[0], request: MatchRequest) => {
  const { client, asked } = org(answer);
  return { match: await matchBooking(client, request, signal), asked };
};
const contact = (Id: string, Email = 'ana@silva.example', more = {}) => ({ Id, Name: 'Ana', Email, ...more });
const only =
  (name: string, rows: object[]) =>
  (asked: string): Part =>
    asked === name ? { rows } : {};

describe('what is asked', () => {
  test('at most five questions in one call, with the ids of the link among them', async () => {
    const recordIds = ['003000000000001AAA', '00Q000000000001', '001000000000001AAA', '500000000000001'];
    const { asked } = await run(() => ({}), asking(undefined, { recordIds }));
    expect(asked).toHaveLength(1);
    expect([...(asked[0]?.keys() ?? [])]).toEqual(['own', 'contact', 'lead', 'account', 'case']);
    expect(asked[0]?.get('contact')).toContain("'003000000000001'");
  });

  test.each([`O'Neil & "Söhne" 100%_`, '日本 \\ GmbH', "x' OR Name != '"])(
    'a company called %s is looked for as it is written',
    async (company) => {
      const request = asking(
        (rules) => {
          rules.unknownPerson = 'contact';
          rules.account.match = 'name';
        },
        { person: { ...empty.person, company } },
      );
      const { asked } = await run(() => ({}), request);
      const escaped = company.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('"', '\\"');
      const query = asked[0]?.get('account') ?? '';
      expect(
        [escaped, company.replaceAll('\\', '\\\\').replaceAll("'", "\\'")].some((text) =>
          query.includes(`Name = '${text}'`),
        ),
      ).toBe(true);
    },
  );

  test('a name of a field that is more than a name never reaches the query', async () => {
    const { asked } = await run(
      () => ({}),
      asking((rules) => rules.match.emailFields.Contact.push("Email = 'x' OR Id != null")),
    );
    expect(asked[0]?.get('contact')).not.toContain('Id != null');
  });
});

describe('what fails', () => {
  test.each(['own', 'contact', 'lead'])('the question for %s is an error, never nobody', async (name) => {
    const failing = run((asked) => (asked === name ? { error: 'QUERY_TIMEOUT' } : {}), asking());
    await expect(failing).rejects.toMatchObject({ retry: 'soon' });
  });

  test('the question for Accounts holds only those who need one', async () => {
    const request = asking((rules) => (rules.unknownPerson = 'contact'));
    const failing: Part = { error: 'QUERY_TIMEOUT' };
    const known = only('contact', [contact('003000000000001AAA')]);
    const { match } = await run((name) => (name === 'account' ? failing : known(name)), request);
    expect(match).toMatchObject({ person: { id: '003000000000001AAA' } });
    await expect(run((name) => (name === 'account' ? failing : {}), request)).rejects.toMatchObject({
      retry: 'soon',
    });
  });

  test('a field to find people by that is gone is named, and our own object is not blamed', async () => {
    const gone = (_: string, query: string): Part =>
      query.includes('Gone__c') ? { error: 'INVALID_FIELD' } : {};
    const failing = run(
      gone,
      asking((rules) => rules.match.emailFields.Contact.push('Gone__c')),
    );
    await expect(failing).rejects.toMatchObject({ code: 'match_field_missing', retry: 'never' });
    await expect(
      run((name) => (name === 'own' ? { error: 'INVALID_FIELD' } : {}), asking()),
    ).rejects.toMatchObject({ code: 'companion_app_missing' });
  });

  test('an id in the link that Salesforce refuses does not stop the booking', async () => {
    const { match, asked } = await run(
      (name, _query, call) => (name === 'contact' && call === 1 ? { error: 'MALFORMED_ID' } : {}),
      asking(undefined, { recordIds: ['003zzzzzzzzzzzz'] }),
    );
    expect(asked).toHaveLength(2);
    expect(match.trail.map(({ code }) => code)).toContain('record_id_unknown');
  });
});

describe('who it is', () => {
  test('of several the first of the order that the rule asks for, with the number in words', async () => {
    const rows = [contact('003000000000002AAA'), contact('003000000000001AAA')];
    const { match, asked } = await run(only('contact', rows), asking());
    expect(match).toMatchObject({
      person: { id: '003000000000002AAA' },
      reason: expect.stringContaining('two matches, took the most recently changed'),
    });
    expect(asked[0]?.get('contact')).toContain('ORDER BY LastModifiedDate DESC');
    const parked = await run(
      only('contact', rows),
      asking((rules) => (rules.match.tie = 'park')),
    );
    expect(parked.match).toMatchObject({ park: { code: 'several_matches' } });
  });

  const links: [Rules['match']['linkedRecordDiffers'], Record<string, unknown>][] = [
    ['link_only', { onlyLink: true }],
    ['trust', { onlyLink: false }],
    ['park', { park: { code: 'linked_record_differs' } }],
  ];
  test.each(links)("a link that names another person's record: %s", async (rule, expected) => {
    const request = asking((rules) => (rules.match.linkedRecordDiffers = rule), {
      recordIds: ['003000000000009AAA'],
    });
    const { match } = await run(
      only('contact', [contact('003000000000009AAA', 'else@where.example')]),
      request,
    );
    expect(match).toMatchObject(expected);
  });

  test('a converted Lead has become its Contact', async () => {
    const lead = {
      Id: '00Q000000000001AAA',
      Name: 'Ana',
      Email: 'ANA@silva.example',
      IsConverted: true,
      ConvertedContactId: '003000000000001AAA',
      ConvertedContact: contact('003000000000001AAA'),
    };
    const { match } = await run(only('lead', [lead]), asking());
    expect(match).toMatchObject({ person: { sObject: 'Contact', id: '003000000000001AAA' } });
  });

  test('a Case of nobody and an Account from a link are only linked', async () => {
    const request = asking((rules) => (rules.unknownPerson = 'contact'), {
      recordIds: ['500000000000001AAA', '001000000000001AAA'],
    });
    const { match } = await run(
      (name) => ({
        rows:
          name === 'case'
            ? [{ Id: '500000000000001AAA', CaseNumber: '1', ContactId: null }]
            : name === 'account'
              ? [{ Id: '001000000000001AAA', Name: 'A' }]
              : [],
      }),
      request,
    );
    expect(match).toMatchObject({ case: { onlyLink: true }, account: { onlyLink: true } });
  });

  test('what a duplicate rule named stands before the link, and the rule for ties decides', async () => {
    const rows = [contact('003000000000002AAA', 'x@y.example'), contact('003000000000001AAA', 'x@y.example')];
    const duplicateIds = ['003000000000001AAA', '003000000000002AAA'];
    const { match } = await run(only('contact', rows), asking(undefined, {}, { duplicateIds }));
    expect(match).toMatchObject({ person: { id: '003000000000002AAA' }, onlyLink: false });
    const parked = await run(
      only('contact', rows),
      asking((rules) => (rules.match.tie = 'park'), {}, { duplicateIds }),
    );
    expect(parked.match).toMatchObject({ park: { code: 'several_matches' } });
  });

  test('an Event that was asked about is gone only when Salesforce says so', async () => {
    const eventId = '00U000000000001AAA';
    const gone = await run(
      (name) => (name === 'event' ? { error: 'NOT_FOUND', status: 404 } : {}),
      asking(undefined, {}, { eventId }),
    );
    expect(gone.match).toMatchObject({ eventGone: true });
    const there = await run(() => ({}), asking(undefined, {}, { eventId }));
    expect(there.match).toMatchObject({ eventGone: false });
    await expect(
      run(
        (name) => (name === 'event' ? { error: 'SERVER_UNAVAILABLE', status: 503 } : {}),
        asking(undefined, {}, { eventId }),
      ),
    ).rejects.toMatchObject({ retry: 'later' });
  });

  test('a number that more than 200 records share says nothing', async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      ...contact(`003000000000${String(index).padStart(3, '0')}AAA`, ''),
      Phone: '+49 30 1234567',
    }));
    const request = asking(
      (rules) => {
        rules.match.order = ['contact_email', 'contact_phone'];
        rules.match.phoneFields.Contact = ['Phone'];
      },
      { person: { ...empty.person, phone: '+49 30 1234567' } },
    );
    const { match } = await run((_, query) => (query.includes('LIKE') ? { rows: many } : {}), request);
    expect(match).toMatchObject({ person: null });
    expect(match.trail.map(({ code }) => code)).toContain('phone_too_common');
  });
});

describe('phone numbers', () => {
  test.each([
    ['+49 171 1234567', '0171/123 45 67', true],
    ['+49 171 1234567', '0049 (171) 1234567', true],
    ['+1 (415) 555-2671', '415.555.2671', true],
    ['+1 415 555 2671', '1-415-555-2671', true],
    ['+49 30 1234567', '+43 30 1234567', false],
    ['+49 30 1234567', '+49 30 1234567 ext. 12', false],
    ['+49 171 1234567', '0171 1234568', false],
  ])('%s and %s: the same line is %s', (one, other, expected) => {
    const [first, second] = [readPhone(one), readPhone(other)];
    expect(first !== null && second !== null && isSamePhone(first, second)).toBe(expected);
  });

  test.each(['112', 'call me', '', '+', '😀'])('%j names nobody', (text) => {
    expect(readPhone(text)).toBeNull();
  });
});

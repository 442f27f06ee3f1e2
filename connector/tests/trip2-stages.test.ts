// Units of trip 2 that need no org: SOQL values, answers of composite and graph, the order of the match, the mapping, the trail.
import { describe, expect, test } from '@jest/globals';
import { noPerson, nothingMore } from '../bookings/booking.ts';
import { defaultSetUp } from '../setup/default-set-up.ts';
import { matchBooking } from '../bookings/match.ts';
import { trailText } from '../bookings/trail.ts';
import type { SalesforceClient } from '../salesforce/client.ts';
import { runComposite, runGraph } from '../salesforce/composite.ts';
import { queryPath, soql } from '../salesforce/soql.ts';
import { backOff, readWaits } from '../waits.ts';

/** Answers every request with the same body. */
function answering(body: unknown): SalesforceClient {
  return {
    connectionId: 'c',
    orgId: '00D000000000001AAA',
    userId: '005000000000001AAA',
    apiVersion: '67.0',
    instanceOrigin: 'https://acme.my.salesforce.com',
    request: () => Promise.resolve({ status: 200, body, usage: null }),
    calls: () => 1,
  };
}

describe('soql', () => {
  test('a value can never become part of the query', () => {
    const evil = "x' OR Name != '\\\n";
    expect(
      soql`SELECT Id FROM Lead WHERE Email = ${evil} AND Id IN ${['a', "b'"]} AND N > ${5} AND C = ${null}`,
    ).toBe(
      String.raw`SELECT Id FROM Lead WHERE Email = 'x\' OR Name != \'\\\n' AND Id IN ('a', 'b\'') AND N > 5 AND C = null`,
    );
    expect(soql`D > ${new Date(0)} AND B = ${true}`).toBe('D > 1970-01-01T00:00:00.000Z AND B = true');
  });

  test('an empty list is the mistake of the caller', () => {
    expect(() => soql`Id IN ${[]}`).toThrow('empty list');
  });

  test('stands in one line in the path', () => {
    expect(queryPath('67.0', 'SELECT Id\n   FROM Lead')).toBe(
      '/services/data/v67.0/query?q=SELECT%20Id%20FROM%20Lead',
    );
  });
});

describe('composite', () => {
  const part = (referenceId: string, httpStatusCode: number, body: unknown): unknown => ({
    referenceId,
    httpStatusCode,
    body,
    httpHeaders: {},
  });
  const error = (errorCode: string): unknown => [{ errorCode, message: 'm', fields: ['F'] }];
  const ask = [{ method: 'GET' as const, url: '/x', referenceId: 'a' }];

  test('a failed part is a failure, never an empty result', async () => {
    const answers = await runComposite(
      answering({ compositeResponse: [part('a', 400, error('INVALID_FIELD'))] }),
      ask,
    );
    expect(answers.get('a')?.failure).toEqual({
      errorCode: 'INVALID_FIELD',
      message: 'm',
      fields: ['F'],
      httpStatus: 400,
    });
  });

  test.each([
    [{}],
    [{ compositeResponse: [] }],
    [null],
    [{ compositeResponse: [{ referenceId: 'b', httpStatusCode: 200 }] }],
  ])('an answer that is not the one asked for throws: %j', async (body) => {
    await expect(runComposite(answering(body), ask)).rejects.toMatchObject({
      code: 'salesforce_not_understood',
      retry: 'later',
    });
  });

  const graph = [
    {
      graphId: 'g',
      nodes: [
        { method: 'POST' as const, url: '/x', referenceId: 'a' },
        { method: 'POST' as const, url: '/y', referenceId: 'b' },
      ],
    },
  ];
  const graphAnswer = (isSuccessful: boolean, ...parts: unknown[]): unknown => ({
    graphs: [{ graphId: 'g', isSuccessful, graphResponse: { compositeResponse: parts } }],
  });

  test('the guilty node of a graph is named, not the ones rolled back with it', async () => {
    const body = graphAnswer(
      false,
      part('a', 400, error('PROCESSING_HALTED')),
      part('b', 400, error('DUPLICATE_VALUE')),
    );
    expect((await runGraph(answering(body), graph)).get('g')).toMatchObject({
      successful: false,
      attempted: true,
      failed: { referenceId: 'b', errorCode: 'DUPLICATE_VALUE' },
    });
  });

  test('a graph whose nodes were all halted was not attempted', async () => {
    const body = graphAnswer(
      false,
      part('a', 400, error('PROCESSING_HALTED')),
      part('b', 400, error('PROCESSING_HALTED')),
    );
    expect((await runGraph(answering(body), graph)).get('g')).toMatchObject({
      successful: false,
      attempted: false,
      failed: null,
    });
  });

  test('a "successful" graph with a failed node is not believed', async () => {
    const body = graphAnswer(true, part('a', 201, { id: '1' }), part('b', 400, error('DUPLICATE_VALUE')));
    expect((await runGraph(answering(body), graph)).get('g')).toMatchObject({ successful: false });
  });
});

describe('match', () => {
  const found = (referenceId: string, records: unknown[]): unknown => ({
    referenceId,
    httpStatusCode: 200,
    body: { totalSize: records.length, done: true, records },
  });
  const own = {
    Id: 'a01',
    Write_Number__c: 3,
    Event_Id__c: '00U',
    Status__c: 'Scheduled',
    Start__c: null,
    Contact__c: null,
    Lead__c: null,
    Lead__r: null,
  };
  const lead = {
    Id: '00Q000000000001AAA',
    Email: 'Gail@Customer.example',
    Name: 'G',
    IsConverted: false,
    ConvertedContactId: null,
  };
  const contact = { Id: '003000000000001AAA', Email: 'gail@customer.example', Name: 'G' };
  const details = {
    ...nothingMore,
    start: '2026-04-01T09:00:00.000Z',
    end: '2026-04-01T09:30:00.000Z',
    timeZone: null,
    title: null,
    description: null,
    location: null,
    joinUrl: null,
    rescheduleUrl: null,
    cancelUrl: null,
    person: { ...noPerson, email: 'gail@customer.example' },
    host: null,
    answers: [],
    reason: null,
  };
  const match = (answers: unknown[], recordId: string | null = null) =>
    matchBooking(
      answering({ compositeResponse: answers }),
      {
        bookingKey: 'k',
        details: { ...details, recordIds: recordId === null ? [] : [recordId] },
        rules: defaultSetUp().rules,
        read: { Lead: [], Contact: [] },
        personAccounts: false,
      },
      new AbortController().signal,
    );

  test('our own record comes before everything else, a converted Lead of it becomes its Contact', async () => {
    const converted = {
      ...own,
      Lead__c: lead.Id,
      Lead__r: { IsConverted: true, ConvertedContactId: '003000000000009AAA' },
    };
    const answer = await match([
      found('own', [converted]),
      found('contact', [contact]),
      found('lead', [lead]),
    ]);
    expect(answer).toMatchObject({
      own: { id: 'a01', writeNumber: 3 },
      person: { sObject: 'Contact', id: '003000000000009AAA' },
    });
  });

  test('our own record without its person: the person is matched again', async () => {
    const answer = await match([found('own', [own]), found('contact', [contact]), found('lead', [lead])]);
    expect(answer).toMatchObject({ own: { id: 'a01' }, person: { sObject: 'Contact', id: contact.Id } });
  });

  test('a record id comes before the address, but only of a record that can be seen', async () => {
    const byId = await match([found('own', []), found('contact', [contact]), found('lead', [lead])], lead.Id);
    expect(byId).toMatchObject({ person: { sObject: 'Lead', id: lead.Id } });
    const unseen = await match(
      [found('own', []), found('contact', [contact]), found('lead', [lead])],
      '00Q00000000000Z',
    );
    expect(unseen).toMatchObject({ person: { sObject: 'Contact', id: contact.Id } });
  });

  test('an unconverted Lead before the Contact of a converted one', async () => {
    const converted = {
      ...lead,
      Id: '00Q000000000002AAA',
      IsConverted: true,
      ConvertedContactId: '003000000000009AAA',
    };
    expect(
      await match([found('own', []), found('contact', []), found('lead', [converted, lead])]),
    ).toMatchObject({ person: { sObject: 'Lead', id: lead.Id } });
    expect(await match([found('own', []), found('contact', []), found('lead', [converted])])).toMatchObject({
      person: { sObject: 'Contact', id: '003000000000009AAA' },
    });
  });

  test.each(['own', 'contact', 'lead'])(
    'a failed query for %s is an error, never "nobody"',
    async (failing) => {
      const answers = ['own', 'contact', 'lead'].map((name) =>
        name === failing
          ? { referenceId: name, httpStatusCode: 500, body: [{ errorCode: 'QUERY_TIMEOUT', message: 'm' }] }
          : found(name, []),
      );
      await expect(match(answers)).rejects.toMatchObject({ errorCode: 'QUERY_TIMEOUT', retry: 'soon' });
    },
  );
});

describe('the trail as text', () => {
  const row = (text: string) => ({ at: new Date(0), stage: 'match', text });

  test('loses its oldest lines when it is too long', () => {
    const line = '1970-01-01T00:00:00Z match: ';
    expect(trailText([row('one'), row('two'), row('six')], 2 * (line.length + 3) + 1)).toBe(
      `${line}two\n${line}six`,
    );
    expect(trailText([row('one')], 5)).toBe('');
    expect(trailText([], 5)).toBe('');
  });
});

describe('waits', () => {
  test('replace the usual ones by name, and every mistake is told', () => {
    expect(readWaits('limit=5s, soon=20ms').waits).toMatchObject({
      limit: 5_000,
      soon: 20,
      predecessor: 120_000,
    });
    expect(readWaits('limits=5s,soon=fast').problems).toHaveLength(2);
    expect(readWaits(null)).toMatchObject({ waits: { unavailable: 30_000, limit: 900_000 }, problems: [] });
  });

  test('double up to the most, less at most a quarter', () => {
    expect([1, 2, 3, 9].map((tries) => backOff(1000, 5000, tries, 0))).toEqual([1000, 2000, 4000, 5000]);
    expect(backOff(1000, 5000, 1, 1)).toBe(750);
  });
});

// SOSL and parameterized search.
// https://developer.salesforce.com/docs/platform/api-rest/guide/dome-search.html (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create } from './movie-org.ts';
import { callbackUrl, keysOf, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let lead = '';
let contact = '';
const data = '/services/data/v67.0';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  const person = { FirstName: 'Zoë', LastName: 'Quast', Email: 'zoe.quast@quast-bikes.example' };
  lead = await create(admin, 'Lead', { ...person, Company: 'Quast', Phone: '(415) 555-1212' });
  contact = await create(admin, 'Contact', { ...person, Title: 'Chief of Zebras' });
});
afterAll(() => running.stop());

const namesIn = async (sosl: string) => {
  const { searchRecords } = await admin.search(sosl);
  return searchRecords.map(
    (record) => `${record.attributes?.type ?? ''} ${String(record['Name'] ?? record.Id)}`,
  );
};

test('answers records object by object, with the fields asked for', async () => {
  const sosl =
    'FIND {zoe.quast@quast-bikes.example} IN EMAIL FIELDS RETURNING Contact(Id, Name, Email), Lead(Id, Name)';
  const { status, body } = await rest(admin, `${data}/search/?q=${encodeURIComponent(sosl)}`);
  expect(status).toBe(200);
  expect(body).toEqual({
    searchRecords: [
      {
        attributes: { type: 'Contact', url: `${data}/sobjects/Contact/${contact}` },
        Id: contact,
        Name: 'Zoë Quast',
        Email: 'zoe.quast@quast-bikes.example',
      },
      { attributes: { type: 'Lead', url: `${data}/sobjects/Lead/${lead}` }, Id: lead, Name: 'Zoë Quast' },
    ],
  });
  const { body: all } = await rest(admin, `${data}/search/?q=${encodeURIComponent('FIND {Quast}')}`);
  expect(keysOf(valueAt(all, 'searchRecords', 0))).toEqual(['attributes', 'Id']);
});

test('knows groups of fields, wildcards, phrases and operators', async () => {
  const both = ['Contact Zoë Quast', 'Lead Zoë Quast'];
  const returning = 'RETURNING Contact(Name), Lead(Name)';
  expect(await namesIn(`FIND {zebras} IN ALL FIELDS ${returning}`)).toEqual(both.slice(0, 1));
  expect(await namesIn(`FIND {zebras} IN NAME FIELDS ${returning}`)).toEqual([]);
  expect(await namesIn(`FIND {quas*} IN NAME FIELDS ${returning}`)).toEqual(both);
  expect(await namesIn(`FIND {"chief of"} ${returning}`)).toEqual(both.slice(0, 1));
  expect(await namesIn(`FIND {quast zebras} ${returning}`)).toEqual(both.slice(0, 1));
  expect(await namesIn(`FIND {quast AND NOT zebras} ${returning}`)).toEqual(both.slice(1));
  expect(await namesIn(`FIND {zebras OR (quast AND 4155551212)} ${returning}`)).toEqual(both);
  expect(await namesIn(`FIND {415\\-555\\-1212} IN PHONE FIELDS ${returning}`)).toEqual(both.slice(1));
});

test('takes conditions, order and limits, and says what is wrong with them', async () => {
  expect(
    await namesIn(
      "FIND {quast} RETURNING Lead(Name WHERE Company = 'Quast' AND (IsConverted = false) ORDER BY Name LIMIT 1), Contact(Name) LIMIT 1",
    ),
  ).toEqual(['Lead Zoë Quast']);
  expect(await namesIn("FIND {quast} RETURNING Lead(Name WHERE Company = 'Other')")).toEqual([]);
  const refusal = async (sosl: string) => {
    const { status, body } = await rest(admin, `${data}/search/?q=${encodeURIComponent(sosl)}`);
    return [status, valueAt(body, 0, 'errorCode')];
  };
  expect(await refusal('FIND {quast} RETURNING Lead(Bacon__c)')).toEqual([400, 'INVALID_FIELD']);
  expect(await refusal('FIND {quast} RETURNING Bacon__c')).toEqual([400, 'INVALID_TYPE']);
  expect(await refusal('SELECT Id FROM Lead')).toEqual([400, 'MALFORMED_SEARCH']);
  expect(await refusal('FIND {a*}')).toEqual([400, 'MALFORMED_SEARCH']);
  expect(await refusal('FIND {quast} RETURNING Lead WITH SNIPPET')).toEqual([501, 'NOT_IMPLEMENTED']);
  expect(await refusal('FIND {quast} IN SIDEBAR FIELDS')).toEqual([501, 'NOT_IMPLEMENTED']);
  expect(await refusal('FIND {quast} RETURNING Lead(toLabel(Status))')).toEqual([501, 'NOT_IMPLEMENTED']);
});

test('searches without SOSL, by address and by body', async () => {
  const byAddress = await rest(
    admin,
    `${data}/parameterizedSearch/?q=Quast&sobject=Lead&Lead.fields=id,Company&Lead.limit=10`,
  );
  const records = [
    { attributes: { type: 'Lead', url: `${data}/sobjects/Lead/${lead}` }, Id: lead, Company: 'Quast' },
  ];
  expect(byAddress.body).toEqual({ searchRecords: records });
  const byBody = await rest(admin, `${data}/parameterizedSearch`, {
    body: {
      q: 'zoe.quast@quast-bikes.example',
      in: 'EMAIL',
      fields: ['Id'],
      sobjects: [{ name: 'Lead', fields: ['Id', 'Company'] }],
    },
  });
  expect(byBody.body).toEqual({ searchRecords: records });
  expect((await rest(admin, `${data}/parameterizedSearch?q=Quast&spellCorrection=true`)).status).toBe(501);
});

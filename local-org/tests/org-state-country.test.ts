// State and country picklists: codes beside the texts of addresses, and what is refused.
// Texts: https://github.com/SalesforceFoundation/NPSP/issues/994, /2432 and /6405 (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, xml } from './metadata-client.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
const data = '/services/data/v67.0';

beforeAll(async () => {
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    features: ['StateAndCountryPicklist', 'PersonAccounts'],
  });
  admin = await signIn(running, { who: 'admin' });
});
afterAll(() => running.stop());

const contact = { LastName: 'Berg' };
const read = (id: string) =>
  findOne(
    admin,
    `SELECT MailingCountry, MailingCountryCode, MailingState, MailingStateCode FROM Contact WHERE Id = '${id}'`,
  );

test('describes the codes, the states dependent on the country', async () => {
  const { body } = await rest(admin, `${data}/sobjects/Contact/describe`);
  const fields = valueAt(body, 'fields');
  const named = (name: string): unknown =>
    Array.isArray(fields) ? fields.find((field) => valueAt(field, 'name') === name) : undefined;
  expect(named('MailingCountryCode')).toMatchObject({
    type: 'picklist',
    restrictedPicklist: true,
    createable: true,
    compoundFieldName: 'MailingAddress',
    controllerName: null,
  });
  const state = named('MailingStateCode');
  expect(state).toMatchObject({ controllerName: 'MailingCountryCode', dependentPicklist: true });
  expect(named('MailingState')).toMatchObject({ type: 'string' });
  const countries = valueAt(named('MailingCountryCode'), 'picklistValues');
  const placeOf = (code: string) =>
    Array.isArray(countries) ? countries.findIndex((country) => valueAt(country, 'value') === code) : -1;
  const states: unknown = valueAt(state, 'picklistValues');
  const labels = (Array.isArray(states) ? states : [])
    .filter((one) => {
      const bytes = Buffer.from(String(valueAt(one, 'validFor')), 'base64');
      const place = placeOf('AU');
      return ((bytes[place >> 3] ?? 0) & (0x80 >> (place % 8))) !== 0;
    })
    .map((one) => valueAt(one, 'label'));
  expect(labels).toHaveLength(8);
  expect(labels).toContain('Tasmania');
});

test('fills the text from the code and the code from the text', async () => {
  const whole = {
    MailingCountry: 'United States',
    MailingCountryCode: 'US',
    MailingState: 'California',
    MailingStateCode: 'CA',
  };
  const byCode = await create(admin, 'Contact', {
    ...contact,
    MailingCountryCode: 'us',
    MailingStateCode: 'CA',
  });
  expect(await read(byCode)).toMatchObject(whole);
  const byText = await create(admin, 'Contact', {
    ...contact,
    MailingCountry: 'united states',
    MailingState: 'California',
  });
  expect(await read(byText)).toMatchObject(whole);
  const both = await create(admin, 'Contact', { ...contact, ...whole });
  const { body } = await rest(admin, `${data}/sobjects/Contact/${both}?fields=MailingAddress`);
  expect(valueAt(body, 'MailingAddress')).toMatchObject({ country: 'United States', countryCode: 'US' });
  await admin.sobject('Contact').update({ Id: byText, MailingCountry: null, MailingState: null });
  expect(await read(byText)).toMatchObject({ MailingCountryCode: null, MailingStateCode: null });
});

const cases: [what: string, values: Record<string, string>, message: string, field: string][] = [
  [
    'a country that is in no list',
    { MailingCountry: 'Freedonia' },
    "There's a problem with this country, even though it may appear correct. Please select a country/territory from the list of valid countries.",
    'MailingCountry',
  ],
  [
    'a code where the text belongs',
    { MailingCountry: 'US' },
    "There's a problem with this country, even though it may appear correct. Please select a country/territory from the list of valid countries.",
    'MailingCountry',
  ],
  [
    'a state that its country does not have',
    { MailingCountry: 'Canada', MailingState: 'California' },
    "There's a problem with this state, even though it may appear correct. Please select a state from the list of valid states.",
    'MailingState',
  ],
  [
    'a code of a state that no country has',
    { MailingCountryCode: 'US', MailingStateCode: 'FD' },
    "The MailingStateCode field contains FD, which isn't an available state. Your administrator can add it for you.",
    'MailingStateCode',
  ],
  [
    'a code of a state that another country has',
    { MailingCountryCode: 'CA', MailingStateCode: 'TX' },
    "The existing country/territory doesn't recognize the state value for field: Mailing State/Province Code",
    'MailingStateCode',
  ],
  [
    'a state without a country',
    { MailingState: 'California' },
    'A country/territory must be specified before specifying a state value for field: Mailing State/Province',
    'MailingState',
  ],
];

test.each(cases)('refuses %s', async (_, values, message, field) => {
  expect(await refusalOf(admin.sobject('Contact').create({ ...contact, ...values }))).toEqual({
    errorCode: 'FIELD_INTEGRITY_EXCEPTION',
    message,
    fields: [field],
  });
});

test('refuses to move an address to a country that does not have its state', async () => {
  const id = await create(admin, 'Contact', { ...contact, MailingCountryCode: 'US', MailingStateCode: 'TX' });
  const moved = await refusalOf(admin.sobject('Contact').update({ Id: id, MailingCountryCode: 'DE' }));
  expect(moved.message).toBe(
    "The existing country/territory doesn't recognize the state value for field: Mailing State/Province Code",
  );
  await admin.sobject('Contact').update({ Id: id, MailingCountryCode: 'DE', MailingStateCode: null });
  expect(await read(id)).toMatchObject({ MailingCountry: 'Germany', MailingState: null });
});

test('gives persons the codes too', async () => {
  const id = await create(admin, 'Account', { LastName: 'Silva', PersonMailingCountryCode: 'BR' });
  expect(
    await findOne(
      admin,
      `SELECT PersonMailingCountry, PersonContact.MailingCountryCode FROM Account WHERE Id = '${id}'`,
    ),
  ).toMatchObject({ PersonMailingCountry: 'Brazil', PersonContact: { MailingCountryCode: 'BR' } });
});

// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_addresssettings.htm (2026-11-24)
test('follows the settings: other names for integration, countries switched off', async () => {
  const result = await deploy(admin, {
    types: { Settings: ['Address'] },
    files: {
      'settings/Address.settings': xml(
        'AddressSettings',
        `<countriesAndStates>
          <countries><active>true</active><integrationValue>Deutschland</integrationValue><isoCode>DE</isoCode><label>Germany</label><orgDefault>false</orgDefault><standard>true</standard><visible>true</visible></countries>
          <countries><active>false</active><integrationValue>France</integrationValue><isoCode>FR</isoCode><label>France</label><orgDefault>false</orgDefault><standard>true</standard><visible>false</visible></countries>
        </countriesAndStates>`,
      ),
    },
  });
  expect(result.failures).toEqual([]);
  const id = await create(admin, 'Contact', { ...contact, MailingCountryCode: 'DE' });
  expect(await read(id)).toMatchObject({ MailingCountry: 'Deutschland' });
  expect(
    (await refusalOf(admin.sobject('Contact').create({ ...contact, MailingCountryCode: 'FR' }))).message,
  ).toBe(
    "The MailingCountryCode field contains FR, which isn't an available country/territory. Your administrator can add it for you.",
  );
});

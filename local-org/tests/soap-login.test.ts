// login() and passwords over SOAP. login() is off in new orgs and gone from version 65.0 on; an org can be started with
// it for clients that still use it.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import jsforce from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, orgOf, personOf, signIn, valueAt } from './sign-in.ts';
import { faultOf, partnerCall, post } from './soap-call.ts';

let modern: RunningLocalOrg;
let old: RunningLocalOrg;

beforeAll(async () => {
  [modern, old] = await Promise.all([
    startLocalOrg({ callbackUrls: [callbackUrl] }),
    startLocalOrg({ callbackUrls: [callbackUrl], soapLogin: true }),
  ]);
});
afterAll(() => Promise.all([modern.stop(), old.stop()]));

const loginBody = (username: string, password: string) =>
  `<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header/><se:Body><login xmlns="urn:partner.soap.sforce.com"><username>${username}</username><password>${password}</password></login></se:Body></se:Envelope>`;

// https://github.com/OpenFn/adaptors/issues/1715 (2026-07-07)
test('refuses login() as new orgs do', async () => {
  const { username, password } = personOf(modern, 'admin');
  const connection = new jsforce.Connection({ loginUrl: modern.login.production, version: '60.0' });
  await expect(connection.login(username, password)).rejects.toThrow(
    'INVALID_OPERATION: SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().',
  );
});

test('has no login() from version 65.0 on, also where it is switched on', async () => {
  const { username, password } = personOf(old, 'admin');
  const connection = new jsforce.Connection({ loginUrl: old.login.production, version: '65.0' });
  await expect(connection.login(username, password)).rejects.toThrow(/^INVALID_OPERATION: /);
});

test.each(['production', 'sandbox'] as const)(
  'logs in at the %s login host where it is switched on',
  async (kind) => {
    const { username, password } = personOf(old, 'admin', kind);
    const connection = new jsforce.Connection({ loginUrl: old.login[kind], version: '60.0' });
    const { id, organizationId } = await connection.login(username, password);
    expect(organizationId).toBe(orgOf(old, kind).orgId);
    expect(connection.instanceUrl).toBe(orgOf(old, kind).origin);
    expect((await connection.query(`SELECT Username FROM User WHERE Id = '${id}'`)).records).toMatchObject([
      { Username: username },
    ]);
  },
);

// grouparoo/grouparoo, recorded 2021–2022 at v42.0: the elements of the result and their order.
test('answers login() with the elements of the recorded answer, in their order', async () => {
  const { username, password } = personOf(old, 'admin');
  const answer = await post(`${old.login.production}/services/Soap/u/42.0`, loginBody(username, password));
  const names = [...answer.text.matchAll(/<([a-zA-Z]+)[ />]/g)].map(([, name]) => name);
  expect(names.slice(names.indexOf('result') + 1)).toEqual(
    `metadataServerUrl passwordExpired sandbox serverUrl sessionId userId userInfo accessibilityMode chatterExternal
     currencySymbol orgAttachmentFileSizeLimit orgDefaultCurrencyIsoCode orgDefaultCurrencyLocale
     orgDisallowHtmlAttachments orgHasPersonAccounts organizationId organizationMultiCurrency organizationName
     profileId roleId sessionSecondsValid userDefaultCurrencyIsoCode userEmail userFullName userId userLanguage
     userLocale userName userTimeZone userType userUiSkin`.split(/\s+/),
  );
  const shortOrgId = orgOf(old).orgId.slice(0, 15);
  expect(answer.text).toContain(
    `<serverUrl>${orgOf(old).origin}/services/Soap/u/42.0/${shortOrgId}</serverUrl><sessionId>${shortOrgId}!`,
  );
  expect(answer.text).toContain('<roleId xsi:nil="true"/>');
});

// simple-salesforce/simple-salesforce, simple_salesforce/tests/test_login.py
test('answers a wrong password with the recorded fault, its code without a prefix', async () => {
  const { username } = personOf(old, 'admin');
  const answer = await post(`${old.login.production}/services/Soap/u/60.0`, loginBody(username, 'wrong'));
  expect(answer.status).toBe(500);
  expect(answer.text).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: Invalid username, password, security token; or user locked out.</faultstring><detail><sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode><sf:exceptionMessage>Invalid username, password, security token; or user locked out.</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>',
  );
});

test('tells who the session belongs to', async () => {
  const admin = await signIn(old, { who: 'admin' });
  const info = await admin.soap.getUserInfo();
  expect(valueAt(info, 'userName')).toBe(personOf(old, 'admin').username);
  expect(valueAt(info, 'organizationId')).toBe(orgOf(old).orgId);
});

test('sets a password, with any characters XML can carry, and the old one is gone', async () => {
  const admin = await signIn(old, { who: 'admin' });
  const { username, password } = personOf(old, 'standard');
  const [user] = (await admin.query(`SELECT Id FROM User WHERE Username = '${username}'`)).records;
  const answer = await partnerCall(
    admin,
    `<setPassword><userId>${user?.['Id']}</userId><password>ijhQ&lt;cryo8wt&amp;e&#x27; x1</password></setPassword>`,
  );
  expect(answer.text).toContain('<setPasswordResponse><result/></setPasswordResponse>');
  const connection = () => new jsforce.Connection({ loginUrl: old.login.production, version: '60.0' });
  await expect(connection().login(username, password)).rejects.toThrow(/INVALID_LOGIN/);
  await connection().login(username, "ijhQ<cryo8wt&e' x1");
});

test.each([
  ['short1', 'INVALID_NEW_PASSWORD: Your password must be at least 8 characters long.'],
  ['lettersonly', 'INVALID_NEW_PASSWORD: Your password must include letters and numbers'],
])('refuses the password %s', async (password, message) => {
  const admin = await signIn(old, { who: 'admin' });
  const identity = await admin.identity();
  const answer = await partnerCall(
    admin,
    `<setPassword><userId>${identity.user_id}</userId><password>${password}</password></setPassword>`,
  );
  expect(faultOf(answer)).toEqual({ status: 500, code: 'sf:INVALID_NEW_PASSWORD', message });
});

test('lets nobody set the password of others without the right to', async () => {
  const standard = await signIn(modern, { who: 'standard' });
  const admin = await signIn(modern, { who: 'admin' });
  const { user_id: adminId } = await admin.identity();
  const answer = await partnerCall(
    standard,
    `<setPassword><userId>${adminId}</userId><password>taken4over</password></setPassword>`,
  );
  expect(faultOf(answer)).toEqual({
    status: 500,
    code: 'sf:INSUFFICIENT_ACCESS',
    message: 'INSUFFICIENT_ACCESS: insufficient access rights on object id',
  });
});

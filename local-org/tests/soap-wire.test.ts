// SOAP on the wire: sessions, rights, faults and hostile bodies, literally as they come back.

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { appOf, callbackUrl, orderFault, personOf, signIn, valueAt } from './sign-in.ts';
import { faultOf, metadataCall, partnerCall, post } from './soap-call.ts';

let running: RunningLocalOrg;
let admin: Connection;
let standard: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  standard = await signIn(running, { who: 'standard' });
});
afterAll(() => running.stop());
afterEach(() => fetch(`${running.login.production}/__local/faults`, { method: 'DELETE' }));

const timestamp = '<getServerTimestamp/>';
const describeTypes = '<describeMetadata><asOfVersion>67.0</asOfVersion></describeMetadata>';

test('takes the session from the envelope and answers in the namespace of the API', async () => {
  const answer = await partnerCall(admin, timestamp);
  expect(answer.status).toBe(200);
  expect(answer.contentType).toBe('text/xml;charset=UTF-8');
  expect(answer.text).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?><soapenv:Envelope xmlns:soapenv="http:\/\/schemas.xmlsoap.org\/soap\/envelope\/" xmlns="urn:partner.soap.sforce.com" xmlns:xsi="http:\/\/www.w3.org\/2001\/XMLSchema-instance"><soapenv:Header><LimitInfoHeader>.*<\/LimitInfoHeader><\/soapenv:Header><soapenv:Body><getServerTimestampResponse><result><timestamp>[-\dT:.]+Z<\/timestamp><\/result><\/getServerTimestampResponse><\/soapenv:Body><\/soapenv:Envelope>$/,
  );
});

test('answers also below the address with the org id, which login() hands out', async () => {
  const orgId = running.orgs[0]?.orgId.slice(0, 15) ?? '';
  const answer = await metadataCall(admin, describeTypes, `/services/Soap/m/67.0/${orgId}`);
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('<xmlName>CustomObject</xmlName>');
});

// Structure: github.com, a public shell script's captured answer, 2023; partner and metadata differ in namespace and detail.
test('answers a dead session with the fault that clients refresh on', async () => {
  const nobody = { instanceUrl: admin.instanceUrl, accessToken: '00D000000000001!dead' };
  const partner = await partnerCall(nobody, timestamp);
  expect(partner.status).toBe(500);
  expect(partner.text).toContain(
    '<faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session hash: ',
  );
  expect(partner.text).toContain(
    '<detail><sf:UnexpectedErrorFault xsi:type="sf:UnexpectedErrorFault"><sf:exceptionCode>INVALID_SESSION_ID</sf:exceptionCode><sf:exceptionMessage>Invalid Session ID found in SessionHeader: Illegal Session.',
  );
  expect(partner.text).toContain('xmlns:sf="urn:fault.partner.soap.sforce.com"');
  const metadata = await metadataCall(nobody, describeTypes);
  expect(faultOf(metadata).code).toBe('sf:INVALID_SESSION_ID');
  expect(metadata.text).toContain('xmlns:sf="http://soap.sforce.com/2006/04/metadata"');
  expect(metadata.text).not.toContain('<detail>');
});

test('lets jsforce refresh an ended session and repeat the call', async () => {
  const own = await signIn(running, { who: 'admin' });
  const before = own.accessToken;
  await orderFault(running, { kind: 'session_expired', on: 'metadata' });
  const described = await own.metadata.describe();
  expect(described.metadataObjects.length).toBeGreaterThan(10);
  expect(own.accessToken).not.toBe(before);
});

// https://github.com/forcedotcom/cli/issues/3048 (2024-10-11)
test('refuses the Metadata API to users without Modify All Data or Modify Metadata', async () => {
  expect(faultOf(await metadataCall(standard, describeTypes))).toEqual({
    status: 500,
    code: 'sf:INSUFFICIENT_ACCESS',
    message:
      'INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
  });
});

test('refuses a user without API Enabled', async () => {
  const [profile] = (
    await admin.query(
      `SELECT ProfileId FROM User WHERE Username = '${personOf(running, 'standard').username}'`,
    )
  ).records;
  const other = await signIn(running, { who: 'standard' });
  const profileId = String(valueAt(profile, 'ProfileId'));
  await admin.sobject('Profile').update({ Id: profileId, PermissionsApiEnabled: false });
  try {
    expect(faultOf(await partnerCall(other, timestamp))).toEqual({
      status: 500,
      code: 'sf:API_DISABLED_FOR_ORG',
      message: 'API_DISABLED_FOR_ORG: API is not enabled for this Organization or Partner',
    });
  } finally {
    await admin.sobject('Profile').update({ Id: profileId, PermissionsApiEnabled: true });
  }
});

test.each([
  ['request_limit', 500, 'sf:REQUEST_LIMIT_EXCEEDED'],
  ['unavailable', 503, 'sf:SERVER_UNAVAILABLE'],
  ['html', 503, ''],
])('meets the fault %s once, and then works', async (kind, status, code) => {
  await orderFault(running, { kind, on: 'soap' });
  const hit = faultOf(await partnerCall(admin, timestamp));
  expect([hit.status, hit.code]).toEqual([status, code]);
  expect((await partnerCall(admin, timestamp)).status).toBe(200);
});

test('counts SOAP calls as API calls of the client, by API', async () => {
  await fetch(`${running.login.production}/__local/calls`, { method: 'DELETE' });
  await partnerCall(admin, timestamp);
  await metadataCall(admin, describeTypes);
  const counts: unknown = await (await fetch(`${running.login.production}/__local/calls`)).json();
  expect(valueAt(counts, 'byClient', appOf(running).clientId, 'byResource')).toEqual({
    soap: 1,
    metadata: 1,
  });
});

test.each([
  ['sendEmail', 'sf:NOT_IMPLEMENTED', 'NOT_IMPLEMENTED: The local org does not have the operation sendEmail'],
  [
    'brewCoffee',
    'soapenv:Client',
    'No operation available for request {urn:partner.soap.sforce.com}brewCoffee',
  ],
])('names the operation %s that is not here', async (operation, code, message) => {
  expect(faultOf(await partnerCall(admin, `<${operation}/>`))).toEqual({ status: 500, code, message });
});

test.each([
  ['12.0', 'sf:UNSUPPORTED_API_VERSION'],
  ['99.0', 'sf:UNSUPPORTED_API_VERSION'],
  ['59.0', 'sf:NOT_IMPLEMENTED'],
])('refuses version %s', async (version, code) => {
  const answer = await metadataCall(admin, describeTypes, `/services/Soap/m/${version}`);
  expect(faultOf(answer)).toMatchObject({ status: 500, code });
});

const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join(
  '',
);
const hostile: [string, string][] = [
  ['nothing', ''],
  ['text', 'hello'],
  ['half an envelope', '<soapenv:Envelope xmlns:soapenv="x"><soapenv:Body>'],
  ['an envelope without a body', '<Envelope/>'],
  ['another root', '<html><body>hi</body></html>'],
  ['two roots', '<Envelope/><Envelope/>'],
  [
    'a billion laughs',
    `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><Envelope><Body><a>&l9;</a></Body></Envelope>`,
  ],
  [
    'a file',
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Envelope><Body><a>&f;</a></Body></Envelope>',
  ],
  ['an unknown entity', '<Envelope><Body><a>&nope;</a></Body></Envelope>'],
  ['a character that is none', '<Envelope><Body><a>&#x110000;</a></Body></Envelope>'],
  ['very deep nesting', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`],
  ['names of a prototype', '<Envelope><Body><__proto__><constructor/></__proto__></Body></Envelope>'],
  ['JSON', '{"deploy":true}'],
];

test.each(hostile)('answers %s with a fault and goes on', async (_what, text) => {
  for (const path of ['/services/Soap/m/67.0', '/services/Soap/u/67.0']) {
    const answer = await post(`${admin.instanceUrl}${path}`, text);
    expect(answer.status).toBe(500);
    expect(faultOf(answer).code).toMatch(/^(soapenv:Client|sf:INVALID_SESSION_ID)$/);
    expect(answer.text).not.toContain('root:');
  }
  expect((await partnerCall(admin, timestamp)).status).toBe(200);
});

test('refuses a body above 50 MB with a fault', async () => {
  const answer = await post(`${admin.instanceUrl}/services/Soap/m/67.0`, 'x'.repeat(52_428_801));
  expect(faultOf(answer)).toEqual({
    status: 500,
    code: 'sf:LIMIT_EXCEEDED',
    message: 'LIMIT_EXCEEDED: Maximum size of request reached. Maximum size of request is 52428800 bytes.',
  });
});

test('ends the session with logout', async () => {
  const own = await signIn(running, { who: 'admin' });
  expect((await partnerCall(own, '<logout/>')).text).toContain('<logoutResponse/>');
  expect(faultOf(await partnerCall(own, timestamp)).code).toBe('sf:INVALID_SESSION_ID');
});

// Conditional describes: 304 as long as nothing has changed.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/using_resources_sobject_describe_with_ifmodified_header.htm (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, text, xml } from './metadata-client.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let now = Date.parse('2026-11-24T08:00:00Z');
const path = '/services/data/v67.0/sobjects/Lead/describe';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl], now: () => new Date(now) });
  admin = await signIn(running, { who: 'admin' });
});
afterAll(() => running.stop());

const ask = (name: string, value: string) => rest(admin, path, { headers: { [name]: value } });

test('says since when an object looks as it does, and 304 to who knows that already', async () => {
  const first = await rest(admin, path);
  expect(first.status).toBe(200);
  expect(first.headers.get('last-modified')).toBe('Tue, 24 Nov 2026 08:00:00 GMT');
  now += 60_000;
  const same = await ask('If-Modified-Since', 'Tue, 24 Nov 2026 08:00:00 GMT');
  expect([same.status, same.bodyText]).toEqual([304, '']);
  expect((await ask('If-None-Match', first.headers.get('etag') ?? '')).status).toBe(304);
  expect((await ask('If-Modified-Since', 'Tue, 24 Nov 2026 07:59:59 GMT')).status).toBe(200);

  const result = await deploy(admin, {
    types: { CustomField: ['Lead.Fresh__c'], PermissionSet: ['Fresh'] },
    files: {
      'objects/Lead.object': xml(
        'CustomObject',
        text('Fresh__c').replace('<type>', '<required>true</required><type>'),
      ),
      'permissionsets/Fresh.permissionset': xml('PermissionSet', '<label>Fresh</label>'),
    },
  });
  expect(result.failures).toEqual([]);
  const changed = await ask('If-Modified-Since', 'Tue, 24 Nov 2026 08:00:30 GMT');
  expect(changed.status).toBe(200);
  expect(changed.headers.get('last-modified')).toBe('Tue, 24 Nov 2026 08:01:00 GMT');
  expect(JSON.stringify(valueAt(changed.body, 'fields'))).toContain('"name":"Fresh__c"');
});

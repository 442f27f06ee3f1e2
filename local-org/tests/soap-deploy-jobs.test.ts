// Deploys as jobs: their way from pending to done, how they are canceled, what stays of them over a restart, and what can
// be deployed quickly after a validation.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';
import { brokenFiles, packageXml, widgetFiles, widgetObject, zipOf } from './widget-package.ts';

const single = { singlePackage: true, rollbackOnError: true };
const objectOf = async (connection: Connection) =>
  (await rest(connection, '/services/data/v67.0/sobjects/Widget__c/describe')).status;

async function deploy(connection: Connection, zip: Buffer, options: Record<string, unknown> = single) {
  const { id } = await connection.metadata.deploy(zip, options);
  return connection.metadata.checkDeployStatus(id, true);
}

describe('a deploy that takes its time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-org-deploys-'));
  let time = Date.parse('2026-11-23T10:00:00Z');
  const start = () =>
    startLocalOrg({
      callbackUrls: [callbackUrl],
      forceApp: null,
      data: folder,
      orgSpeed: { deployMs: 10_000 },
      now: () => new Date(time),
    });
  let running: RunningLocalOrg;
  let admin: Connection;
  beforeAll(async () => {
    running = await start();
    admin = await signIn(running, { who: 'admin', kind: 'sandbox' });
  });
  afterAll(async () => {
    await running.stop();
    rmSync(folder, { recursive: true });
  });

  const statusOf = async (id: string) => (await admin.metadata.checkDeployStatus(id, true)).status;

  test('is pending, in progress and then done', async () => {
    const { id } = await admin.metadata.deploy(zipOf(widgetFiles), single);
    const seen = [await statusOf(id)];
    time += 6_000;
    seen.push(await statusOf(id));
    expect(await objectOf(admin)).toBe(404);
    time += 6_000;
    seen.push(await statusOf(id));
    expect(seen).toEqual(['Pending', 'InProgress', 'Succeeded']);
    expect(await objectOf(admin)).toBe(200);
  });

  const ways: [string, (id: string) => Promise<unknown>, Record<string, unknown>][] = [
    ['SOAP', (id) => admin.metadata.cancelDeploy(id), { done: 'true' }],
    [
      'REST',
      (id) => {
        const path = `/services/data/v67.0/metadata/deployRequest/${id}`;
        return rest(admin, path, { method: 'PATCH', body: { deployResult: { status: 'Canceling' } } });
      },
      { status: 202, body: { deployResult: { status: 'Canceling' } } },
    ],
  ];
  test.each(ways)('can be canceled over %s, and then does nothing', async (_api, cancel, answer) => {
    const zip = zipOf({
      'package.xml': packageXml({ CustomObject: ['Gadget__c'] }),
      'objects/Gadget__c.object': widgetObject,
    });
    const { id } = await admin.metadata.deploy(zip, single);
    expect(await cancel(id)).toMatchObject(answer);
    time += 20_000;
    const result = await admin.metadata.checkDeployStatus(id, true);
    expect(result).toMatchObject({ status: 'Canceled', done: true, success: false });
    expect((await rest(admin, '/services/data/v67.0/sobjects/Gadget__c/describe')).status).toBe(404);
  });

  test('runs after a restart when it was waiting, and a done one is still known', async () => {
    const { id } = await admin.metadata.deploy(zipOf(brokenFiles), single);
    const before = await statusOf(id);
    await running.stop();
    running = await start();
    admin = await signIn(running, { who: 'admin', kind: 'sandbox' });
    time += 20_000;
    expect([before, await statusOf(id)]).toEqual(['Pending', 'Failed']);
  });
});

describe('a quick deploy', () => {
  let time = Date.parse('2026-11-23T10:00:00Z');
  let running: RunningLocalOrg;
  let admin: Connection;
  beforeAll(async () => {
    running = await startLocalOrg({ callbackUrls: [callbackUrl], forceApp: null, now: () => new Date(time) });
    admin = await signIn(running, { who: 'admin', kind: 'sandbox' });
  });
  afterAll(() => running.stop());

  const tested = { ...single, testLevel: 'RunLocalTests' };
  const validate = async (options = {}, files = widgetFiles) =>
    (await deploy(admin, zipOf(files), { ...tested, checkOnly: true, ...options })).id;
  const quick = (id: string, viaRest = false) => admin.metadata.deployRecentValidation({ id, rest: viaRest });

  test('runs what a validation has shown to be right, which itself changed nothing', async () => {
    const id = await validate();
    expect(await objectOf(admin)).toBe(404);
    const deployId = await quick(id);
    expect(deployId).not.toBe(id);
    expect(await admin.metadata.checkDeployStatus(deployId, true)).toMatchObject({
      status: 'Succeeded',
      checkOnly: false,
    });
    expect(await objectOf(admin)).toBe(200);
  });

  test('works over REST too', async () => {
    const deployId = await quick(await validate(), true);
    expect((await admin.metadata.checkDeployStatus(deployId, true)).status).toBe('Succeeded');
  });

  const refused: [string, () => Promise<string>][] = [
    ['of a validation that failed', () => validate({}, brokenFiles)],
    ['of a deploy that was none', async () => (await deploy(admin, zipOf(widgetFiles))).id],
    ['of a validation without tests', () => validate({ testLevel: 'NoTestRun' })],
    [
      'after another deploy',
      async () => {
        const id = await validate();
        await deploy(admin, zipOf(widgetFiles));
        return id;
      },
    ],
    [
      'a second time',
      async () => {
        const id = await validate();
        await quick(id);
        return id;
      },
    ],
    [
      'after more than 10 days',
      async () => {
        const id = await validate();
        time += 10 * 86_400_000 + 1_000;
        // The session is long gone by then.
        admin = await signIn(running, { who: 'admin', kind: 'sandbox' });
        return id;
      },
    ],
  ];

  test.each(refused)('is refused %s', async (_when, prepare) => {
    const id = await prepare();
    await expect(quick(id)).rejects.toMatchObject({ errorCode: 'sf:INVALID_ID_FIELD' });
    await expect(quick(id, true)).rejects.toMatchObject({ errorCode: 'INVALID_ID_FIELD' });
  });
});

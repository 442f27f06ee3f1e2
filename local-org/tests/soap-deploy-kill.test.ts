// A local org killed in the middle of deploys: after the restart each deploy that was answered is there, and each one,
// answered or not, is there with all its components or with none.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import jsforce from 'jsforce';
import type { Connection } from 'jsforce';
import { text, visitObject, visitSet, zipOf } from './metadata-client.ts';
import { startKillableOrg } from './killable-org.ts';
import { orgOf, signIn } from './sign-in.ts';

jest.setTimeout(60_000);

const data = mkdtempSync(join(tmpdir(), 'local-org-deploy-killed-'));
let killLast = () => {};
afterEach(() => {
  killLast();
  rmSync(data, { recursive: true, force: true });
});

const start = () => startKillableOrg(data, (kill) => (killLast = kill));

const packageOf = (name: string) =>
  zipOf({
    types: { CustomObject: [`${name}__c`], PermissionSet: [`${name}_Maker`] },
    files: {
      [`objects/${name}__c.object`]: visitObject([text('Code__c'), text('Other__c')].join('\n')),
      [`permissionsets/${name}_Maker.permissionset`]: visitSet([`${name}__c.Code__c`]).replace(
        'Visit__c',
        `${name}__c`,
      ),
    },
  });

/** Deploys, two at a time, until the org is gone; answers the names and jobs of those that were answered. */
async function deployUntilGone(connection: Connection, round: number, after: number, kill: () => void) {
  const answered: { name: string; id: string }[] = [];
  await Promise.all(
    [0, 1].map(async (lane) => {
      for (let number = 0; ; number += 1) {
        const name = `Kill${round}x${lane}x${number}`;
        try {
          const { id } = await connection.metadata.deploy(packageOf(name), { singlePackage: true });
          answered.push({ name, id });
        } catch {
          return;
        }
        if (answered.length === after) kill();
      }
    }),
  );
  return answered;
}

test('keeps every answered deploy, and none by half, over kill -9 in the middle of deploys', async () => {
  let running = await start();
  const accessToken = (await signIn(running, { who: 'admin' })).accessToken ?? '';
  const connect = () =>
    new jsforce.Connection({ instanceUrl: orgOf(running).origin, accessToken, version: '67.0' });
  const answered: { name: string; id: string }[] = [];
  for (const [round, after] of [1, 4].entries()) {
    let gone: Promise<void> | undefined;
    const own = await deployUntilGone(connect(), round, after, () => {
      gone ??= running.kill();
    });
    await gone;
    expect(own.length).toBeGreaterThanOrEqual(after);
    answered.push(...own);
    running = await start();
  }
  const connection = connect();
  const namesOf = async (type: string) =>
    [await connection.metadata.list({ type }, '67.0')]
      .flat()
      .map(({ fullName }) => fullName)
      .filter((fullName) => fullName.startsWith('Kill'));
  const objects = (await namesOf('CustomObject')).map((name) => name.slice(0, -'__c'.length));
  expect(answered.filter(({ name }) => !objects.includes(name))).toEqual([]);
  expect(await namesOf('PermissionSet')).toEqual(objects.map((name) => `${name}_Maker`));
  expect(await namesOf('CustomField')).toEqual(
    objects.flatMap((name) => [`${name}__c.Code__c`, `${name}__c.Other__c`]),
  );
  for (const { id } of answered) {
    expect((await connection.metadata.checkDeployStatus(id)).status).toBe('Succeeded');
  }
  expect((await connection.query(`SELECT Id FROM ${objects[0]}__c`)).totalSize).toBe(0);
});

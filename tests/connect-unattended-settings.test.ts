// A connection without a browser by the OAuth app of the settings: one press on the page, and a missing key is named by its file.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { field } from './connect-world.ts';
import { keys, lowlyUser, openUnattendedWorld, signedApp } from './unattended-world.ts';
import type { UnattendedWorld } from './unattended-world.ts';

const path = '/api/connection/unattended';

describe('an app of the settings', () => {
  let configured: UnattendedWorld;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bookbridge-key-'));
    await writeFile(join(folder, 'bookbridge.key'), keys.privateKey, { mode: 0o600 });
    configured = await openUnattendedWorld({
      environment: (org) => ({
        SALESFORCE_PRODUCTION_CLIENT_ID: org.apps.find(({ name }) => name === signedApp)?.clientId ?? '',
        SALESFORCE_PRODUCTION_FLOW: 'jwt_bearer',
        SALESFORCE_PRODUCTION_MODE: 'secure',
        SALESFORCE_PRODUCTION_USERNAME: lowlyUser,
        SALESFORCE_PRODUCTION_PRIVATE_KEY_FILE: join(folder, 'bookbridge.key'),
      }),
    });
  });
  afterAll(async () => {
    await configured?.world.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('connects without another word, and no browser is sent to Salesforce for it', async () => {
    const { browser } = configured.world;
    const environments = field((await browser.get('/api/connection')).body, 'environments');
    expect(environments).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'production', available: true, unattended: { username: lowlyUser } }),
      ]),
    );
    const wrongWay = await browser.post('/api/connection/authorize', { environment: 'production' });
    expect(field(field(wrongWay.body, 'error'), 'code')).toBe('environment_not_available');
    const answer = await browser.post(path, { environment: 'production' });
    expect(field(answer.body, 'connection')).toMatchObject({ state: 'ready', mode: 'secure' });
  });

  test('whose key is gone says which file it should be', async () => {
    await rm(join(folder, 'bookbridge.key'));
    const answer = await configured.world.browser.post(path, { environment: 'production' });
    expect(field(answer.body, 'error')).toMatchObject({
      code: 'private_key_missing',
      message: expect.stringContaining(join(folder, 'bookbridge.key')),
    });
  });
});

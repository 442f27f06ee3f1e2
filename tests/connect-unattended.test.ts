// Connections without a browser against the real local org: a user that may do next to nothing is connected by a signed assertion
// or by the app's own secret, its rights are checked one by one, and each refusal says what to change.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { field, open, readConnection } from './connect-world.ts';
import type { Connected } from './connect-world.ts';
import {
  countCallsOf,
  lowlyUser,
  openUnattendedWorld,
  ownSecretLogin,
  signedApp,
  signedLogin,
} from './unattended-world.ts';
import type { UnattendedWorld } from './unattended-world.ts';

let here: UnattendedWorld;

beforeAll(async () => {
  here = await openUnattendedWorld();
});

afterAll(() => here?.world.close());

async function connectBy(body: Record<string, unknown>): Promise<Connected> {
  const answer = await here.world.browser.post('/api/connection/unattended', body);
  if (answer.status !== 200) throw new Error(`Answered ${answer.status}: ${answer.text}`);
  return readConnection(here.world);
}

describe('a user with minimum access', () => {
  test('is connected by a signed assertion, with every right proven', async () => {
    const before = await countCallsOf(here.world, signedApp);
    const connection = await connectBy(signedLogin(here.world));
    expect(connection).toMatchObject({
      state: 'ready',
      username: lowlyUser,
      flow: 'jwt_bearer',
      mode: 'secure',
    });
    expect(open(connection)).toEqual([]);
    expect((await countCallsOf(here.world, signedApp)) - before).toBeLessThanOrEqual(3);
  });
  test('cc', async () => {
    const connection = await connectBy(ownSecretLogin(here.world));
    expect(connection).toMatchObject({ state: 'ready', username: lowlyUser, flow: 'client_credentials' });
    expect(field(connection, 'mode')).toBe('secure');
  });
});

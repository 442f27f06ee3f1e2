// Set-up from scripts: an org is checked without a database, and connected beside a connector that runs, or before one ever did.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSetUp } from '../connector/set-up.ts';
import type { SetUp } from '../connector/set-up.ts';
import type { UnattendedTarget } from '../connector/connection/unattended-login.ts';
import { openBrowser, owner } from '../connector/tests/browser.ts';
import type { Browser } from '../connector/tests/browser.ts';
import { startConnector } from '../connector/tests/start-connector.ts';
import { foldersVariable } from '../connector/tests/test-server.ts';
import { field, originOf } from './connect-world.ts';
import { plantFault } from './salesforce-side.ts';
import {
  appNamed,
  assign,
  findId,
  keys,
  lowlyUser,
  openUnattendedWorld,
  signedApp,
} from './unattended-world.ts';
import type { UnattendedWorld } from './unattended-world.ts';

let here: UnattendedWorld;
let environment: Record<string, string>;
let target: UnattendedTarget;

beforeAll(async () => {
  here = await openUnattendedWorld();
  const { world, admin } = here;
  // To look at what was written, the admin needs to see our fields too.
  await assign(admin, await findId(admin, 'User', 'admin@acme.example', 'Username'), 'Bookbridge_Viewer');
  environment = {
    SALESFORCE_LOCAL_ORIGINS: [
      ...Object.values(world.org.login),
      ...world.org.orgs.map(({ origin }) => origin),
    ].join(),
  };
  target = {
    flow: 'jwt_bearer',
    mode: 'secure',
    loginOrigin: originOf(world, 'production'),
    clientId: appNamed(world, signedApp).clientId,
    username: lowlyUser,
    privateKey: keys.privateKey,
    kind: 'production',
  };
});

afterAll(() => here?.world.close());

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(process.env[foldersVariable] ?? tmpdir(), 'bookbridge-set-up-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withSetUp<T>(dataFolder: string, work: (setUp: SetUp) => Promise<T>): Promise<T> {
  const setUp = await openSetUp({ dataFolder, environment });
  try {
    return await work(setUp);
  } finally {
    await setUp.close();
  }
}

/** A new generic source, and one booking of somebody nobody knows, through the public door. */
async function sendBooking(browser: Browser, email: string): Promise<void> {
  const added = (await browser.post('/api/sources', { kind: 'generic', name: 'Tests' })).body;
  const answer = await fetch(String(field(field(added, 'source'), 'address')), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': String(field(added, 'secret')) },
    body: JSON.stringify({
      type: 'scheduled',
      id: 'booking-1',
      occurredAt: '2026-03-02T09:15:00Z',
      start: '2026-03-05T10:00:00Z',
      end: '2026-03-05T10:30:00Z',
      title: 'Introduction',
      person: { name: 'Mara Lindt', email, phone: '+49 30 5550', company: 'Lindt Bikes' },
    }),
  });
  if (answer.status !== 202) throw new Error(`Answered ${answer.status}: ${await answer.text()}`);
}

/** Asks the org, as its admin, until the booking is there. */
async function untilWritten(email: string): Promise<unknown[]> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { records } = await here.admin.query(
      `SELECT Id, CreatedById, Person_Email__c, Lead__r.Email FROM Booking__c WHERE Person_Email__c = '${email}'`,
    );
    if (records.length > 0 || Date.now() > deadline) return records;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('check', () => {
  test('tells who answered, what was found and what it cost, and needs no data folder', async () => {
    const report = await withSetUp('/nowhere/at/all', (setUp) => setUp.check(target));
    expect(report).toMatchObject({ state: 'ready', username: lowlyUser });
    expect(report.apiCalls).toBeLessThanOrEqual(3);
    expect(report.orgId).toBe(here.world.org.orgs[0]?.orgId);
  });
});

describe('connect', () => {
  test('before the first run makes a workspace, which the first account takes over with its connection', async () => {
    await inFolder(async (dataFolder) => {
      const [first, second] = await withSetUp(dataFolder, async (setUp) => [
        await setUp.connect(target),
        await setUp.connect(target),
      ]);
      expect(first).toMatchObject({ state: 'ready', workspace: { isNew: true } });
      expect(second?.workspace).toEqual({ ...first?.workspace, isNew: false });
      expect(second?.connectionId).toBe(first?.connectionId);

      const connector = await startConnector({ dataFolder, environment });
      try {
        const browser = openBrowser(connector.origin);
        const token = new URL(connector.link).searchParams.get('token');
        await browser.post('/api/first-run', { token, ...owner });
        const page = (await browser.get('/api/connection')).body;
        expect(field(page, 'connection')).toMatchObject({
          id: first?.connectionId,
          state: 'ready',
          username: lowlyUser,
        });
        const session = (await browser.get('/api/session')).body;
        expect(field(field(session, 'workspace'), 'name')).toBe(owner.workspaceName);
      } finally {
        await connector.stop();
      }
    });
  });

  test('beside a connector that runs: it writes bookings at once, and its database stays', async () => {
    await inFolder(async (dataFolder) => {
      const connector = await startConnector({ dataFolder, environment });
      try {
        const browser = openBrowser(connector.origin);
        const token = new URL(connector.link).searchParams.get('token');
        await browser.post('/api/first-run', { token, ...owner });
        const report = await withSetUp(dataFolder, (setUp) => setUp.connect(target));
        expect(report.workspace).toMatchObject({ name: owner.workspaceName, isNew: false });
        const answer = await browser.post('/api/connection/check');
        expect(field(answer.body, 'connection')).toMatchObject({
          id: report.connectionId,
          state: 'ready',
          mode: 'secure',
        });

        const email = 'mara.lindt@example.com';
        await sendBooking(browser, email);
        const [booking] = await untilWritten(email);
        expect(booking).toMatchObject({
          CreatedById: here.userId,
          Person_Email__c: email,
          Lead__r: { Email: email },
        });
      } catch (error) {
        throw new Error(connector.log().slice(-3000), { cause: error });
      } finally {
        await connector.stop();
      }
    });
  });

  test('to a local org that the running connector has not heard of: its session is renewed all the same', async () => {
    await inFolder(async (dataFolder) => {
      const strange = { ...environment, SALESFORCE_LOCAL_ORIGINS: 'http://localhost:9' };
      const connector = await startConnector({ dataFolder, environment: strange });
      try {
        const browser = openBrowser(connector.origin);
        const token = new URL(connector.link).searchParams.get('token');
        await browser.post('/api/first-run', { token, ...owner });
        await withSetUp(dataFolder, (setUp) => setUp.connect(target));
        await plantFault(here.world, { kind: 'session_expired' });
        const answer = await browser.post('/api/connection/check');
        expect(field(answer.body, 'connection')).toMatchObject({ state: 'ready' });
      } finally {
        await connector.stop();
      }
    });
  });

  test('while the connector starts, and after it was killed: nobody stops the database under the other', async () => {
    await inFolder(async (dataFolder) => {
      const [connector, report] = await Promise.all([
        startConnector({ dataFolder, environment }),
        withSetUp(dataFolder, (setUp) => setUp.connect(target)),
      ]);
      expect(report.state).toBe('ready');
      const health = await fetch(`${connector.origin}/health/ready`);
      expect(health.status).toBe(200);
      await connector.kill();
      const after = await withSetUp(dataFolder, (setUp) => setUp.connect(target));
      expect(after.connectionId).toBe(report.connectionId);
      const again = await startConnector({ dataFolder, environment });
      try {
        expect((await fetch(`${again.origin}/health/ready`)).status).toBe(200);
      } finally {
        await again.stop();
      }
    });
  });
});

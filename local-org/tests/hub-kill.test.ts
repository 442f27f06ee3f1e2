// The Dev Hub started on what a kill -9 leaves behind at its worst moments: between two commits of one piece of work.
// Each moment is put into the data folder by hand, because no test hits it by chance.

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { openStore } from '../store.ts';
import { connectToHub, finished, isClosed, orderScratch, until } from './hub-client.ts';
import { orgOf, valueAt } from './sign-in.ts';

jest.setTimeout(60_000);

let data = '';
let running: RunningLocalOrg;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'local-org-hub-kill-'));
});
afterEach(async () => {
  await running.stop();
  rmSync(data, { recursive: true, force: true });
});

async function start(): Promise<Connection> {
  running = await startLocalOrg({ callbackUrls: [], data, forceApp: null });
  return await connectToHub(running);
}

const madeFolders = () => readdirSync(data).filter((name) => name.startsWith('org-'));
const gone = async () =>
  await until(
    () => Promise.resolve([running.orgs.length, madeFolders().length]),
    ([orgs, folders]) => orgs === 2 && folders === 0,
  );

/** Changes a record of the Dev Hub, or another value of its store, while nothing runs. */
function change(table: string, key: string, values: Record<string, unknown>) {
  const store = openStore(join(data, 'production'));
  const rows = store.table<Record<string, unknown>>(table);
  rows.set(key, { ...rows.get(key), ...values });
  store.commit();
  store.close();
}

async function orderSandbox(hub: Connection): Promise<string> {
  const wish = { SandboxName: 'killed', LicenseType: 'Developer' };
  const answer: unknown = await hub.tooling.sobject('SandboxInfo').create(wish);
  return String(valueAt(answer, 'id'));
}

async function newestProcess(hub: Connection, Status: string) {
  const soql =
    'SELECT Id, Status, SandboxOrganization FROM SandboxProcess ORDER BY CreatedDate DESC, Id DESC';
  const [found] = await until(
    async () => (await hub.tooling.query(soql)).records,
    ([process]) => process?.['Status'] === Status,
  );
  return { id: String(found?.Id), organization: String(found?.['SandboxOrganization']) };
}

test('an org that was forgotten before its folder went', async () => {
  await start();
  await running.stop();
  const folder = join(data, 'org-00D7Z00LeftOverABC');
  openStore(folder).close();
  await start();
  expect(existsSync(folder)).toBe(false);
});

test('a scratch org that was made and whose order was deleted meanwhile', async () => {
  const hub = await start();
  const infoId = await orderScratch(hub, running);
  const { LoginUrl } = await finished(hub, infoId);
  const { orgId } = orgOf(running);
  const [active] = (await hub.query('SELECT Id FROM ActiveScratchOrg')).records;
  await running.stop();
  change(`${orgId}/ScratchOrgInfo`, infoId, { Status: 'Creating', IsDeleted: true });
  const store = openStore(join(data, 'production'));
  store.table(`${orgId}/ActiveScratchOrg`).delete(String(active?.Id));
  store.commit();
  store.close();
  await start();
  await gone();
  expect(await isClosed(String(LoginUrl))).toBe(true);
});

test('a refresh that was to be activated', async () => {
  const hub = await start();
  const infoId = await orderSandbox(hub);
  const first = await newestProcess(hub, 'Completed');
  await hub.tooling.sobject('SandboxInfo').update({ Id: infoId, AutoActivate: false });
  const refresh = await newestProcess(hub, 'Pending Activation');
  const { orgId } = orgOf(running);
  await running.stop();
  change(`${orgId}/SandboxProcess`, refresh.id, { RefreshAction: 'ACTIVATE' });
  const again = await start();
  expect(await newestProcess(again, 'Completed')).toEqual(refresh);
  expect(refresh.organization).not.toBe(first.organization);
  expect(running.orgs.at(-1)?.orgId.slice(0, 15)).toBe(refresh.organization);
  expect(madeFolders()).toHaveLength(1);
});

test('a refresh in the middle of its activation', async () => {
  const hub = await start();
  const infoId = await orderSandbox(hub);
  await newestProcess(hub, 'Completed');
  await hub.tooling.sobject('SandboxInfo').update({ Id: infoId, AutoActivate: false });
  const refresh = await newestProcess(hub, 'Pending Activation');
  const { orgId } = orgOf(running);
  await running.stop();
  change(`${orgId}/SandboxProcess`, refresh.id, { Status: 'Activating' });
  // Nobody has to activate it a second time.
  expect(await newestProcess(await start(), 'Completed')).toEqual(refresh);
  expect(madeFolders()).toHaveLength(1);
});

// A scratch org from its order to its end: ScratchOrgInfo New → Creating → Active (the org exists, with an
// ActiveScratchOrg) or Error → Deleted. Every step is committed before the next, so a killed local org goes on where
// it was.

import type { OrgRecord } from '../org/records.ts';
import { shortId } from '../site.ts';
import type { OrgSite } from '../site.ts';
import type { HubParts } from './hub-parts.ts';
import { text, timeOf } from './record-values.ts';
import { findMistake, newOrder, orgOf } from './scratch-order.ts';
import type { ScratchOrder } from './scratch-order.ts';

const cliCallback = 'http://localhost:1717/OauthRedirect';

export type ScratchOrgs = ReturnType<typeof createScratchOrgs>;

export function createScratchOrgs(parts: HubParts) {
  const { hub, sites, apps, grants, faults, now, speed, jobs, endOrg } = parts;
  const { own } = hub.org;
  const orders = hub.store.table<ScratchOrder>('hub/scratch-orders');
  const working = new Set<string>();
  let nextExpiry = Number.POSITIVE_INFINITY;

  const infoOf = (id: string) => own.all('ScratchOrgInfo').find((row) => row['Id'] === id);

  function start(infoId: string) {
    if (working.has(infoId)) return;
    working.add(infoId);
    jobs.start(async () => {
      try {
        await make(infoId);
      } finally {
        working.delete(infoId);
      }
    });
  }

  async function make(infoId: string) {
    const info = infoOf(infoId);
    if (info === undefined || !isOpen(info)) return;
    own.change('ScratchOrgInfo', infoId, { Status: 'Creating' });
    hub.store.commit();
    await jobs.sleep(timeOf(info['CreatedDate']) + speed.scratchMs - now().getTime());
    const { hit } = faults.take({ resource: 'scratch org', orgId: hub.org.orgId, writes: true });
    const errorCode = hit?.code ?? findProblem(info);
    if (errorCode !== undefined) {
      fail(infoId, errorCode);
      return;
    }
    const order = orders.get(infoId) ?? newOrder(info);
    orders.set(infoId, order);
    hub.store.commit();
    let site: OrgSite;
    try {
      site = sites.find(order.orgId) ?? (await sites.add(orgOf(info, order, sharedApps(info) ?? [])));
    } catch (error) {
      if (!jobs.areStopping()) fail(infoId, 'S-9999');
      throw error;
    }
    // Nobody waits for an org whose order was taken back meanwhile.
    if (isOpen(infoOf(infoId))) activate(info, order, site);
    else {
      orders.delete(infoId);
      hub.store.commit();
      endOrg(order.orgId);
    }
  }

  function fail(infoId: string, errorCode: string) {
    own.change('ScratchOrgInfo', infoId, { Status: 'Error', ErrorCode: errorCode });
    orders.delete(infoId);
    hub.store.commit();
  }

  function findProblem(info: OrgRecord): string | undefined {
    return (
      findMistake(info) ??
      (isTaken(info) ? 'C-1007' : undefined) ??
      (sharedApps(info) === undefined ? 'C-1016' : undefined)
    );
  }

  function isTaken(info: OrgRecord): boolean {
    const username = text(info['SignupUsername']);
    if (sites.byUsername(username) !== undefined) return orders.get(text(info['Id'])) === undefined;
    const earlier = own
      .all('ScratchOrgInfo')
      .find((row) => isOpen(row) && row['SignupUsername'] === username);
    return earlier !== undefined && earlier['Id'] !== info['Id'];
  }

  /** The Dev Hub's own apps that must work in the new org too; undefined when the app cannot be taken there. */
  function sharedApps(info: OrgRecord): string[] | undefined {
    const clientId = text(info['ConnectedAppConsumerKey']);
    const app = apps.byClientId(clientId, [hub]);
    if (app === undefined || !app.isEnabled || app.reach === 'own my domain') return undefined;
    return app.reach === 'own org' ? [clientId] : [];
  }

  function activate(info: OrgRecord, order: ScratchOrder, site: OrgSite) {
    const infoId = text(info['Id']);
    const clientId = text(info['ConnectedAppConsumerKey']);
    const username = text(info['SignupUsername']);
    const user = site.org.userByUsername(username);
    const scopes = apps.byClientId(clientId, [hub])?.scopes ?? [];
    const redirectUri = text(info['ConnectedAppCallbackUrl']) || cliCallback;
    const code = { clientId, userId: user?.id ?? '', orgId: order.orgId, redirectUri, scopes };
    grants.approve(code, scopes);
    const common = {
      ExpirationDate: order.expiresAt.slice(0, 10),
      ScratchOrg: shortId(order.orgId),
      // The CLI takes LoginUrl only when this ends in an s.
      SignupInstance: 'LOC1s',
    };
    own.change('ScratchOrgInfo', infoId, {
      ...common,
      Status: 'Active',
      LoginUrl: site.origin,
      AuthCode: grants.newCode({ ...code, challenge: undefined }),
    });
    const copied = ['Edition', 'Features', 'OrgName', 'SignupEmail', 'SignupTrialDays', 'SignupUsername'];
    own.insert('ActiveScratchOrg', text(info['CreatedById']), {
      ...Object.fromEntries(copied.map((name) => [name, info[name] ?? null])),
      ...common,
      Name: info['Name'] ?? null,
      OwnerId: info['OwnerId'] ?? null,
      Description: info['Description'] ?? null,
      HasSampleData: info['HasSampleData'] === true,
      ScratchOrgInfoId: infoId,
    });
    hub.store.commit();
    findNextExpiry();
  }

  /** Ends what has expired and what was deleted: an org lives as long as its ActiveScratchOrg and its ScratchOrgInfo. */
  function endOrgs() {
    const active = new Map(own.all('ActiveScratchOrg').map((row) => [text(row['ScratchOrgInfoId']), row]));
    for (const info of own.all('ScratchOrgInfo')) {
      if (info['Status'] !== 'Active') continue;
      const infoId = text(info['Id']);
      const row = active.get(infoId);
      const order = orders.get(infoId);
      const isExpired = order !== undefined && Date.parse(order.expiresAt) <= now().getTime();
      if (row !== undefined && info['IsDeleted'] !== true && !isExpired) continue;
      if (row !== undefined) own.drop('ActiveScratchOrg', text(row['Id']));
      const today = now().toISOString().slice(0, 10);
      own.change('ScratchOrgInfo', infoId, { Status: 'Deleted', DeletedDate: today, AuthCode: null });
      orders.delete(infoId);
      hub.store.commit();
      if (order !== undefined) endOrg(order.orgId);
    }
    findNextExpiry();
  }

  function findNextExpiry() {
    nextExpiry = Math.min(...[...orders.entries()].map(([, order]) => Date.parse(order.expiresAt)));
  }

  return {
    /** At the start of the local org: orders not yet carried out, orgs that were to go, ports that are others now. */
    resume() {
      endOrgs();
      for (const [infoId] of orders.entries()) {
        const info = infoOf(infoId);
        if (!isOpen(info) && info?.['Status'] !== 'Active') orders.delete(infoId);
      }
      const known = new Set([...orders.entries()].map(([, order]) => order.orgId));
      for (const site of sites.list()) {
        if (site.type === 'scratch' && !known.has(site.org.orgId)) {
          endOrg(site.org.orgId);
        }
      }
      for (const info of own.all('ScratchOrgInfo')) {
        const infoId = text(info['Id']);
        if (isOpen(info)) start(infoId);
        const order = orders.get(infoId);
        const site = order === undefined ? undefined : sites.find(order.orgId);
        if (info['Status'] === 'Active' && site !== undefined && info['LoginUrl'] !== site.origin) {
          own.change('ScratchOrgInfo', infoId, { LoginUrl: site.origin });
        }
      }
      hub.store.commit();
    },
    saved(objectName: string, recordId: string) {
      if (objectName === 'ScratchOrgInfo' && isOpen(infoOf(recordId))) start(recordId);
      else endOrgs();
    },
    endExpired() {
      if (now().getTime() >= nextExpiry) endOrgs();
    },
  };
}

/** Still to be carried out. */
function isOpen(info: OrgRecord | undefined): boolean {
  return (
    info !== undefined && info['IsDeleted'] !== true && ['New', 'Creating'].includes(text(info['Status']))
  );
}

// A sandbox from its order to its end: SandboxInfo is the order, SandboxProcess shows how far the copy is, Pending →
// Processing → Completed; a refresh that is not to be activated at once waits in Pending Activation. Every step is
// committed, so a killed local org goes on where it was.

import { tracksSandboxes } from '../metadata/source-tracking.ts';
import { newOrgId } from '../org-ids.ts';
import type { OrgRecord } from '../org/records.ts';
import { formatDatetime } from '../org/values.ts';
import { shortId } from '../site.ts';
import { copyOrg } from './copy-org.ts';
import type { HubParts } from './hub-parts.ts';
import { text, timeOf } from './record-values.ts';

const copySteps = [10, 35, 60, 85, 95];
const stuckPollMs = 50;

/** The org of a sandbox: the one that is used, and the one a process is making. */
type SandboxOrg = { orgId: string };

export function createSandboxes(parts: HubParts) {
  const { hub, sites, faults, now, speed, jobs, endOrg } = parts;
  const { own } = hub.org;
  /** By SandboxInfo. */
  const current = hub.store.table<SandboxOrg>('hub/sandbox-orgs');
  /** By SandboxProcess. */
  const planned = hub.store.table<SandboxOrg>('hub/sandbox-plans');
  const working = new Set<string>();

  const infoOf = (id: string) => find('SandboxInfo', id);
  const processOf = (id: string) => find('SandboxProcess', id);
  const processesOf = (infoId: string) =>
    own.all('SandboxProcess').filter((row) => row['SandboxInfoId'] === infoId);

  function find(objectName: string, id: string): OrgRecord | undefined {
    return own.all(objectName).find((row) => row['Id'] === id);
  }

  function order(info: OrgRecord) {
    const infoId = text(info['Id']);
    const processId = own.insert('SandboxProcess', text(info['LastModifiedById']), {
      ...Object.fromEntries(
        ['SandboxName', 'LicenseType', 'SourceId', 'Description', 'AutoActivate', 'CopyChatter']
          .concat('HistoryDays', 'TemplateId', 'ApexClassId', 'Features')
          .map((name) => [name, info[name] ?? null]),
      ),
      SandboxInfoId: infoId,
      Status: 'Pending',
      CopyProgress: 0,
    });
    planned.set(processId, { orgId: newOrgId('sandbox') });
    start(processId, make);
  }

  function start(processId: string, work: (processId: string) => Promise<void>) {
    if (working.has(processId)) return;
    working.add(processId);
    jobs.start(async () => {
      try {
        await work(processId);
      } finally {
        working.delete(processId);
      }
    });
  }

  async function make(processId: string) {
    const plan = planned.get(processId);
    const begun = timeOf(processOf(processId)?.['CreatedDate']);
    if (plan === undefined) return;
    for (const [step, CopyProgress] of copySteps.entries()) {
      if (!isOpen(processId)) return;
      advance(processId, {
        Status: 'Processing',
        CopyProgress,
        SandboxOrganization: shortId(plan.orgId),
        StartDate: formatDatetime(new Date(begun)),
      });
      const due = begun + (speed.sandboxMs * (step + 1)) / copySteps.length;
      await jobs.sleep(due - now().getTime());
    }
    while (faults.pending().some(({ kind }) => kind === 'sandbox_stuck')) await jobs.sleep(stuckPollMs);
    const process = processOf(processId);
    if (process === undefined || !isOpen(processId)) return;
    const isRefresh = processesOf(text(process['SandboxInfoId'])).length > 1;
    if (isRefresh && process['AutoActivate'] !== true) {
      advance(processId, { Status: 'Pending Activation', CopyProgress: 100 });
    } else await activate(processId);
  }

  function advance(processId: string, values: Parameters<typeof own.change>[2]) {
    own.change('SandboxProcess', processId, values);
    hub.store.commit();
  }

  function isOpen(processId: string): boolean {
    const process = processOf(processId);
    const info = infoOf(text(process?.['SandboxInfoId']));
    const isLive = info !== undefined && info['IsDeleted'] !== true;
    return isLive && ['Pending', 'Processing', 'Activating'].includes(text(process?.['Status']));
  }

  /** Copies, and puts the new org in the place of the one the sandbox had before a refresh. */
  async function activate(processId: string) {
    const process = processOf(processId);
    const info = infoOf(text(process?.['SandboxInfoId']));
    const plan = planned.get(processId);
    if (process === undefined || info === undefined || plan === undefined) return;
    const infoId = text(info['Id']);
    const before = current.get(infoId);
    current.set(infoId, plan);
    advance(processId, { Status: 'Activating' });
    if (before !== undefined && before.orgId !== plan.orgId) endOrg(before.orgId);
    const source = sourceOf(info);
    if (sites.find(plan.orgId) === undefined) {
      await sites.add({
        orgId: plan.orgId,
        type: 'sandbox',
        label: `sandbox ${text(info['SandboxName'])}`,
        name: source.site.org.name,
        edition: source.site.org.edition,
        features: source.site.org.features,
        trialExpiresAt: null,
        sharedApps: [],
        // Of Developer and Developer Pro sandboxes only, as in Salesforce.
        sourceTracking:
          tracksSandboxes(hub.org.metadata) && text(info['LicenseType']).startsWith('DEVELOPER'),
        fill: (store, orgId) =>
          copyOrg({
            source: { store: source.site.store, orgId: source.site.org.orgId },
            target: { store, orgId },
            sandboxName: text(info['SandboxName']),
            clonedName: source.clonedName,
            withRecords:
              ['PARTIAL', 'FULL'].includes(text(info['LicenseType'])) || source.clonedName !== undefined,
            isUsernameTaken: (username) => sites.byUsername(username) !== undefined,
          }),
      });
    }
    const isWanted = current.get(infoId)?.orgId === plan.orgId;
    // Deleted while it was made.
    if (!isWanted) endOrg(plan.orgId);
    else advance(processId, { Status: 'Completed', CopyProgress: 100, EndDate: formatDatetime(now()) });
  }

  function sourceOf(info: OrgRecord) {
    const sourceInfo = infoOf(text(info['SourceId']));
    const orgId = sourceInfo === undefined ? undefined : current.get(text(sourceInfo['Id']))?.orgId;
    const site = orgId === undefined ? undefined : sites.find(orgId);
    if (site === undefined) return { site: hub, clonedName: undefined };
    return { site, clonedName: text(sourceInfo?.['SandboxName']) };
  }

  function endSandbox(infoId: string) {
    const orgId = current.get(infoId)?.orgId;
    current.delete(infoId);
    for (const process of processesOf(infoId)) {
      planned.delete(text(process['Id']));
      if (process['Status'] !== 'Deleted')
        own.change('SandboxProcess', text(process['Id']), { Status: 'Deleted' });
    }
    hub.store.commit();
    if (orgId === undefined) return;
    endOrg(orgId);
  }

  return {
    /** At the start of the local org: copies not yet finished, and orgs whose sandbox was deleted. */
    resume() {
      for (const process of own.all('SandboxProcess')) {
        const processId = text(process['Id']);
        if (process['Status'] === 'Activating' || isToBeActivated(process)) start(processId, activate);
        else if (isOpen(processId)) start(processId, make);
      }
      const known = new Set([...current.entries()].map(([, { orgId }]) => orgId));
      for (const site of sites.list()) {
        const isMade = site.type === 'sandbox' && sites.isMade(site.org.orgId);
        if (isMade && !known.has(site.org.orgId)) endOrg(site.org.orgId);
      }
    },
    saved(objectName: string, recordId: string) {
      if (objectName === 'SandboxProcess') {
        const process = processOf(recordId);
        if (process?.['Status'] !== 'Pending Activation') return;
        if (isToBeActivated(process)) start(recordId, activate);
        else if (process['RefreshAction'] === 'DISCARD') {
          planned.delete(recordId);
          own.change('SandboxProcess', recordId, { Status: 'Deleted' });
        }
      } else if (objectName === 'SandboxInfo') {
        const info = infoOf(recordId);
        if (info === undefined || info['IsDeleted'] === true) endSandbox(recordId);
        else order(info);
      }
    },
    /** The newest process of a sandbox of this name that was not deleted, and the sandbox's org when it is ready. */
    byName(sandboxName: string) {
      const process = own
        .all('SandboxProcess')
        .findLast(
          (row) =>
            text(row['SandboxName']).toLowerCase() === sandboxName.toLowerCase() &&
            row['Status'] !== 'Deleted',
        );
      if (process === undefined) return undefined;
      const orgId = current.get(text(process['SandboxInfoId']))?.orgId;
      const isReady = process['Status'] === 'Completed' && orgId !== undefined;
      return { site: isReady ? sites.find(orgId) : undefined };
    },
  };
}

function isToBeActivated(process: OrgRecord): boolean {
  return process['Status'] === 'Pending Activation' && process['RefreshAction'] === 'ACTIVATE';
}

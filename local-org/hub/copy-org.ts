// Fills a sandbox's empty store with a copy of another org. Ids stay, as in Salesforce: a user, a profile or a record
// type has the same id in production and in its sandboxes; only the org's own id is another.

import { shortId } from '../site.ts';
import type { Store } from '../store.ts';

export type CopyOrder = {
  source: { store: Store; orgId: string };
  target: { store: Store; orgId: string };
  sandboxName: string;
  /** The name of the sandbox that is cloned: its usernames end in it. */
  clonedName: string | undefined;
  /** With business records, as in a full sandbox and in a clone. */
  withRecords: boolean;
  isUsernameTaken(username: string): boolean;
};

type Row = Record<string, unknown>;

const businessObjects = new Set(['Account', 'Case', 'Contact', 'Event', 'Lead', 'Opportunity', 'Task']);

// What belongs to the source org alone: its scratch orgs and sandboxes, its jobs, what was changed there. A local
// External Client App exists in one org only: https://help.salesforce.com/s/articleView?id=sf.external_client_apps.htm
const neverCopied =
  /^(ScratchOrgInfo|ActiveScratchOrg|SandboxInfo|SandboxProcess|PackageInstallRequest|AsyncApexJob|SourceMember|source-.*|deploys|retrieves|job-numbers|ExternalClientApplication.*|ExtlClnt.*)$/;

export function copyOrg(order: CopyOrder) {
  const { source, target, withRecords } = order;
  const prefix = `${source.orgId}/`;
  const given = new Set<string>();
  const isTaken = (username: string) => given.has(username.toLowerCase()) || order.isUsernameTaken(username);
  const newUser = (user: Row) => {
    const copied = changedUser(user, order, isTaken);
    given.add(copied.Username.toLowerCase());
    return copied;
  };
  for (const name of source.store.tableNames()) {
    if (!name.startsWith(prefix)) continue;
    const kind = name.slice(prefix.length);
    if (neverCopied.test(kind) || (!withRecords && isBusinessObject(kind))) continue;
    const table = target.store.table<unknown>(`${target.orgId}/${kind}`);
    for (const [key, value] of source.store.table<unknown>(name).entries()) {
      if (kind === 'metadata' && /^(ExternalClientApplication|ExtlClnt\w*)\//.test(key)) continue;
      table.set(withNewOrgId(key, order), changed(kind, copyOf(value, order), newUser));
    }
  }
}

function isBusinessObject(name: string): boolean {
  return businessObjects.has(name) || name.endsWith('__c');
}

function withNewOrgId(text: string, { source, target }: CopyOrder): string {
  return text.replaceAll(source.orgId, target.orgId).replaceAll(shortId(source.orgId), shortId(target.orgId));
}

function copyOf(value: unknown, order: CopyOrder): unknown {
  return value === undefined ? undefined : JSON.parse(withNewOrgId(JSON.stringify(value), order));
}

function changed(kind: string, value: unknown, newUser: (user: Row) => Row): unknown {
  if (!isRow(value)) return value;
  if (kind === 'User') return newUser(value);
  if (kind === 'Organization') return { ...value, IsSandbox: true, InstanceName: 'LOC1S' };
  return value;
}

function changedUser(user: Row, order: CopyOrder, isTaken: (username: string) => boolean) {
  const { sandboxName, clonedName } = order;
  const suffix = `.${sandboxName.toLowerCase()}`;
  const before = typeof user['Username'] === 'string' ? user['Username'] : '';
  const own = clonedName === undefined ? '' : `.${clonedName.toLowerCase()}`;
  const stem = own !== '' && before.endsWith(own) ? before.slice(0, -own.length) : before;
  let username = `${stem}${suffix}`;
  // A username that exists already, in another org or by now in this one, gets something added.
  for (let count = 1; isTaken(username); count++) username = `${stem}${suffix}${count}`;
  const email = typeof user['Email'] === 'string' ? user['Email'] : '';
  return { ...user, Username: username, Email: email.endsWith('.invalid') ? email : `${email}.invalid` };
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

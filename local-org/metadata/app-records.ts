// Apps as records: what SOQL sees of them, and which permission sets their policies name. Brought up to date at the end
// of every deploy, inside its transaction.

import { objectOf } from '../org/engine.ts';
import type { Engine } from '../org/engine.ts';
import { ownedSet } from '../org/rights/profiles.ts';
import type { OrgRecord } from '../org/records.ts';
import { formatDatetime } from '../org/values.ts';
import type { Value } from '../org/values.ts';
import type { ComponentStore, StoredComponent } from './component-store.ts';
import { deployedApps } from './deployed-apps.ts';
import { profileNameOf } from './profile-names.ts';
import { childrenOf, isTrue, textOf } from './xml-tree.ts';

export function followApps(engine: Engine, components: ComponentStore) {
  const externals = components.ofType('ExternalClientApplication');
  const connecteds = components.ofType('ConnectedApp');
  replaceAll(
    engine,
    'ExternalClientApplication',
    externals.map((stored) => ({ ...common(stored), ...externalValues(stored) })),
  );
  replaceAll(
    engine,
    'ConnectedApplication',
    connecteds.map((stored) => ({ ...common(stored), ...connectedValues(stored) })),
  );
  replaceAll(engine, 'SetupEntityAccess', accessRows(engine, components));
}

function common(stored: StoredComponent): Record<string, Value> {
  return {
    Id: stored.id,
    CreatedDate: formatDatetime(new Date(stored.createdDate)),
    CreatedById: stored.createdById,
    LastModifiedDate: formatDatetime(new Date(stored.lastModifiedDate)),
    LastModifiedById: stored.lastModifiedById,
    SystemModstamp: formatDatetime(new Date(stored.lastModifiedDate)),
  };
}

function textIn({ body }: StoredComponent, name: string): string | null {
  return body === null ? null : (textOf(body, name) ?? null);
}

function externalValues(stored: StoredComponent): Record<string, Value> {
  return {
    IsDeleted: false,
    DeveloperName: stored.fullName,
    Language: 'en_US',
    MasterLabel: textIn(stored, 'label'),
    ContactEmail: textIn(stored, 'contactEmail'),
    Description: textIn(stored, 'description'),
    DistributionState: textIn(stored, 'distributionState') ?? 'Local',
    IsProtected: textIn(stored, 'isProtected') === 'true',
  };
}

function connectedValues(stored: StoredComponent): Record<string, Value> {
  const [oauth] = stored.body === null ? [] : childrenOf(stored.body, 'oauthConfig');
  return {
    Name: textIn(stored, 'label'),
    ContactEmail: textIn(stored, 'contactEmail'),
    Description: textIn(stored, 'description'),
    OptionsAllowAdminApprovedUsersOnly: oauth !== undefined && isTrue(oauth, 'isAdminApproved'),
  };
}

function accessRows(engine: Engine, components: ComponentStore): Record<string, Value>[] {
  const sets = [...engine.records.all(objectOf(engine, 'PermissionSet'))];
  const profiles = [...engine.records.all(objectOf(engine, 'Profile'))];
  const access = objectOf(engine, 'SetupEntityAccess');
  const known = new Map(
    [...engine.records.all(access)].map((row) => [`${row['ParentId']}/${row['SetupEntityId']}`, row]),
  );
  const rows: Record<string, Value>[] = [];
  for (const app of deployedApps(components)) {
    const type = app.kind === 'connected-app' ? 'ConnectedApp' : 'ExternalClientApplication';
    const appId = components.get(type, app.name)?.id ?? '';
    const parents = [
      ...app.policy.permissionSets.map((name) =>
        sets.find((set) => set['Id'] === name || (set['Name'] === name && set['IsOwnedByProfile'] !== true)),
      ),
      ...app.policy.profiles.map((name) => {
        const profile = profiles.find((one) => one['Name'] === profileNameOf(name));
        return profile === undefined ? undefined : ownedSet(engine, profile);
      }),
    ];
    for (const parent of parents) {
      if (parent === undefined) continue;
      const parentId = String(parent['Id']);
      const before = known.get(`${parentId}/${appId}`);
      rows.push({
        Id: before?.['Id'] ?? engine.records.newId(access),
        ParentId: parentId,
        SetupEntityId: appId,
        SetupEntityType: app.kind === 'connected-app' ? 'ConnectedApplication' : 'ExternalClientApplication',
        SystemModstamp: before?.['SystemModstamp'] ?? formatDatetime(engine.now()),
      });
    }
  }
  return rows;
}

function replaceAll(engine: Engine, objectName: string, rows: Record<string, Value>[]) {
  const sObject = objectOf(engine, objectName);
  const wanted = new Map(rows.map((row) => [String(row['Id']), withoutNulls(row)]));
  for (const record of engine.records.all(sObject)) {
    if (!wanted.has(String(record['Id']))) engine.records.drop(sObject, String(record['Id']));
  }
  for (const [id, row] of wanted) {
    if (JSON.stringify(engine.records.get(sObject, id)) !== JSON.stringify(row))
      engine.records.put(sObject, row);
  }
}

function withoutNulls(row: Record<string, Value>): OrgRecord {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

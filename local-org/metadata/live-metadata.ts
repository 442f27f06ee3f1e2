// The metadata of one org, behind the calls that deploy it, list it and read it.

import type { Engine } from '../org/engine.ts';
import type { Store } from '../store.ts';
import type { ComponentStore } from './component-store.ts';
import { deployPackage } from './deploy-package.ts';
import { readSetting } from './deploy-settings.ts';
import { deployedApps } from './deployed-apps.ts';
import { listComponents } from './list-components.ts';
import type { SchemaParts } from './live-schema.ts';
import { allTypes } from './metadata-types.ts';
import type { MetadataTypeInfo, OrgMetadata } from './org-metadata.ts';
import { retrievePackage } from './retrieve-package.ts';
import { openSourceMembers } from './source-members.ts';

export function createMetadata(settings: {
  engine: Engine;
  store: Store;
  components: ComponentStore;
  schema: SchemaParts;
}): OrgMetadata {
  const { engine, store, components, schema } = settings;
  const { orgId, settings: order } = engine;
  const isTracked = order.sourceTracking ?? (order.type ?? order.kind) !== 'production';
  const members = openSourceMembers({ store, orgId, isTracked, now: engine.now });
  const holdings = { engine, components };

  return {
    deploy: (actor, files, options) =>
      deployPackage({ engine, components, schema, members }, actor.userId, files, options),
    types: () => allTypes().map(describeType),
    list: (type, folder) => listComponents(holdings, type, folder),
    retrieve: (request) => retrievePackage(holdings, request),
    components: (type) =>
      components.ofType(type).flatMap(({ fullName, body }) => (body === null ? [] : [{ fullName, body }])),
    isTracked,
    sourceMembers: () => members.rows(),
    resetSourceMember: (memberId, revisionCounter) => members.reset(memberId, revisionCounter),
    deployedApps: () => deployedApps(components),
    setting: (name, key) => readSetting(components, name, key),
  };
}

function describeType(type: ReturnType<typeof allTypes>[number]): MetadataTypeInfo {
  return {
    xmlName: type.name,
    directoryName: type.folder,
    suffix: type.suffix,
    inFolder: type.inFolder,
    metaFile: type.hasMetaFile,
    childXmlNames: type.children.map((child) => child.type),
  };
}

// The metadata of one org.

import { orgError } from '../org/errors.ts';
import { allTypes } from './metadata-types.ts';
import type { MetadataTypeInfo, OrgMetadata } from './org-metadata.ts';

export function createMetadata(): OrgMetadata {
  return {
    deploy() {
      throw orgError(501, 'NOT_IMPLEMENTED', 'The local org does not deploy yet.');
    },
    types: () => allTypes().map(describeType),
    list: () => [],
    retrieve: () => ({ files: new Map(), properties: [], messages: [] }),
    sourceMembers: () => [],
    resetSourceMember: () => undefined,
    deployedApps: () => [],
    setting: () => undefined,
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

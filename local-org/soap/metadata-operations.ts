// The operations of the Metadata API: an element with arguments in, the result as a value out. Deploys and retrieves are
// jobs; a poll answers what the job has come to.

import { deployResult } from '../metadata-jobs/deploy-result.ts';
import type { DeployJobs } from '../metadata-jobs/deploy-jobs.ts';
import { readOptions } from '../metadata-jobs/deploy-options.ts';
import type { RetrieveJobs } from '../metadata-jobs/retrieve-jobs.ts';
import type { FileProperties } from '../metadata/org-metadata.ts';
import { orgError } from '../org/errors.ts';
import type { Actor } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
import {
  createComponents,
  deleteComponents,
  updateComponents,
  upsertComponents,
} from './component-writes.ts';
import { readComponents } from './component-reads.ts';
import { childOf, childrenOf, textOf, textsOf } from './xml.ts';
import type { XmlElement, XmlValue } from './xml.ts';

export type MetadataCall = {
  args: XmlElement;
  site: OrgSite;
  actor: Actor;
  deploys: DeployJobs;
  retrieves: RetrieveJobs;
};

export const metadataOperations: Record<string, (call: MetadataCall) => XmlValue> = {
  deploy({ args, actor, deploys }) {
    const options = childOf(args, 'DeployOptions');
    const zip = Buffer.from(textOf(args, 'ZipFile') ?? '', 'base64');
    const job = deploys.start(
      actor,
      zip,
      readOptions(
        (name) => (options === undefined ? undefined : textOf(options, name)),
        (name) => (options === undefined ? [] : textsOf(options, name)),
      ),
    );
    return { done: false, id: job.id, state: 'Queued' };
  },
  checkDeployStatus({ args, site, deploys }) {
    const job = deploys.find(textOf(args, 'asyncProcessId') ?? '');
    return deployResult(site, job, textOf(args, 'includeDetails') === 'true');
  },
  cancelDeploy({ args, actor, deploys }) {
    const job = deploys.cancel(actor, textOf(args, 'String') ?? textOf(args, 'id') ?? '');
    return { done: true, id: job.id };
  },
  deployRecentValidation: ({ args, actor, deploys }) =>
    deploys.deployValidated(actor, textOf(args, 'validationId') ?? textOf(args, 'validationID') ?? '').id,

  retrieve({ args, retrieves }) {
    const request = childOf(args, 'request');
    const unpackaged = request === undefined ? undefined : childOf(request, 'unpackaged');
    if (request === undefined || unpackaged === undefined) {
      throw orgError(501, 'NOT_IMPLEMENTED', 'The local org retrieves unpackaged components only.');
    }
    const types = childrenOf(unpackaged, 'types').map((type) => ({
      name: textOf(type, 'name') ?? '',
      members: textsOf(type, 'members'),
    }));
    const version = textOf(unpackaged, 'version') ?? textOf(request, 'apiVersion') ?? '';
    const job = retrieves.start({
      types,
      version,
      singlePackage: textOf(request, 'singlePackage') === 'true',
    });
    return { done: false, id: job.id, state: 'Queued' };
  },
  checkRetrieveStatus({ args, retrieves }) {
    const job = retrieves.find(textOf(args, 'asyncProcessId') ?? '');
    if (!retrieves.isDue(job)) return { done: false, id: job.id, status: 'InProgress', success: false };
    return {
      done: true,
      fileProperties: job.properties.map(showProperties),
      id: job.id,
      messages: job.messages,
      status: 'Succeeded',
      success: true,
      ...(textOf(args, 'includeZip') === 'false' ? {} : { zipFile: job.zip }),
    };
  },

  describeMetadata: ({ site }) => ({
    metadataObjects: site.org.metadata.types().map((type) => ({
      childXmlNames: type.childXmlNames,
      directoryName: type.directoryName,
      inFolder: type.inFolder,
      metaFile: type.metaFile,
      ...(type.suffix === '' ? {} : { suffix: type.suffix }),
      xmlName: type.xmlName,
    })),
    organizationNamespace: '',
    partialSaveAllowed: true,
    testRequired: false,
  }),
  listMetadata({ args, site }) {
    const queries = childrenOf(args, 'queries');
    if (queries.length > 3) {
      throw orgError(500, 'LIMIT_EXCEEDED', 'listMetadata can not be called with more than 3 queries');
    }
    return queries.flatMap((query) => listOne(site, textOf(query, 'type') ?? '', textOf(query, 'folder')));
  },

  readMetadata: ({ args, site, actor }) => ({
    records: readComponents(site, actor, textOf(args, 'type') ?? '', textsOf(args, 'fullNames')),
  }),
  createMetadata: ({ args, site, actor }) => createComponents(site, actor, childrenOf(args, 'metadata')),
  updateMetadata: ({ args, site, actor }) => updateComponents(site, actor, childrenOf(args, 'metadata')),
  upsertMetadata: ({ args, site, actor }) => upsertComponents(site, actor, childrenOf(args, 'metadata')),
  deleteMetadata: ({ args, site, actor }) =>
    deleteComponents(site, actor, textOf(args, 'type') ?? '', textsOf(args, 'fullNames')),
};

/** Salesforce has these too, and we do not. */
export const otherMetadataOperations: ReadonlySet<string> = new Set([
  'checkStatus',
  'create',
  'delete',
  'describeValueType',
  'renameMetadata',
  'update',
]);

function listOne(site: OrgSite, type: string, folder: string | undefined): XmlValue[] {
  const known = site.org.metadata
    .types()
    .some(({ xmlName, childXmlNames }) => xmlName === type || childXmlNames.includes(type));
  if (!known) throw orgError(500, 'INVALID_TYPE', `Unknown type:${type}`);
  return site.org.metadata.list(type, folder).map(showProperties);
}

function showProperties(properties: FileProperties): XmlValue {
  const { namespacePrefix, ...shown } = properties;
  return namespacePrefix === null ? sorted(shown) : sorted(properties);
}

/** Salesforce writes them in the order of their names. */
function sorted(properties: Record<string, string | null>): XmlValue {
  return Object.fromEntries(Object.entries(properties).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

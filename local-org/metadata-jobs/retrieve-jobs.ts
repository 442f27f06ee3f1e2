// Retrieves as jobs: the files are read when the job is taken, and its zip waits for whoever asks for the status.

import type { FileProperties } from '../metadata/org-metadata.ts';
import { orgError } from '../org/errors.ts';
import { parseId } from '../org/ids.ts';
import type { OrgSite } from '../site.ts';
import { newJobId } from './job-ids.ts';
import { writePackageZip } from './package-zip.ts';

export type RetrieveOrder = {
  types: { name: string; members: string[] }[];
  version: string;
  singlePackage: boolean;
};

export type RetrieveJob = {
  id: string;
  number: number;
  createdAt: number;
  properties: FileProperties[];
  messages: { fileName: string; problem: string }[];
  /** In base64. */
  zip: string;
};

export type RetrieveJobs = ReturnType<typeof createRetrieveJobs>;

const jobsKept = 20;

export function createRetrieveJobs(site: OrgSite, deployMs: number, now: () => Date) {
  const { org, store } = site;
  const jobs = store.table<RetrieveJob>(`${org.orgId}/retrieves`);

  function start({ types, version, singlePackage }: RetrieveOrder): RetrieveJob {
    const { files, properties, messages } = org.metadata.retrieve({ types, version });
    const folder = singlePackage ? '' : 'unpackaged/';
    const { id, number } = newJobId(site, '09S');
    const job: RetrieveJob = {
      id,
      number,
      createdAt: now().getTime(),
      properties: properties.map((one) => ({ ...one, fileName: `${folder}${one.fileName}` })),
      messages: messages.map((one) => ({ ...one, fileName: `${folder}${one.fileName}` })),
      zip: Buffer.from(writePackageZip(files, folder)).toString('base64'),
    };
    jobs.set(id, job);
    const old = [...jobs.entries()].toSorted(([, a], [, b]) => b.number - a.number).slice(jobsKept);
    for (const [oldId] of old) jobs.delete(oldId);
    return job;
  }

  function find(text: string): RetrieveJob {
    const id = parseId(text);
    const job = id === undefined ? undefined : jobs.get(id);
    if (job === undefined) throw orgError(500, 'INVALID_ID_FIELD', `invalid parameter value: ${text}`);
    return job;
  }

  return { start, find, isDue: (job: RetrieveJob) => job.createdAt + deployMs <= now().getTime() };
}

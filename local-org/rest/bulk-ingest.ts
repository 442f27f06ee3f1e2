// Bulk API 2.0, ingest: a job is opened, its CSV uploaded, and once the upload is complete every row is written by itself;
// the results are CSV too. The `sf data … bulk` commands work through it. Rows are written when the upload is complete,
// so a job is never seen InProgress.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/create_job.htm (2026-11-23)

import { isOrgError, orgError } from '../org/errors.ts';
import { makeId, parseId } from '../org/ids.ts';
import type { Actor } from '../org/org.ts';
import { actorOf } from './actor.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { isRecord, methodNotAllowed, notFound, notImplemented } from './answer.ts';
import { isCsvFormat, readCsv, writeCsv } from './bulk-csv.ts';
import { bulkOperations, fieldTypes, idMeant, keysTwice, keyTwice, runRow, valuesOf } from './bulk-rows.ts';
import type { RowOrder } from './bulk-rows.ts';
import type { ResourceParts } from './resource-parts.ts';

export type BulkParts = ResourceParts & { now: () => Date };

type BulkJob = RowOrder & {
  id: string;
  state: 'Open' | 'UploadComplete' | 'JobComplete' | 'Failed' | 'Aborted';
  createdById: string;
  createdDate: string;
  systemModstamp: string;
  apiVersion: number;
  columnDelimiter: string;
  lineEnding: string;
  csv: string | null;
  errorMessage: string | null;
  header: string[];
  /** sf__Id, sf__Created, then the cells. */
  succeeded: string[][];
  /** sf__Id, sf__Error, then the cells. */
  failed: string[][];
};

const jobsKept = 100;

export function answerBulkJobs(call: RestCall, parts: BulkParts): RestAnswer {
  const [, kind, id, resource, ...more] = call.segments;
  if (kind !== 'ingest' || more.length > 0) throw notImplemented(call.method, call.url);
  const jobs = parts.site.store.table<BulkJob>(`${parts.site.org.orgId}/bulk-jobs`);
  const actor = actorOf(call, parts.userId);
  if (id === undefined) {
    if (call.method !== 'POST') throw notImplemented(call.method, call.url);
    const job = openJob(call, actor, parts);
    const oldest = [...jobs.entries()].map(([old]) => old);
    for (const old of oldest.slice(0, Math.max(0, oldest.length + 1 - jobsKept))) jobs.delete(old);
    jobs.set(job.id, job);
    return json(jobInfo(job));
  }
  const job = jobs.get(parseId(id) ?? id);
  // A job is its owner's; what others are told is assumed.
  if (job === undefined || job.createdById !== actor.userId) throw notFound();
  if (resource !== undefined) return answerJobResource(call, resource, job, (next) => jobs.set(job.id, next));
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      return json({ ...jobInfo(job), ...progressOf(job) });
    case 'PATCH': {
      const changed = changeState(call, job, actor, parts);
      jobs.set(job.id, changed);
      // Told as it was taken; the next question finds it done.
      return json(jobInfo({ ...changed, state: changed.state === 'Aborted' ? 'Aborted' : 'UploadComplete' }));
    }
    case 'DELETE':
      jobs.delete(job.id);
      return { status: 204, headers: {}, body: undefined };
    default:
      throw methodNotAllowed(call.method, 'DELETE,GET,HEAD,PATCH');
  }
}

function openJob(call: RestCall, actor: Actor, { site, now }: BulkParts): BulkJob {
  const body = isRecord(call.body) ? call.body : {};
  const text = (name: string, otherwise: string | null = null) =>
    typeof body[name] === 'string' ? body[name] : otherwise;
  const operation = bulkOperations.find((one) => one === body['operation']);
  const object = text('object');
  if (operation === undefined) throw invalidJob(`Unsupported operation: ${String(body['operation'])}`);
  if (object === null) throw invalidJob('Object must be specified');
  const externalIdFieldName = text('externalIdFieldName');
  if (operation === 'upsert' && externalIdFieldName === null)
    throw invalidJob('External ID was not specified for upsert');
  const format = {
    columnDelimiter: text('columnDelimiter', 'COMMA') ?? 'COMMA',
    lineEnding: text('lineEnding', 'LF') ?? 'LF',
  };
  if (text('contentType', 'CSV') !== 'CSV' || !isCsvFormat(format))
    throw invalidJob('Unsupported content type, column delimiter or line ending');
  const types = fieldTypes(site.org, actor, object);
  if (externalIdFieldName !== null && !types.has(externalIdFieldName.toLowerCase()))
    throw invalidJob(`Field name provided, ${externalIdFieldName} does not match an External ID`);
  const counter = site.store.table<number>(`${site.org.orgId}/job-numbers`);
  const number = (counter.get('750') ?? 0) + 1;
  counter.set('750', number);
  const at = stamp(now());
  return {
    id: makeId('750', site.org.orgId, number),
    object,
    operation,
    externalIdFieldName,
    ...format,
    state: 'Open',
    createdById: actor.userId,
    createdDate: at,
    systemModstamp: at,
    apiVersion: Number(call.version),
    csv: null,
    errorMessage: null,
    header: [],
    succeeded: [],
    failed: [],
  };
}

function answerJobResource(
  call: RestCall,
  resource: string,
  job: BulkJob,
  keep: (job: BulkJob) => void,
): RestAnswer {
  if (resource.toLowerCase() === 'batches') {
    if (call.method !== 'PUT') throw methodNotAllowed(call.method, 'PUT');
    if (job.state !== 'Open' || job.csv !== null)
      throw orgError(400, 'INVALIDJOBSTATE', 'Upload of data is only possible once, in an open job');
    keep({ ...job, csv: typeof call.body === 'string' ? call.body : '' });
    return { status: 201, headers: {}, body: undefined };
  }
  if (call.method !== 'GET') throw methodNotAllowed(call.method, 'GET');
  const first = { successfulresults: 'sf__Created', failedresults: 'sf__Error' }[resource.toLowerCase()];
  if (first !== undefined) {
    const rows = first === 'sf__Created' ? job.succeeded : job.failed;
    return csv(writeCsv([['sf__Id', first, ...job.header], ...rows], job));
  }
  if (resource.toLowerCase() === 'unprocessedrecords') {
    // Only what an aborted job was never asked to do is left over.
    return csv(writeCsv(job.state === 'Aborted' ? readCsv(job.csv ?? '', job) : [job.header], job));
  }
  throw notFound();
}

function changeState(call: RestCall, job: BulkJob, actor: Actor, parts: BulkParts): BulkJob {
  const wanted = isRecord(call.body) ? call.body['state'] : undefined;
  if (wanted === 'Aborted') {
    if (job.state === 'Open') return { ...job, state: 'Aborted' };
    throw orgError(400, 'INVALIDJOBSTATE', 'Aborting already Completed Job not allowed');
  }
  if (wanted !== 'UploadComplete') throw invalidJob('State must be UploadComplete or Aborted');
  if (job.state !== 'Open') throw orgError(400, 'INVALIDJOBSTATE', 'The job is not open any more');
  return runJob(call, job, actor, parts);
}

function runJob(call: RestCall, job: BulkJob, actor: Actor, parts: BulkParts): BulkJob {
  const { org } = parts.site;
  const types = fieldTypes(org, actor, job.object);
  const [header = [], ...rows] = readCsv(job.csv ?? '', job);
  const done = { ...job, csv: null, header, systemModstamp: stamp(parts.now()) };
  const unknown = header.find((name) => !name.includes('.') && !types.has(name.toLowerCase()));
  if (header.length === 0) return { ...done, state: 'Failed', errorMessage: 'ClientInputError : No data' };
  if (unknown !== undefined)
    return { ...done, state: 'Failed', errorMessage: `InvalidBatch : Field name not found : ${unknown}` };
  const [succeeded, failed]: [string[][], string[][]] = [[], []];
  const written = rows.map((cells) => valuesOf(header, cells, types));
  const isTwice = keysTwice(org, job, written);
  for (const [row, cells] of rows.entries()) {
    const values = written[row] ?? {};
    const line = header.map((_name, place) => cells[place] ?? '');
    try {
      parts.beforeWrite({ ...call, segments: ['sobjects', job.object], body: values });
      if (isTwice(row)) throw keyTwice(job, values);
      const { id, created } = runRow(org, actor, job, values);
      succeeded.push([id, String(created), ...line]);
    } catch (error) {
      if (!isOrgError(error)) throw error;
      const { errorCode, message, fields = [] } = error;
      failed.push([
        idMeant(job, values),
        [errorCode, message, [...fields, '--'].join(' ')].join(':'),
        ...line,
      ]);
    }
  }
  return { ...done, state: 'JobComplete', succeeded, failed };
}

function jobInfo(job: BulkJob): Record<string, unknown> {
  const { id, operation, object, createdById, createdDate, systemModstamp, state, apiVersion } = job;
  const { externalIdFieldName, lineEnding, columnDelimiter } = job;
  const info = { id, operation, object, createdById, createdDate, systemModstamp, state };
  const open = { contentUrl: `services/data/v${apiVersion.toFixed(1)}/jobs/ingest/${id}/batches` };
  return {
    ...info,
    ...(externalIdFieldName === null ? {} : { externalIdFieldName }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion,
    ...(state === 'Open' ? open : {}),
    lineEnding,
    columnDelimiter,
  };
}

function progressOf({ succeeded, failed, errorMessage }: BulkJob): Record<string, unknown> {
  return {
    jobType: 'V2Ingest',
    ...(errorMessage === null ? {} : { errorMessage }),
    retries: 0,
    totalProcessingTime: 1,
    apiActiveProcessingTime: 1,
    apexProcessingTime: 0,
    numberRecordsProcessed: succeeded.length + failed.length,
    numberRecordsFailed: failed.length,
  };
}

function stamp(at: Date): string {
  return at.toISOString().replace('Z', '+0000');
}

function json(body: Record<string, unknown>): RestAnswer {
  return { status: 200, headers: {}, body };
}

function csv(body: string): RestAnswer {
  return { status: 200, headers: { 'Content-Type': 'text/csv' }, body };
}

function invalidJob(message: string) {
  return orgError(400, 'INVALIDJOB', `InvalidJob : ${message}`);
}

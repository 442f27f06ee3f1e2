// /composite/sobjects: up to 200 records created, changed, upserted or deleted in one call, or up to 2,000 read; each
// record has its own result. https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm (2026-03-12)

import { orgError } from '../org/errors.ts';
import { isIdShaped, parseId } from '../org/ids.ts';
import type { Actor } from '../org/org.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { isRecord, methodNotAllowed, notFound } from './answer.ts';
import { runRecords } from './record-results.ts';
import type { RecordResult, RecordWork } from './record-results.ts';
import type { ResourceParts } from './resource-parts.ts';

const mostWritten = 200;
const mostRead = 2_000;
const mostChunks = 10;

/** One save: `saved` takes the ids it makes, so that duplicate rules do not compare its records with each other. */
type Saving = { actor: Actor; saved: Set<string> };

export function answerCollections(call: RestCall, caller: Actor, parts: ResourceParts): RestAnswer {
  const saved = new Set<string>();
  const none = { allowSave: false, includeRecordDetails: false };
  const actor: Actor = { ...caller, duplicates: { ...(caller.duplicates ?? none), savedTogether: saved } };
  const [, , sObject, externalId, ...more] = call.segments;
  if (more.length > 0) throw notFound();
  if (externalId !== undefined && sObject !== undefined) {
    if (call.method !== 'PATCH') throw methodNotAllowed(call.method, 'PATCH');
    return upsertMany(call, sObject, externalId, { actor, saved }, parts);
  }
  if (sObject !== undefined) {
    if (call.method === 'POST' || call.method === 'GET') return readMany(call, sObject, actor, parts);
    throw methodNotAllowed(call.method, 'HEAD,GET,POST');
  }
  switch (call.method) {
    case 'POST':
      return createMany(call, { actor, saved }, parts);
    case 'PATCH':
      return updateMany(call, { actor, saved }, parts);
    case 'DELETE':
      return deleteMany(call, actor, parts);
    default:
      throw methodNotAllowed(call.method, 'POST,PATCH,DELETE');
  }
}

type Listed = { type: string; body: Record<string, unknown> };

function createMany(call: RestCall, { actor, saved }: Saving, parts: ResourceParts): RestAnswer {
  const { org } = parts.site;
  const records = readRecords(call);
  checkChunks(records.map(({ type }) => type));
  const works = records.map(({ type, body }): RecordWork => ({
    id: undefined,
    run() {
      parts.beforeWrite({ ...call, segments: ['sobjects', type], body });
      const { id } = org.create(actor, type, body);
      saved.add(id);
      return { id, success: true, errors: [] };
    },
  }));
  return answerResults(works, isAllOrNone(call), parts);
}

function updateMany(call: RestCall, { actor, saved }: Saving, parts: ResourceParts): RestAnswer {
  const { org } = parts.site;
  const records = readRecords(call);
  checkChunks(records.map(({ type }) => type));
  const works = records.map(({ type, body }): RecordWork => {
    const { id: given, fields } = takeId(body);
    const id = typeof given === 'string' ? parseId(given) : undefined;
    if (id !== undefined) saved.add(id);
    return {
      id,
      run() {
        if (typeof given !== 'string') {
          throw orgError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call', []);
        }
        parts.beforeWrite({ ...call, segments: ['sobjects', type, given], body: fields });
        if (!isIdShaped(given)) {
          const message = `Record ID: id value of incorrect type: ${given}`;
          throw orgError(400, 'MALFORMED_ID', message, ['Id']);
        }
        org.update(actor, type, given, fields);
        return { id: id ?? given, success: true, errors: [] };
      },
    };
  });
  return answerResults(works, isAllOrNone(call), parts);
}

function deleteMany(call: RestCall, actor: Actor, parts: ResourceParts): RestAnswer {
  const { org } = parts.site;
  const ids = (call.query.get('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0) throw orgError(400, 'INVALID_ID_FIELD', 'The ids parameter is required', []);
  checkCount(ids.length, mostWritten);
  const types = ids.map((id) => org.objectOfId(id));
  checkChunks(types.map((type) => type ?? ''));
  const works = ids.map((given, place): RecordWork => {
    const id = parseId(given);
    const type = types[place];
    return {
      id,
      run() {
        if (id === undefined || type === undefined) throw malformedId(given);
        parts.beforeWrite({ ...call, segments: ['sobjects', type, id] });
        org.remove(actor, type, id);
        return { id, success: true, errors: [] };
      },
    };
  });
  return answerResults(works, call.query.get('allOrNone')?.toLowerCase() === 'true', parts);
}

function upsertMany(
  call: RestCall,
  sObject: string,
  field: string,
  { actor, saved }: Saving,
  parts: ResourceParts,
): RestAnswer {
  const { org } = parts.site;
  org.basicInfo(actor, sObject);
  const records = readRecords(call, sObject);
  const keys = records.map(({ body }) => takeKey(body, field));
  const meantBy = (value: string) => org.keyMeant(sObject, field, value);
  const seen = new Map<string, number>();
  for (const { value } of keys) {
    if (value !== null) seen.set(meantBy(value), (seen.get(meantBy(value)) ?? 0) + 1);
  }
  const works = keys.map(({ value, fields }): RecordWork => ({
    id: undefined,
    run() {
      parts.beforeWrite({ ...call, segments: ['sobjects', sObject], body: fields });
      if (value === null) {
        if (field.toLowerCase() !== 'id') {
          throw orgError(400, 'MISSING_ARGUMENT', `${field} not specified`, []);
        }
        const made = org.create(actor, sObject, fields).id;
        saved.add(made);
        return upserted(made, true);
      }
      if ((seen.get(meantBy(value)) ?? 0) > 1) {
        throw orgError(400, 'DUPLICATE_VALUE', `Duplicate external id specified: ${value}`, [field]);
      }
      const { id, created } = org.upsert(actor, { sObject, field, value }, fields);
      saved.add(id);
      return upserted(id, created);
    },
  }));
  return answerResults(works, isAllOrNone(call), parts);
}

function upserted(id: string, created: boolean): RecordResult {
  return { id, success: true, errors: [], created };
}

/** In the order asked for; null for what is not there or not to be seen. */
function readMany(call: RestCall, sObject: string, actor: Actor, parts: ResourceParts): RestAnswer {
  const { org } = parts.site;
  org.basicInfo(actor, sObject);
  const body = isRecord(call.body) ? call.body : {};
  const asked = call.method === 'POST' ? body : Object.fromEntries(call.query);
  const ids = readList(asked['ids'], 'ids');
  const fields = readList(asked['fields'], 'fields');
  checkCount(ids.length, mostRead);
  for (const id of ids) {
    if (parseId(id) !== undefined) continue;
    // This one has its code in front, as recorded.
    return {
      status: 400,
      headers: {},
      body: [{ errorCode: 'MALFORMED_ID', message: `malformed id ${id}` }],
    };
  }
  // Without records to look at, unknown fields are refused all the same.
  const records = ids.map((id) => org.readIfThere(actor, sObject, id, fields));
  return { status: 200, headers: {}, body: records };
}

function readList(value: unknown, name: string): string[] {
  const list: unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  const texts = list.filter((item): item is string => typeof item === 'string' && item !== '');
  if (texts.length === 0) throw orgError(400, 'JSON_PARSER_ERROR', `'${name}' is a required field.`);
  return texts;
}

function answerResults(works: RecordWork[], allOrNone: boolean, parts: ResourceParts): RestAnswer {
  const { org } = parts.site;
  const results = runRecords(works, allOrNone, (work) => org.transaction(work));
  return { status: 200, headers: {}, body: results };
}

function isAllOrNone(call: RestCall): boolean {
  return isRecord(call.body) && call.body['allOrNone'] === true;
}

const wrongType = 'Include the attributes.type of each record in the request.';

/** `only`: the object all records are of, where the URL names it. */
function readRecords(call: RestCall, only?: string): Listed[] {
  const list = isRecord(call.body) ? call.body['records'] : undefined;
  if (!Array.isArray(list)) throw orgError(400, 'JSON_PARSER_ERROR', "'records' is a required field.");
  checkCount(list.length, mostWritten);
  return list.map((record: unknown) => {
    const attributes = isRecord(record) ? record['attributes'] : undefined;
    const type = isRecord(attributes) ? attributes['type'] : undefined;
    if (!isRecord(record)) throw orgError(400, 'JSON_PARSER_ERROR', 'A record must be an object.');
    if (typeof type !== 'string' || (only !== undefined && type.toLowerCase() !== only.toLowerCase())) {
      throw orgError(400, 'INVALID_INPUT', wrongType);
    }
    const body = Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'attributes'));
    return { type: only ?? type, body };
  });
}

function takeId(body: Record<string, unknown>) {
  const { value, fields } = takeField(body, 'id');
  return { id: value, fields };
}

function takeKey(body: Record<string, unknown>, field: string) {
  const { value, fields } = takeField(body, field);
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return { value: text === '' ? null : text, fields };
}

function takeField(body: Record<string, unknown>, wanted: string) {
  const entries = Object.entries(body);
  const found = entries.find(([name]) => name.toLowerCase() === wanted.toLowerCase());
  return { value: found?.[1], fields: Object.fromEntries(entries.filter((entry) => entry !== found)) };
}

function checkCount(count: number, most: number) {
  if (count <= most) return;
  const message = `record limit reached. cannot submit more than ${most} records into this call`;
  throw orgError(400, 'EXCEEDED_ID_LIMIT', message, []);
}

// Objects of Setup stand in no call beside others, which Salesforce would save in another transaction.
const ofSetup = new Set(
  `fieldpermissions group groupmember objectpermissions permissionset permissionsetassignment permissionsetlicenseassign
   profile recordtype setupentityaccess user userrole`.split(/\s+/),
);

/** Neighbours of one object make a chunk. */
function checkChunks(given: string[]) {
  const types = given.map((type) => type.toLowerCase());
  const chunks = types.filter((type, place) => type !== types[place - 1]);
  if (new Set(types).size > 1 && types.some((type) => ofSetup.has(type))) {
    const message = 'Cannot mix EntityObjects with different UddEntityInfos within one transaction';
    throw orgError(400, 'INVALID_TYPE', message);
  }
  if (chunks.length <= mostChunks) return;
  throw orgError(
    400,
    'LIMIT_EXCEEDED',
    `Cannot have more than ${mostChunks} chunks in a single operation. Please rearrange the data to reduce chunking.`,
    [],
  );
}

function malformedId(id: string) {
  return orgError(400, 'MALFORMED_ID', `malformed id ${id}`, []);
}

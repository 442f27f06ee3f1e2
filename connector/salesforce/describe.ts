// What an object of the org looks like to the API user, kept for a while: describes are large and change rarely.
// A field or object that this user may not see is absent, exactly as Salesforce answers it.
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { SalesforceClient } from './client.ts';
import { runComposite } from './composite.ts';
import type { PartAnswer } from './composite.ts';
import { salesforceError } from './errors.ts';

export type FieldDescribe = {
  name: string;
  label: string;
  type: string;
  length: number;
  createable: boolean;
  updateable: boolean;
  nillable: boolean;
};

export type ObjectDescribe = {
  name: string;
  label: string;
  createable: boolean;
  updateable: boolean;
  queryable: boolean;
  fields: ReadonlyMap<string, FieldDescribe>;
};

const fieldSchema = z.looseObject({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  length: z.number(),
  createable: z.boolean(),
  updateable: z.boolean(),
  nillable: z.boolean(),
});

const describeSchema = z.looseObject({
  name: z.string(),
  label: z.string(),
  createable: z.boolean(),
  updateable: z.boolean(),
  queryable: z.boolean(),
  fields: z.array(fieldSchema),
});

export function describePath(apiVersion: string, sObject: string): string {
  return `/services/data/v${apiVersion}/sobjects/${sObject}/describe`;
}

/** Null when the body is not a describe. */
export function parseDescribe(body: unknown): ObjectDescribe | null {
  const parsed = describeSchema.safeParse(body);
  if (!parsed.success) return null;
  const { name, label, createable, updateable, queryable, fields } = parsed.data;
  return {
    name,
    label,
    createable,
    updateable,
    queryable,
    fields: new Map(fields.map((field) => [field.name, trim(field)])),
  };
}

function trim({ name, label, type, length, createable, updateable, nillable }: FieldDescribe): FieldDescribe {
  return { name, label, type, length, createable, updateable, nillable };
}

export type Describes = ReadonlyMap<string, ObjectDescribe | null>;

export type DescribeCache = {
  /**
   * By object name; null when the object is not there or not visible to the API user. What is not known yet is read in
   * one API call. Throws what the client throws.
   */
  describeAll(client: SalesforceClient, sObjects: readonly string[]): Promise<Describes>;
  /** After a field was refused: the next time, Salesforce is asked again. */
  forget(orgId: string): void;
};

const maxAgeMs = 60 * 60 * 1000;

/** One cache per process; kept per org and user, because another user sees other fields. */
export function createDescribeCache(now: () => Date): DescribeCache {
  const kept = new Map<string, { at: number; describe: Promise<ObjectDescribe | null> }>();

  function keep(key: string, describe: Promise<ObjectDescribe | null>): void {
    kept.set(key, { at: now().getTime(), describe });
    // A failure must not be remembered, nor "not visible": the admin may be about to change it.
    const forgetIt = (): boolean => kept.get(key)?.describe === describe && kept.delete(key);
    describe.then((value) => value ?? forgetIt(), forgetIt);
  }

  return {
    async describeAll(client, sObjects) {
      const keyOf = (sObject: string): string =>
        `${client.orgId} ${client.userId} ${client.apiVersion} ${sObject}`;
      const isFresh = (sObject: string): boolean =>
        now().getTime() - (kept.get(keyOf(sObject))?.at ?? -Infinity) < maxAgeMs;
      const missing = sObjects.filter((sObject) => !isFresh(sObject));
      if (missing.length > 0) {
        const reading = readDescribes(client, missing);
        for (const sObject of missing)
          keep(
            keyOf(sObject),
            reading.then((found) => found.get(sObject) ?? null),
          );
      }
      const asked = sObjects.map((sObject) => [sObject, kept.get(keyOf(sObject))?.describe] as const);
      return new Map(
        await Promise.all(
          asked.map(async ([sObject, describe]) => [sObject, (await describe) ?? null] as const),
        ),
      );
    },
    forget(orgId) {
      for (const key of kept.keys()) if (key.startsWith(`${orgId} `)) kept.delete(key);
    },
  };
}

async function readDescribes(client: SalesforceClient, sObjects: readonly string[]): Promise<Describes> {
  const answers = await runComposite(
    client,
    sObjects.map((sObject) => ({
      method: 'GET',
      url: describePath(client.apiVersion, sObject),
      referenceId: sObject,
    })),
  );
  return new Map(sObjects.map((sObject) => [sObject, readPart(sObject, answers.get(sObject))]));
}

function readPart(sObject: string, part: PartAnswer | undefined): ObjectDescribe | null {
  if (part?.failure?.errorCode === 'NOT_FOUND') return null;
  if (part?.failure) throw salesforceError(part.failure);
  const describe = parseDescribe(part?.body);
  if (describe) return describe;
  throw new AppError('salesforce_not_understood', `Salesforce's description of ${sObject} cannot be read.`, {
    status: 502,
    retry: 'later',
  });
}

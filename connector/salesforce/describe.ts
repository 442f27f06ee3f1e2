// What an object of the org looks like to the API user, kept for a while: describes are large and change rarely.
// A field or object that this user may not see is absent, exactly as Salesforce answers it.
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { SalesforceClient } from './client.ts';
import { isSalesforceError } from './errors.ts';

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
    fields: new Map(fields.map((field) => [field.name, keep(field)])),
  };
}

function keep({ name, label, type, length, createable, updateable, nillable }: FieldDescribe): FieldDescribe {
  return { name, label, type, length, createable, updateable, nillable };
}

export type DescribeCache = {
  /** Null when the object is not there or not visible to the API user. Throws what the client throws. */
  describe(client: SalesforceClient, sObject: string): Promise<ObjectDescribe | null>;
  /** After a reconnect or a failed field: the next describe asks Salesforce again. */
  forget(orgId: string): void;
};

const maxAgeMs = 60 * 60 * 1000;

/** One cache per process; kept per org and user, because another user sees other fields. */
export function createDescribeCache(now: () => Date): DescribeCache {
  const kept = new Map<string, { at: number; describe: Promise<ObjectDescribe | null> }>();
  return {
    async describe(client, sObject) {
      const key = `${client.orgId} ${client.userId} ${client.apiVersion} ${sObject}`;
      const found = kept.get(key);
      if (found && now().getTime() - found.at < maxAgeMs) return found.describe;
      const describe = readDescribe(client, sObject);
      kept.set(key, { at: now().getTime(), describe });
      // A failure must not be remembered, nor "not visible": the admin may be about to change it.
      const forgetIt = (): boolean => kept.get(key)?.describe === describe && kept.delete(key);
      describe.then((value) => value ?? forgetIt(), forgetIt);
      return describe;
    },
    forget(orgId) {
      for (const key of kept.keys()) if (key.startsWith(`${orgId} `)) kept.delete(key);
    },
  };
}

async function readDescribe(client: SalesforceClient, sObject: string): Promise<ObjectDescribe | null> {
  try {
    const { body } = await client.request({ method: 'GET', path: describePath(client.apiVersion, sObject) });
    const describe = parseDescribe(body);
    if (describe) return describe;
  } catch (error) {
    if (isSalesforceError(error) && error.errorCode === 'NOT_FOUND') return null;
    throw error;
  }
  throw new AppError('salesforce_not_understood', `Salesforce's description of ${sObject} cannot be read.`, {
    status: 502,
    retry: 'later',
  });
}

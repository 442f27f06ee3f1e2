// Describes of the org's objects, kept per org and user (another user sees other fields) and asked again when they have
// grown old: all together in one API call, and Salesforce sends only those that changed (If-Modified-Since).
import { AppError } from '../errors.ts';
import type { SalesforceClient } from './client.ts';
import { notModified, runComposite } from './composite.ts';
import type { PartAnswer } from './composite.ts';
import { describePath, parseDescribe } from './describe.ts';
import type { ObjectDescribe } from './describe.ts';
import { salesforceError } from './errors.ts';

export type Describes = ReadonlyMap<string, ObjectDescribe | null>;

export type DescribeCache = {
  /**
   * By object name; null when the object is not there or not visible to the API user. What is not known yet, or was
   * looked at longer ago than `maxAgeMs` (an hour when left out), is read in one API call. Throws what the client throws.
   */
  describeAll(
    client: SalesforceClient,
    sObjects: readonly string[],
    options?: { maxAgeMs?: number },
  ): Promise<Describes>;
  /** What is known of an org's objects without a call, however old; null when one of them was never asked for. */
  peek(org: OrgUser, sObjects: readonly string[]): Describes | null;
  /** After a field was refused: the next time, Salesforce is asked for everything again. */
  forget(orgId: string): void;
};

export type OrgUser = Pick<SalesforceClient, 'orgId' | 'userId' | 'apiVersion'>;

/** One description, when it was last known to hold, and Salesforce's time of its last change. */
type Known = { describe: ObjectDescribe | null; readAt: number; lastModified: string | null };

const hourMs = 60 * 60 * 1000;
/** Salesforce's time has no parts of a second: what changed just after we read it could bear the same one. */
const blurMs = 2_000;

/** One cache per process. */
export function createDescribeCache(now: () => Date): DescribeCache {
  const known = new Map<string, Known>();
  /** Also what is on its way: many who ask at once share one call. */
  const asked = new Map<string, { at: number; answer: Promise<ObjectDescribe | null> }>();

  function ask(key: string, at: number, answer: Promise<Known>): void {
    const described = answer.then(({ describe }) => describe);
    asked.set(key, { at, answer: described });
    void answer
      // A failure must not be remembered.
      .catch(() => null)
      .then((found) => {
        if (asked.get(key)?.answer !== described) return null;
        if (found) known.set(key, found);
        // What is not visible is asked for again: the admin may be about to change it.
        if (!found?.describe) asked.delete(key);
        return null;
      });
  }

  return {
    async describeAll(client, sObjects, { maxAgeMs = hourMs } = {}) {
      const at = now().getTime();
      const isOld = (sObject: string): boolean =>
        at - (asked.get(keyOf(client, sObject))?.at ?? -Infinity) >= maxAgeMs;
      const missing = sObjects.filter(isOld);
      if (missing.length > 0) {
        const before = new Map(missing.map((sObject) => [sObject, known.get(keyOf(client, sObject))]));
        const reading = readDescribes(client, before, at);
        for (const sObject of missing)
          ask(
            keyOf(client, sObject),
            at,
            reading.then((found) => found.get(sObject) ?? absentAt(at)),
          );
      }
      const answers = sObjects.map(
        (sObject) => [sObject, asked.get(keyOf(client, sObject))?.answer ?? Promise.resolve(null)] as const,
      );
      return new Map(
        await Promise.all(answers.map(async ([sObject, answer]) => [sObject, await answer] as const)),
      );
    },
    peek(org, sObjects) {
      const found = sObjects.map((sObject) => [sObject, known.get(keyOf(org, sObject))] as const);
      if (found.some(([, before]) => before === undefined)) return null;
      return new Map(found.map(([sObject, before]) => [sObject, before?.describe ?? null]));
    },
    forget(orgId) {
      for (const map of [known, asked])
        for (const key of map.keys()) if (key.startsWith(`${orgId} `)) map.delete(key);
    },
  };
}

function keyOf({ orgId, userId, apiVersion }: OrgUser, sObject: string): string {
  return `${orgId} ${userId} ${apiVersion} ${sObject}`;
}

/** One API call; what is known already is sent again only when it has changed. */
async function readDescribes(
  client: SalesforceClient,
  known: ReadonlyMap<string, Known | undefined>,
  at: number,
): Promise<ReadonlyMap<string, Known>> {
  const answers = await runComposite(
    client,
    [...known].map(([sObject, before]) => {
      const since = before && sinceOf(before);
      return {
        method: 'GET',
        url: describePath(client.apiVersion, sObject),
        referenceId: sObject,
        ...(since && { httpHeaders: { 'If-Modified-Since': since } }),
      };
    }),
  );
  return new Map(
    [...known].map(([sObject, before]) => [sObject, readPart(sObject, answers.get(sObject), before, at)]),
  );
}

function absentAt(readAt: number): Known {
  return { describe: null, readAt, lastModified: null };
}

function sinceOf({ lastModified, readAt }: Known): string | null {
  const changedAt = Date.parse(lastModified ?? '');
  return readAt - changedAt > blurMs ? lastModified : null;
}

function readPart(
  sObject: string,
  part: PartAnswer | undefined,
  before: Known | undefined,
  readAt: number,
): Known {
  if (part?.failure?.errorCode === 'NOT_FOUND') return absentAt(readAt);
  if (part?.failure) throw salesforceError(part.failure);
  if (part?.status === notModified && before?.describe) return { ...before, readAt };
  const describe = parseDescribe(part?.body);
  if (describe) return { describe, readAt, lastModified: part?.lastModified ?? null };
  throw new AppError('salesforce_not_understood', `Salesforce's description of ${sObject} cannot be read.`, {
    status: 502,
    retry: 'later',
  });
}

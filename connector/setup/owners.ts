// Users and queues of the org: to choose from, and as the set-up's rules name them. Each question is one API call.
import { z } from 'zod';
import type { SalesforceClient } from '../salesforce/client.ts';
import { runComposite } from '../salesforce/composite.ts';
import type { PartAnswer } from '../salesforce/composite.ts';
import { salesforceError } from '../salesforce/errors.ts';
import { queryPath, soql } from '../salesforce/soql.ts';
import type { KnownOwners, KnownQueue } from './known-owners.ts';
import { longId } from './record-id.ts';

export type OwnerChoices = {
  users: { id: string; name: string; username: string; active: boolean }[];
  queues: { id: string; name: string; objects: string[] }[];
  /** Set when one of the two could not be read. */
  unavailable?: 'queues';
};

const rows = z.looseObject({ records: z.array(z.unknown()) });
const userRow = z.looseObject({
  Id: z.string(),
  Name: z.string(),
  Username: z.string(),
  IsActive: z.boolean(),
});
const queueRow = z.looseObject({ Id: z.string(), Name: z.string() });
const queueObjectRow = z.looseObject({ QueueId: z.string(), SobjectType: z.string() });

const most = 50;

/** Active people whose name or user name contains the words, and all queues. Throws what the client throws. */
export async function findOwners(client: SalesforceClient, words: string): Promise<OwnerChoices> {
  // % and _ stand for anything in LIKE: the words are meant as they are.
  const like = `%${words.trim().replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  // Other user types (portals, Chatter) cannot own these records.
  const people = soql`SELECT Id, Name, Username, IsActive FROM User
    WHERE IsActive = true AND UserType = 'Standard' AND (Name LIKE ${like} OR Username LIKE ${like})
    ORDER BY Name LIMIT ${most}`;
  const answers = await ask(client, { users: people, ...queueQueries });
  const queues = readQueues(answers);
  return {
    users: readRows(answers.get('users'), userRow).map((row) => ({
      id: row.Id,
      name: row.Name,
      username: row.Username,
      active: row.IsActive,
    })),
    queues: [...(queues ?? [])].map(([id, { name, objects }]) => ({ id, name, objects: [...objects] })),
    ...(queues === null && { unavailable: 'queues' }),
  };
}

/** One query takes so many ids; a host table with more is looked at in several. */
const perQuery = 400;

/** How the users named by a set-up are in the org now. No call when it names nobody. Throws what the client throws. */
export async function readKnownOwners(
  client: SalesforceClient,
  wanted: { users: readonly string[]; hasQueues: boolean },
): Promise<KnownOwners> {
  const ids = [...new Set(wanted.users.map(longId))];
  const users = new Map<string, { name: string; active: boolean }>();
  let queues: ReadonlyMap<string, KnownQueue> | null = null;
  for (let from = 0; from < ids.length || (from === 0 && wanted.hasQueues); from += perQuery) {
    const some = ids.slice(from, from + perQuery);
    const answers = await ask(client, {
      ...(some.length > 0 && {
        users: soql`SELECT Id, Name, Username, IsActive FROM User WHERE Id IN ${some}`,
      }),
      ...(from === 0 && wanted.hasQueues && queueQueries),
    });
    if (some.length > 0)
      for (const row of readRows(answers.get('users'), userRow))
        users.set(row.Id, { name: row.Name, active: row.IsActive });
    if (from === 0 && wanted.hasQueues) queues = readQueues(answers);
  }
  return { users, queues };
}

const queueQueries = {
  queues: `SELECT Id, Name FROM Group WHERE Type = 'Queue' ORDER BY Name LIMIT 500`,
  queueObjects: 'SELECT QueueId, SobjectType FROM QueueSobject LIMIT 2000',
};

type Answers = ReadonlyMap<string, PartAnswer>;

function ask(client: SalesforceClient, queries: Record<string, string>): Promise<Answers> {
  return runComposite(
    client,
    Object.entries(queries).map(([referenceId, query]) => ({
      method: 'GET',
      url: queryPath(client.apiVersion, query),
      referenceId,
    })),
  );
}

/** Null when this user may not read them: an org may hide them, and the rest still serves. */
function readQueues(answers: Answers): ReadonlyMap<string, KnownQueue> | null {
  if (answers.get('queues')?.failure || answers.get('queueObjects')?.failure) return null;
  const objects = readRows(answers.get('queueObjects'), queueObjectRow);
  return new Map(
    readRows(answers.get('queues'), queueRow).map(({ Id: id, Name: name }) => [
      id,
      { name, objects: objects.filter((row) => row.QueueId === id).map((row) => row.SobjectType) },
    ]),
  );
}

function readRows<T>(part: PartAnswer | undefined, schema: z.ZodType<T>): T[] {
  if (part?.failure) throw salesforceError(part.failure);
  return z.array(schema).parse(rows.parse(part?.body).records);
}

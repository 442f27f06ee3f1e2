// Stage `match`: asks Salesforce, usually once. A query that failed is an error here, never "nobody": guessing would make
// a second person. Asked again only for what one answer cannot hold: bad ids in a link, and very many rows.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { SalesforceClient } from '../../salesforce/client.ts';
import { runComposite } from '../../salesforce/composite.ts';
import type { Failure, PartAnswer, Subrequest } from '../../salesforce/composite.ts';
import { salesforceError, sortFailure } from '../../salesforce/errors.ts';
import { companionAppMissing, meansMissingApp } from '../companion-app.ts';
import { withoutIdsOf } from './link-ids.ts';
import type { LinkedObject } from './link-ids.ts';
import { buildQueries, mostRows } from './match-queries.ts';
import type { QueryName } from './match-queries.ts';
import { rowSchema } from './row.ts';
import type { Row } from './row.ts';
import { isSought, told } from './sought.ts';
import type { Sought } from './sought.ts';

export type Answers = {
  own: Row | null;
  contacts: readonly Row[];
  leads: readonly Row[];
  cases: readonly Row[];
  /** Its failure is thrown by whoever needs an Account: others need not wait for it. */
  accounts: { rows: readonly Row[]; failure: Failure | null };
  opportunityId: string | null;
  /** The Event that was asked for is not there. */
  eventGone: boolean;
  /** The values to compare with are not among the rows. */
  thin: boolean;
  /** What was really looked for, in the end. */
  sought: Sought;
};

/** Codes of a query whose id is none, though it looks like one. */
const refusedId = ['MALFORMED_ID', 'INVALID_QUERY_FILTER_OPERATOR', 'INVALID_ID_FIELD'];

const objectOf = { contact: 'Contact', lead: 'Lead', account: 'Account', case: 'Case' } as const;

/** A longer path may be refused by what stands before Salesforce; values are then read of the chosen records alone. */
const longestPath = 12_000;

export async function askOrg(
  client: SalesforceClient,
  wanted: Sought,
  signal: AbortSignal,
): Promise<Answers> {
  let sought = wanted;
  let thin = buildQueries(sought, client.apiVersion, false).some(({ url }) => url.length > longestPath);
  for (;;) {
    const queries: Subrequest[] = buildQueries(sought, client.apiVersion, thin);
    const answers = await runComposite(client, queries, { signal });
    const badIds = objectsWithBadIds(answers, sought);
    if (badIds.length > 0) {
      // Anybody can write anything into a link; it must not stop the booking.
      sought = { ...sought, links: withoutIdsOf(sought.links, badIds) };
    } else if (!thin && answers.get('own')?.failure?.errorCode === 'INVALID_FIELD') {
      // Either our own fields are gone or one that the set-up names: without the latter it shows.
      thin = true;
    } else if (holdsTooMany(answers, sought)) {
      const text = `More than ${mostRows} records have this phone number: it says nothing about who this is.`;
      sought = { ...sought, phone: null, trail: [...sought.trail, told('phone_too_common', text)] };
    } else {
      return readAnswers(answers, sought, thin);
    }
  }
}

function objectsWithBadIds(answers: ReadonlyMap<string, PartAnswer>, { links }: Sought): LinkedObject[] {
  return Object.entries(objectOf).flatMap(([name, sObject]): LinkedObject[] => {
    const code = answers.get(name)?.failure?.errorCode;
    return code !== undefined && refusedId.includes(code) && links.byObject[sObject].length > 0
      ? [sObject]
      : [];
  });
}

/** A full answer may hold back the one person with the right address among many with the switchboard's number. */
function holdsTooMany(answers: ReadonlyMap<string, PartAnswer>, sought: Sought): boolean {
  return (['contact', 'lead'] as const).some((name) => {
    const answer = answers.get(name);
    const isWhole = answer === undefined || answer.failure !== null || rowsOf(answer.body).length < mostRows;
    return !isWhole && isSought(sought, objectOf[name], 'phone');
  });
}

function readAnswers(answers: ReadonlyMap<string, PartAnswer>, sought: Sought, thin: boolean): Answers {
  const rows = (name: QueryName): readonly Row[] => {
    const answer = answers.get(name);
    if (answer?.failure) throw failureOf(name, answer.failure);
    return rowsOf(answer?.body);
  };
  const account = answers.get('account');
  return {
    own: rows('own')[0] ?? null,
    contacts: rows('contact'),
    leads: rows('lead'),
    cases: rows('case'),
    accounts: {
      rows: account?.failure ? [] : rowsOf(account?.body),
      failure: account?.failure ?? null,
    },
    opportunityId: opportunityOf(answers.get('opportunity')),
    eventGone: isGone(answers.get('event')),
    thin,
    sought,
  };
}

function opportunityOf(answer: PartAnswer | undefined): string | null {
  if (answer === undefined) return null;
  const { failure, body } = answer;
  if (failure === null) return z.looseObject({ Id: z.string() }).parse(body).Id;
  // Refused for good: a wrong id, or an object that the API user does not see.
  if (sortFailure(failure.errorCode, failure.httpStatus) === 'never') return null;
  throw salesforceError(failure);
}

function isGone(answer: PartAnswer | undefined): boolean {
  const failure = answer?.failure ?? null;
  if (failure === null) return false;
  if (sortFailure(failure.errorCode, failure.httpStatus) !== 'never') throw salesforceError(failure);
  return failure.httpStatus === 404;
}

/** Not asked is nobody: without address, number and record id there is nothing to look for. */
function rowsOf(body: unknown): readonly Row[] {
  if (body === undefined) return [];
  return z.looseObject({ records: z.array(rowSchema) }).parse(body).records;
}

export function failureOf(name: QueryName, failure: Failure): Error {
  if (name === 'own' && meansMissingApp('Booking__c', failure)) return companionAppMissing(failure);
  if (failure.errorCode !== 'INVALID_FIELD' && failure.errorCode !== 'INVALID_TYPE')
    return salesforceError(failure);
  return new AppError(
    'match_field_missing',
    `The set-up uses a field or an object that the API user cannot see or search by: ${lastLine(failure.message)}`,
    {
      status: 409,
      fix: 'Give the API user access to it in Salesforce, or take it out of the mapping and the creation rules. Then replay the booking.',
      cause: failure,
    },
  );
}

/** Salesforce repeats the query before it says what is wrong with it. */
function lastLine(message: string): string {
  return message.trim().split('\n').at(-1)?.trim() ?? '';
}

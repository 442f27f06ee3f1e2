// What the checks judge by, looked up in one API call: a composite of queries and describes (secure-facts.ts has more). A look-up that
// failed stays a failed look-up with its reason; it is never turned into "no" or "nobody".
import { z } from 'zod';
import type { SalesforceClient } from '../salesforce/client.ts';
import { runComposite } from '../salesforce/composite.ts';
import type { PartAnswer, Subrequest } from '../salesforce/composite.ts';
import { describePath, parseDescribe } from '../salesforce/describe.ts';
import type { ObjectDescribe } from '../salesforce/describe.ts';
import type { ApiUsage } from '../salesforce/send.ts';
import { queryPath, soql } from '../salesforce/soql.ts';
import type { Facts, LoginFacts, Looked, OrgFacts, Refusal, UserFacts } from './facts.ts';

export const permissionSetName = 'Bookbridge_API_User';
export const bookingObject = 'Booking__c';
export const markerObject = 'Booking_Connection__c';
/** The permission set is the only thing that makes this field visible, so seeing it proves the assignment. */
export const markerField = 'Access_Marker__c';

/** One API call. Throws what the client throws. */
export async function lookUpFacts(client: SalesforceClient): Promise<Facts> {
  const { answers, usage } = await askTogether(client, [
    ...commonLookUps(client),
    lookUp(client, 'rights', 'SELECT PermissionsApiUserOnly FROM UserPermissionAccess'),
    lookUp(client, 'permissionSet', soql`SELECT Id FROM PermissionSet WHERE Name = ${permissionSetName}`),
  ]);
  return {
    ...commonFacts(client, answers, usage),
    permissionSetId: readPermissionSet(answers),
    secure: null,
  };
}

/** The answers of one composite, and what Salesforce said about the calls of the day. */
export async function askTogether(
  client: SalesforceClient,
  subrequests: readonly Subrequest[],
): Promise<{ answers: Answers; usage: ApiUsage | null }> {
  let usage: ApiUsage | null = null;
  const watched: SalesforceClient = {
    ...client,
    async request(request) {
      const response = await client.request(request);
      usage = response.usage;
      return response;
    },
  };
  const answers = await runComposite(watched, subrequests);
  return { answers, usage };
}

export function lookUp({ apiVersion }: SalesforceClient, referenceId: string, query: string): Subrequest {
  return { method: 'GET', url: queryPath(apiVersion, query), referenceId };
}

export function lookUpDescribe(
  { apiVersion }: SalesforceClient,
  referenceId: string,
  sObject: string,
): Subrequest {
  return { method: 'GET', url: describePath(apiVersion, sObject), referenceId };
}

/** Three queries (a composite takes five) and three describes; with `rights` by the caller. */
export function commonLookUps(client: SalesforceClient): Subrequest[] {
  const login = soql`SELECT IsFrozen, IsPasswordLocked FROM UserLogin WHERE UserId = ${client.userId}`;
  return [
    lookUpUser(client),
    lookUpOrg(client),
    lookUp(client, 'login', login),
    lookUpDescribe(client, 'booking', bookingObject),
    lookUpDescribe(client, 'marker', markerObject),
    lookUpDescribe(client, 'event', 'Event'),
  ];
}

export function commonFacts(
  { userId }: SalesforceClient,
  answers: Answers,
  usage: ApiUsage | null,
): Omit<Facts, 'permissionSetId' | 'secure'> {
  return {
    userId,
    user: looked(answers.get('user'), readUser(answers)),
    org: looked(answers.get('org'), readOrg(answers)),
    apiOnly: looked(answers.get('rights'), firstRow(answers, 'rights', rightsRow)?.PermissionsApiUserOnly),
    login: looked(answers.get('login'), readLogin(answers)),
    booking: lookedDescribe(answers.get('booking')),
    marker: lookedDescribe(answers.get('marker')),
    event: lookedDescribe(answers.get('event')),
    usage,
    refusal: null,
  };
}

/** Facts of a user whom Salesforce does not let in: every look-up failed, for this one reason. */
export function refusedFacts(userId: string, refusal: Refusal): Facts {
  const missing = { ok: false, why: refusalWords[refusal] } as const;
  return {
    userId,
    user: missing,
    apiOnly: missing,
    login: missing,
    org: missing,
    permissionSetId: missing,
    booking: missing,
    marker: missing,
    event: missing,
    usage: null,
    secure: null,
    refusal,
  };
}

const refusalWords: Record<Refusal, string> = {
  api_disabled: 'Salesforce refuses API calls of this user.',
  user_inactive: 'the user is inactive, so Salesforce answers nothing.',
  user_frozen: 'the user is frozen or locked, so Salesforce answers nothing.',
  token_refused: 'Salesforce no longer accepts the connection.',
};

export function lookUpUser({ apiVersion, userId }: SalesforceClient): Subrequest {
  // Profile rights through the user's own row: that needs no right to view Setup.
  const text = soql`SELECT Id, IsActive, ProfileId, Profile.Name, Profile.PermissionsApiEnabled,
    Profile.PermissionsModifyAllData, Profile.UserLicense.Name, Profile.UserLicense.LicenseDefinitionKey
    FROM User WHERE Id = ${userId}`;
  return { method: 'GET', url: queryPath(apiVersion, text), referenceId: 'user' };
}

export function lookUpOrg({ apiVersion }: SalesforceClient): Subrequest {
  const text = 'SELECT Id, Name, OrganizationType, IsSandbox FROM Organization';
  return { method: 'GET', url: queryPath(apiVersion, text), referenceId: 'org' };
}

export type Answers = ReadonlyMap<string, PartAnswer>;

const userRow = z.looseObject({
  IsActive: z.boolean(),
  ProfileId: z.string().nullish(),
  Profile: z
    .looseObject({
      Name: z.string().nullish(),
      PermissionsApiEnabled: z.boolean(),
      PermissionsModifyAllData: z.boolean(),
      UserLicense: z.looseObject({ Name: z.string(), LicenseDefinitionKey: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
const orgRow = z.looseObject({ Name: z.string(), OrganizationType: z.string(), IsSandbox: z.boolean() });
const rightsRow = z.looseObject({ PermissionsApiUserOnly: z.boolean() });
const loginRow = z.looseObject({ IsFrozen: z.boolean(), IsPasswordLocked: z.boolean().nullish() });
const idRow = z.looseObject({ Id: z.string() });

/** The user's facts from an answer to lookUpUser, null when it could not be read. */
export function readUser(answers: Answers): UserFacts | null {
  const row = firstRow(answers, 'user', userRow);
  if (!row) return null;
  const { Profile: profile } = row;
  const license = profile?.UserLicense ?? null;
  return {
    isActive: row.IsActive,
    profileId: row.ProfileId ?? null,
    profileName: profile?.Name ?? null,
    licenseName: license?.Name ?? null,
    // The key stays the same in every language, the name does not.
    hasSalesforceLicense: license?.LicenseDefinitionKey === 'SFDC' || license?.Name === 'Salesforce',
    profile: profile
      ? { apiEnabled: profile.PermissionsApiEnabled, modifyAllData: profile.PermissionsModifyAllData }
      : null,
  };
}

/** The org's facts from an answer to lookUpOrg, null when it could not be read. */
export function readOrg(answers: Answers): OrgFacts | null {
  const row = firstRow(answers, 'org', orgRow);
  if (!row) return null;
  return { name: row.Name, kind: row.IsSandbox ? 'sandbox' : 'production', edition: row.OrganizationType };
}

function readLogin(answers: Answers): LoginFacts | null {
  const row = firstRow(answers, 'login', loginRow);
  return row && { frozen: row.IsFrozen, locked: row.IsPasswordLocked ?? false };
}

function readPermissionSet(answers: Answers): Looked<string | null> {
  const part = answers.get('permissionSet');
  const rows = part?.failure === null ? rowsOf(part.body) : null;
  if (!rows) return { ok: false, why: whyNot(part) };
  return { ok: true, value: idRow.safeParse(rows[0]).data?.Id ?? null };
}

const queryBody = z.looseObject({ records: z.array(z.unknown()) });

export function rowsOf(body: unknown): unknown[] | null {
  return queryBody.safeParse(body).data?.records ?? null;
}

export function firstRow<T>(answers: Answers, referenceId: string, schema: z.ZodType<T>): T | null {
  const part = answers.get(referenceId);
  if (!part || part.failure) return null;
  return schema.safeParse(rowsOf(part.body)?.[0]).data ?? null;
}

export function looked<T>(part: PartAnswer | undefined, value: T | null | undefined): Looked<T> {
  return value === null || value === undefined ? { ok: false, why: whyNot(part) } : { ok: true, value };
}

export function lookedDescribe(part: PartAnswer | undefined): Looked<ObjectDescribe | null> {
  if (part?.failure?.errorCode === 'NOT_FOUND') return { ok: true, value: null };
  const describe = part && !part.failure ? parseDescribe(part.body) : null;
  return describe ? { ok: true, value: describe } : { ok: false, why: whyNot(part) };
}

export function whyNot(part: PartAnswer | undefined): string {
  if (!part?.failure) return 'Salesforce gave no row that could be read.';
  return `Salesforce said ${part.failure.errorCode}: ${part.failure.message}`;
}

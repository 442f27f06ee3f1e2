// Trip 1, stage identify: tokens → who this is and which org, all from Salesforce and never from the browser.
// Costs one API call (a composite of two queries); the identity URL and the list of versions are not counted.
import { z } from 'zod';
import { lookUpOrg, lookUpUser, readOrg, readUser } from '../checks/org-facts.ts';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { openClient } from '../salesforce/client.ts';
import type { SalesforceClient } from '../salesforce/client.ts';
import { runComposite } from '../salesforce/composite.ts';
import { isSalesforceError, salesforceError } from '../salesforce/errors.ts';
import { sendToOrg } from '../salesforce/send.ts';
import type { ConnectionMode, OrgKind } from '../store/schema.ts';
import type { Found } from './attempts.ts';
import { concernsAbout } from './concerns.ts';
import { allowedOrigin, kindOfHost } from './login-hosts.ts';
import type { GrantedTokens } from './oauth-client.ts';
import { ownProblem } from './oauth-errors.ts';

/** API calls of one identification. */
export const identifyCalls = 1;

/** Throws AppError with a code of the OAuth table when the answers do not fit, and what the client throws. */
export async function identifyOrg(
  config: Config,
  { kind: expectedKind, mode }: { kind: OrgKind; mode: ConnectionMode },
  tokens: GrantedTokens,
): Promise<Found> {
  const identity = await readIdentity(config, tokens);
  const instanceOrigin = origin(config, tokens.instanceUrl);
  await requireApiVersion(config, instanceOrigin, tokens.accessToken);
  const client = loginClient(tokens, {
    orgId: identity.organization_id,
    userId: identity.user_id,
    apiVersion: config.apiVersion,
    instanceOrigin,
  });
  const { user, org } = await readUserAndOrg(client);
  const known = {
    orgId: identity.organization_id,
    orgName: org?.name ?? URL.parse(instanceOrigin)?.hostname ?? instanceOrigin,
    kind: org?.kind ?? kindOfHost(instanceOrigin) ?? expectedKind,
    edition: org?.edition ?? 'unknown edition',
    userId: identity.user_id,
    username: identity.username,
    displayName: identity.display_name,
    profile: user?.profileName ?? null,
    license: user?.licenseName ?? null,
    instanceOrigin,
    identityUrl: tokens.identityUrl,
    apiVersion: config.apiVersion,
  };
  return { ...known, concerns: concernsAbout(user, identity.user_type, mode) };
}

/** A client for a login that is not a connection yet: its token is minutes old, so there is nothing to renew it with. */
export function loginClient(
  tokens: Pick<GrantedTokens, 'accessToken'>,
  org: { orgId: string; userId: string; apiVersion: string; instanceOrigin: string },
): SalesforceClient {
  return openClient({
    connectionId: 'login',
    ...org,
    token: () => Promise.resolve({ accessToken: tokens.accessToken, generation: 0 }),
    renew: () => Promise.resolve(null),
  });
}

const identitySchema = z.looseObject({
  user_id: z.string().min(15),
  organization_id: z.string().min(15),
  username: z.string(),
  display_name: z.string(),
  user_type: z.string().default('STANDARD'),
});
type Identity = z.infer<typeof identitySchema>;

const identityTimeoutMs = 30_000;

async function readIdentity(config: Config, tokens: GrantedTokens): Promise<Identity> {
  const identityOrigin = origin(config, tokens.identityUrl);
  let answer = await getIdentity(tokens.identityUrl, tokens.accessToken);
  if (!answer.ok && answer.failure.errorCode === 'REDIRECTED') {
    // login.salesforce.com sends this on to the org's own host. Asked again there, where the token belongs anyway, instead
    // of following an address that an answer names.
    const atInstance = tokens.identityUrl.replace(identityOrigin, origin(config, tokens.instanceUrl));
    answer = await getIdentity(atInstance, tokens.accessToken);
  }
  if (!answer.ok) throw salesforceError(answer.failure);
  const identity = identitySchema.safeParse(answer.body);
  if (
    !identity.success ||
    !isIdentityOf(tokens, { orgId: identity.data.organization_id, userId: identity.data.user_id })
  ) {
    throw refusal('identity_mismatch');
  }
  return identity.data;
}

function getIdentity(url: string, accessToken: string): ReturnType<typeof sendToOrg> {
  return sendToOrg({ method: 'GET', url, accessToken, timeoutMs: identityTimeoutMs });
}

/** Whether tokens were given for this user of this org, by what Salesforce says beside them. */
export function isIdentityOf(
  { identityUrl }: Pick<GrantedTokens, 'identityUrl'>,
  user: { orgId: string; userId: string },
): boolean {
  const [, orgId, userId] = /\/id\/(\w{15,18})\/(\w{15,18})$/.exec(identityUrl) ?? [];
  return sameId(user.orgId, orgId) && sameId(user.userId, userId);
}

/** Salesforce gives ids with 15 or 18 characters; the last three are a checksum. */
function sameId(one: string, other: string | undefined): boolean {
  return other !== undefined && one.slice(0, 15) === other.slice(0, 15);
}

const versionsSchema = z.array(z.looseObject({ version: z.string() }));

async function requireApiVersion(config: Config, instanceOrigin: string, accessToken: string): Promise<void> {
  const url = `${instanceOrigin}/services/data`;
  const answer = await sendToOrg({ method: 'GET', url, accessToken, timeoutMs: identityTimeoutMs });
  if (!answer.ok) throw salesforceError(answer.failure);
  const versions = versionsSchema.safeParse(answer.body);
  if (!versions.data?.some(({ version }) => version === config.apiVersion))
    throw refusal('api_version_missing');
}

async function readUserAndOrg(
  client: SalesforceClient,
): Promise<{ user: ReturnType<typeof readUser>; org: ReturnType<typeof readOrg> }> {
  try {
    const answers = await runComposite(client, [lookUpUser(client), lookUpOrg(client)]);
    return { user: readUser(answers), org: readOrg(answers) };
  } catch (error) {
    // The user may lack the API: then the checks say so, and the wrong-user question can still be asked.
    if (isSalesforceError(error) && error.httpStatus === 403) return { user: null, org: null };
    throw error;
  }
}

function origin(config: Config, url: string): string {
  const allowed = allowedOrigin(config, url);
  if (allowed === null) throw refusal('host_not_allowed');
  return allowed;
}

function refusal(code: 'host_not_allowed' | 'identity_mismatch' | 'api_version_missing'): AppError {
  const { message, fix } = ownProblem(code);
  return new AppError(code, message, { status: 502, fix });
}

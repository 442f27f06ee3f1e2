// SCIM: POST /services/scim/v1/Users makes a user. With the header `auto-approve-user` the new user has approved the
// calling app at once, and the same header of the answer carries a refresh token: so the sf CLI logs in as a user it
// has just made. Errors have SCIM's shape, {Errors: [{description, code}]}.
// https://developer.salesforce.com/docs/atlas.en-us.identityImplGuide.meta/identityImplGuide/identity_scim_rest_api.htm

import express from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Calls } from '../calls.ts';
import type { Apps } from '../oauth/apps.ts';
import { bearerToken } from '../oauth/bearer.ts';
import type { Grants, Session } from '../oauth/grants.ts';
import { isOrgError, orgError } from '../org/errors.ts';
import type { OrgError } from '../org/errors.ts';
import type { Actor } from '../org/org.ts';
import { answerError, notImplemented } from '../rest/answer.ts';
import { sendAnswer } from '../rest/http.ts';
import { findOrgSession, invalidSession, refuseSession } from '../rest/sessions.ts';
import { newestVersion } from '../rest/versions.ts';
import type { OrgSite } from '../site.ts';

const textOrValue = z.union([z.string(), z.object({ value: z.string() })]);

// Salesforce reads `username` and `userName` alike: attribute names of SCIM have no case.
const newUser = z.object({
  username: z.string(),
  name: z.object({ familyname: z.string(), givenname: z.string().optional() }),
  emails: z.array(textOrValue).min(1),
  nickname: z.string().optional(),
  /** The profile first, then permission sets. */
  entitlements: z.array(textOrValue).min(1),
  active: z.boolean().optional(),
});
type NewUser = z.infer<typeof newUser>;

type Parts = { apps: Apps; grants: Grants; calls: Calls };

export function scimRoutes(site: OrgSite, parts: Parts): express.Router {
  const router = express.Router();
  const json = express.json({ type: () => true, limit: '1mb' });

  router.post('/services/scim/v1/Users', json, (request, response) => {
    const session = findOrgSession(site, parts.grants, bearerToken(request) ?? '');
    if (session === undefined) {
      sendAnswer(response, answerError(invalidSession()));
      return;
    }
    const refusal = refuseSession(site, parts.calls, session, 'REST');
    if (refusal === undefined) answer(request, response, session);
    else sendAnswer(response, answerError(refusal));
  });
  router.use('/services/scim', (request, response) => {
    sendAnswer(response, answerError(notImplemented(request.method, request.originalUrl)));
  });

  function answer(request: Request, response: Response, session: Session) {
    const read = newUser.safeParse(withPlainNames(request.body));
    if (!read.success) {
      const [problem] = read.error.issues;
      const missing = problem?.path.join('.') ?? 'body';
      sendErrors(
        response,
        orgError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing}]`),
      );
      return;
    }
    try {
      const id = site.org.transaction(() => createUser(site, session, read.data));
      site.store.commit();
      if (request.get('auto-approve-user') === 'true') approve(response, site, session, id, parts);
      response.status(201).json(describe(site, id, read.data));
    } catch (error) {
      if (!isOrgError(error)) throw error;
      sendErrors(response, error);
    }
  }

  return router;
}

function createUser(site: OrgSite, session: Session, wish: NewUser): string {
  const actor: Actor = { userId: session.userId, version: newestVersion };
  const maker = site.org.user(session.userId);
  const { familyname, givenname } = wish.name;
  const [profile, ...permissionSets] = wish.entitlements;
  const fields = {
    Username: wish.username,
    LastName: familyname,
    ...(givenname === undefined ? {} : { FirstName: givenname }),
    Email: valueOf(wish.emails[0]),
    ProfileId: valueOf(profile),
    ...(wish.nickname === undefined ? {} : { CommunityNickname: wish.nickname.slice(0, 40) }),
    Alias: `${givenname?.slice(0, 1) ?? ''}${familyname}`.toLowerCase().slice(0, 8),
    IsActive: wish.active ?? true,
    // What SCIM leaves out is as with the user who makes the new one.
    TimeZoneSidKey: maker?.timeZone ?? 'America/Los_Angeles',
    LocaleSidKey: maker?.locale ?? 'en_US',
    LanguageLocaleKey: maker?.language ?? 'en_US',
    EmailEncodingKey: 'UTF-8',
  };
  const { id } = site.org.create(actor, 'User', fields);
  for (const permissionSet of permissionSets) {
    const assignment = { AssigneeId: id, PermissionSetId: valueOf(permissionSet) };
    site.org.create(actor, 'PermissionSetAssignment', assignment);
  }
  return id;
}

function approve(
  response: Response,
  site: OrgSite,
  session: Session,
  userId: string,
  { apps, grants }: Parts,
) {
  const app = apps.byClientId(session.clientId, [site]);
  const scopes = [...new Set(['refresh_token', ...(app?.scopes ?? session.scopes)])];
  const approval = { clientId: session.clientId, userId, orgId: site.org.orgId, scopes };
  grants.approve(approval, scopes);
  const { refreshToken } = grants.grantDirectly(approval);
  if (refreshToken !== undefined) response.setHeader('auto-approve-user', refreshToken);
}

function describe(site: OrgSite, id: string, { username, name, emails, nickname, active }: NewUser) {
  return {
    schemas: ['urn:scim:schemas:core:1.0'],
    id,
    userName: username,
    name: { familyName: name.familyname, givenName: name.givenname },
    nickName: nickname,
    emails: [{ type: 'work', primary: true, value: valueOf(emails[0]) }],
    active: active ?? true,
    meta: { location: `${site.origin}/services/scim/v1/Users/${id}` },
  };
}

function sendErrors(response: Response, { status, errorCode, message }: OrgError) {
  const code = errorCode === 'DUPLICATE_USERNAME' ? 409 : status;
  response.status(code).json({ Errors: [{ description: `${errorCode}: ${message}`, code }] });
}

function valueOf(entry: string | { value: string } | undefined): string {
  return typeof entry === 'string' ? entry : (entry?.value ?? '');
}

/** All names in lower case, at every depth. */
function withPlainNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.toLowerCase(), withPlainNames(inner)]),
  );
}

// The Dev Hub of this local org: what was ordered through the production org's API, and who may log in to what was made.

import type { BrowserSessions } from '../oauth/browser-sessions.ts';
import { orgError } from '../org/errors.ts';
import { isRecord, methodNotAllowed, notFound } from '../rest/answer.ts';
import type { ToolingResource } from '../tooling/tooling-api.ts';
import type { HubParts } from './hub-parts.ts';
import { createJobs } from './jobs.ts';
import { createSandboxes } from './sandboxes.ts';
import { createScratchOrgs } from './scratch-orgs.ts';

export type Hub = {
  orgId: string;
  /** Ends scratch orgs whose time is over; called before each request. */
  endExpired(): void;
  /** `POST tooling/sandboxAuth`: lets the caller's user of the sandbox in with the app it uses in production. */
  authorizeInSandbox: ToolingResource;
  stop(): Promise<void>;
};

type Given = Omit<HubParts, 'jobs' | 'endOrg'> & { isDevHub: boolean; browserSessions: BrowserSessions };

export function createHub(given: Given): Hub {
  const { hub, sites, apps, grants, browserSessions, isDevHub } = given;
  const jobs = createJobs();
  const parts = { ...given, jobs, endOrg };
  const sandboxes = createSandboxes(parts);
  const scratchOrgs = isDevHub ? createScratchOrgs(parts) : undefined;
  sites.whenSaved((orgId, objectName, recordId) => {
    if (orgId !== hub.org.orgId) return;
    if (objectName === 'ScratchOrgInfo' || objectName === 'ActiveScratchOrg') {
      scratchOrgs?.saved(objectName, recordId);
    } else if (objectName === 'SandboxInfo' || objectName === 'SandboxProcess') {
      sandboxes.saved(objectName, recordId);
    }
  });
  scratchOrgs?.resume();
  sandboxes.resume();

  function endOrg(orgId: string) {
    grants.forgetOrg(orgId);
    browserSessions.forgetOrg(orgId);
    jobs.start(async () => await sites.remove(orgId));
  }

  return {
    orgId: hub.org.orgId,
    endExpired: () => scratchOrgs?.endExpired(),
    authorizeInSandbox({ method, body }, { userId }, site) {
      if (site.org.orgId !== hub.org.orgId) throw notFound();
      if (method !== 'POST') throw methodNotAllowed(method, 'POST');
      const { clientId, sandboxName, callbackUrl } = isRecord(body) ? body : {};
      const found = typeof sandboxName === 'string' ? sandboxes.byName(sandboxName) : undefined;
      if (found === undefined) throw notFound();
      const sandbox = found.site;
      const user = sandbox?.org.user(userId);
      const app = typeof clientId === 'string' ? apps.byClientId(clientId, sandbox && [sandbox]) : undefined;
      if (sandbox === undefined) {
        // The CLI goes by this code: it asks again later.
        throw orgError(400, 'INVALID_STATUS', 'The sandbox is not ready for login yet');
      }
      if (user === undefined || app === undefined) {
        throw orgError(400, 'INVALID_INPUT', 'The user or the app cannot log in to this sandbox');
      }
      const code = { clientId: app.clientId, userId: user.id, orgId: sandbox.org.orgId, scopes: app.scopes };
      grants.approve(code, code.scopes);
      const redirectUri = typeof callbackUrl === 'string' ? callbackUrl : '';
      const authCode = grants.newCode({ ...code, redirectUri, challenge: undefined });
      const answer = {
        authUserName: user.username,
        authCode,
        instanceUrl: sandbox.origin,
        loginUrl: sandbox.origin,
      };
      return { status: 200, headers: {}, body: answer };
    },
    stop: () => jobs.stop(),
  };
}

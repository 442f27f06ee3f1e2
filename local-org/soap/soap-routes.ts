// SOAP on the wire, the Metadata API (m) and the partner API (u): envelope → session → faults → rights → operation →
// commit → envelope. The token is in the envelope; whatever goes wrong is a fault with status 500, as at Salesforce.

import express from 'express';
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Calls } from '../calls.ts';
import { cutConnection, sendMaintenancePage, wait } from '../fault-pages.ts';
import type { Fault, Faults } from '../faults.ts';
import { createDeployJobs } from '../metadata-jobs/deploy-jobs.ts';
import type { MetadataSettings } from '../metadata-jobs/metadata-settings.ts';
import { createRetrieveJobs } from '../metadata-jobs/retrieve-jobs.ts';
import type { Grants, Session } from '../oauth/grants.ts';
import { isOrgError, orgError } from '../org/errors.ts';
import type { OrgError } from '../org/errors.ts';
import { findOrgSession, limitExceeded, refuseSession } from '../rest/sessions.ts';
import { judgeVersion } from '../rest/versions.ts';
import type { Host, OrgSite } from '../site.ts';
import { clientFault, readEnvelope, writeFault, writeResponse } from './envelope.ts';
import type { SoapApi, SoapFault, SoapRequest } from './envelope.ts';
import { answerLogin } from './login.ts';
import { metadataOperations, otherMetadataOperations } from './metadata-operations.ts';
import { otherPartnerOperations, partnerOperations } from './partner-operations.ts';
import { refuseEdition, refuseMetadata, rightsOf } from './rights.ts';
import type { XmlValue } from './xml.ts';

export type SoapParts = {
  grants: Grants;
  faults: Faults;
  calls: Calls;
  metadata: MetadataSettings;
  now: () => Date;
};

/** The version stands in the path; Salesforce's own addresses carry the org's id behind it. */
const soapPath = /^\/services\/Soap\/([a-zA-Z]+)\/([^/]+)(?:\/(00D\w{12,15}))?\/?$/;
const bodyLimit = 52_428_800;
/** Of the partner API: those that a row lock can hit. */
const writingOperations = new Set(['convertLead', 'merge', 'resetPassword', 'setPassword']);

/** At a login host only login() is answered; `site` is the org of a My Domain. */
export function soapRoutes(host: Host, site: OrgSite | undefined, parts: SoapParts): express.Router {
  const { grants, faults, calls, metadata, now } = parts;
  const router = express.Router();
  const deploys = site === undefined ? undefined : createDeployJobs(site, metadata.deployMs, now);
  const retrieves = site === undefined ? undefined : createRetrieveJobs(site, metadata.deployMs, now);
  router.post(soapPath, express.text({ type: () => true, limit: bodyLimit }), answerRequest);
  router.use(soapPath, refuseBody);
  return router;

  async function answerRequest(request: Request, response: Response) {
    const [, kind = '', version = ''] = soapPath.exec(request.path) ?? [];
    const api = kind === 'm' ? 'metadata' : 'partner';
    try {
      refusePath(kind, version, request);
      const body: unknown = request.body;
      const call = readEnvelope(typeof body === 'string' ? body : '');
      if (api === 'partner' && call.operation === 'login') {
        const result = answerLogin(host, grants, metadata.soapLogin, call.args, version);
        send(response, 200, writeResponse(api, 'login', result));
        return;
      }
      await answerInSession(request, response, api, version, call);
    } catch (error) {
      sendFault(response, api, error);
    }
  }

  async function answerInSession(
    request: Request,
    response: Response,
    api: SoapApi,
    version: string,
    call: SoapRequest,
  ) {
    const session = site === undefined ? undefined : findOrgSession(site, grants, call.sessionId ?? '');
    if (site === undefined || session === undefined) throw illegalSession();
    const resource = api === 'metadata' ? 'metadata' : 'soap';
    const { method, originalUrl } = request;
    const path = `${originalUrl} ${call.operation}`;
    const record = calls.begin({ clientId: session.clientId, method, resource, path });
    try {
      const writes = writingOperations.has(call.operation);
      const { slow, hit } = faults.take({ resource, orgId: site.org.orgId, writes });
      if (slow !== undefined) await wait(slow.delayMs);
      if (hit !== undefined && failBefore(hit, response, call.sessionId ?? '')) return;
      const refusal = refuseSession(site, calls, session, 'SOAP');
      if (refusal !== undefined) throw refusal;
      record.count(site.org.orgId);
      const result = run(site, session, { api, version, ...call });
      site.store.commit();
      const usage = { used: calls.usedToday(site.org.orgId), limit: site.dailyApiRequests };
      const xml = writeResponse(api, call.operation, result, api === 'partner' ? usage : undefined);
      if (hit?.kind === 'timeout_after_commit') cutConnection(response);
      else send(response, 200, xml);
    } finally {
      record.end();
    }
  }

  function run(
    place: OrgSite,
    session: Session,
    call: SoapRequest & { api: SoapApi; version: string },
  ): XmlValue {
    const { api, version, operation, args, sessionId = '' } = call;
    const { userId } = session;
    const rights = rightsOf(place.org, userId);
    deploys?.runDue();
    if (api === 'metadata') {
      const answer = new Map(Object.entries(metadataOperations)).get(operation);
      if (answer === undefined) throw noOperation(operation, args.namespace, otherMetadataOperations);
      refuseEdition(place);
      refuseMetadata(rights);
      if (deploys === undefined || retrieves === undefined) throw illegalSession();
      return answer({ args, site: place, actor: { userId, version }, deploys, retrieves });
    }
    const answer = new Map(Object.entries(partnerOperations)).get(operation);
    if (answer === undefined) throw noOperation(operation, args.namespace, otherPartnerOperations);
    return answer({ args, site: place, userId, version, token: sessionId, grants, rights, now: now() });
  }

  /** Does what the fault says instead of the call; false when the call goes on. */
  function failBefore(fault: Fault, response: Response, token: string): boolean {
    switch (fault.kind) {
      case 'session_expired':
        grants.endSession(token);
        throw illegalSession();
      case 'request_limit':
        throw limitExceeded();
      case 'unavailable':
        throw orgError(503, 'SERVER_UNAVAILABLE', 'Server unavailable');
      case 'html':
      case 'html_200':
        sendMaintenancePage(response, fault.kind === 'html' ? 503 : 200);
        return true;
      case 'reset':
        cutConnection(response);
        return true;
      case 'row_lock':
        throw orgError(500, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record');
      default:
        return false;
    }
  }
}

function refusePath(kind: string, version: string, request: Request) {
  const judged = judgeVersion(version);
  // login() is asked for at versions that have been here longest; they are refused, or not, by login() itself.
  const isOld = judged === 'missing' && kind === 'u';
  if (!['m', 'u'].includes(kind) || (judged === 'missing' && !isOld)) {
    throw orgError(
      501,
      'NOT_IMPLEMENTED',
      `The local org does not have ${request.method} ${request.originalUrl}`,
    );
  }
  if (judged === 'unknown' || judged === 'retired') {
    throw orgError(500, 'UNSUPPORTED_API_VERSION', 'Invalid Api version specified on URL');
  }
}

function noOperation(operation: string, namespace: string | undefined, others: ReadonlySet<string>) {
  if (others.has(operation)) {
    return orgError(501, 'NOT_IMPLEMENTED', `The local org does not have the operation ${operation}`);
  }
  return clientFault(`No operation available for request {${namespace ?? ''}}${operation}`);
}

function illegalSession(): OrgError {
  return orgError(
    500,
    'INVALID_SESSION_ID',
    'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session hash: \nThis error usually occurs after a session expires or a user logs out. ',
  );
}

function sendFault(response: Response, api: SoapApi, error: unknown) {
  send(response, isOrgError(error) && error.status === 503 ? 503 : 500, writeFault(api, toFault(error)));
}

function toFault(error: unknown): SoapFault {
  if (!isOrgError(error)) {
    process.stderr.write(
      `local org: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return {
      code: 'sf:UNKNOWN_EXCEPTION',
      message: 'An unexpected error occurred.',
      detail: 'UnexpectedErrorFault',
    };
  }
  const { errorCode, message } = error;
  if (errorCode.includes(':')) return { code: errorCode, message };
  // Recorded: this one goes out without a prefix.
  if (errorCode === 'INVALID_LOGIN') return { code: errorCode, message, detail: 'LoginFault' };
  if (errorCode === 'INVALID_ID_FIELD') return { code: `sf:${errorCode}`, message, detail: 'InvalidIdFault' };
  return { code: `sf:${errorCode}`, message, detail: 'UnexpectedErrorFault' };
}

function send(response: Response, status: number, xml: string) {
  response.status(status);
  response.setHeader('Content-Type', 'text/xml;charset=UTF-8');
  response.setHeader('Cache-Control', 'no-cache,must-revalidate,max-age=0,no-store,private');
  response.end(xml);
}

/** What the body reader itself refuses: too big, or in a coding it does not know. */
const refuseBody: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const api = request.path.startsWith('/services/Soap/m') ? 'metadata' : 'partner';
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
  const refused =
    status === 413
      ? orgError(
          500,
          'LIMIT_EXCEEDED',
          `Maximum size of request reached. Maximum size of request is ${bodyLimit} bytes.`,
        )
      : clientFault('The request could not be read.');
  sendFault(response, api, refused);
};

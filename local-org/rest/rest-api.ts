// The REST API of one org on the wire: session → version → faults → resource → commit → answer, with the daily count
// in a header. The work itself is synchronous, so two calls never run at the same time in one org.

import type { IncomingMessage } from 'node:http';
import express from 'express';
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Calls } from '../calls.ts';
import { cutConnection, sendMaintenancePage, wait } from '../fault-pages.ts';
import type { Fault, Faults } from '../faults.ts';
import { createDeployJobs } from '../metadata-jobs/deploy-jobs.ts';
import type { MetadataSettings } from '../metadata-jobs/metadata-settings.ts';
import type { Grants, Session } from '../oauth/grants.ts';
import { orgError } from '../org/errors.ts';
import type { OrgSite } from '../site.ts';
import { createTooling } from '../tooling/tooling-api.ts';
import type { ToolingResource } from '../tooling/tooling-api.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { answerError } from './answer.ts';
import { answerBulkJobs } from './bulk-ingest.ts';
import { answerComposites } from './composite-resources.ts';
import { changesRecords, readBody, readCall, readToken, resourceName, sendAnswer } from './http.ts';
import { answerMetadata } from './metadata-deploys.ts';
import { isMultipart, readMultipart } from './multipart.ts';
import { createFreshness } from './not-modified.ts';
import { createQueryPages } from './query-pages.ts';
import { answerResource } from './resources.ts';
import type { ResourceParts } from './resource-parts.ts';
import { orderedRowLock } from './row-lock.ts';
import { findOrgSession, invalidSession, limitExceeded, refuseSession } from './sessions.ts';
import { versionList } from './versions.ts';

export type RestParts = {
  grants: Grants;
  faults: Faults;
  calls: Calls;
  metadata: MetadataSettings;
  /** What other parts answer below /tooling, by the name of the resource. */
  toolingResources: ReadonlyMap<string, ToolingResource>;
  now: () => Date;
};

export function restRoutes(site: OrgSite, parts: RestParts): express.Router {
  const { grants, faults, calls, metadata, now } = parts;
  const { org } = site;
  const queryPages = createQueryPages();
  const freshness = createFreshness(now);
  const deploys = createDeployJobs(site, metadata.deployMs, now);
  const tooling = createTooling(site, metadata, parts.toolingResources, now);
  const router = express.Router();

  router.get('/services/data', (_request, response) => {
    response.json(versionList());
  });
  router.use(
    '/services',
    express.raw({ type: isForm, limit: '50mb' }),
    express.text({ type: (request) => !isForm(request), limit: '50mb' }),
    answerRequest,
  );
  router.use('/services', refuseBody);

  async function answerRequest(request: Request, response: Response) {
    const token = readToken(request) ?? '';
    const session = findOrgSession(site, grants, token);
    if (session === undefined) {
      sendAnswer(response, answerError(invalidSession()));
      return;
    }
    const read = readCall(request);
    if ('refusal' in read) {
      sendAnswer(response, answerError(read.refusal));
      return;
    }
    const resource = resourceName(read.call);
    const { method, originalUrl: path } = request;
    const record = calls.begin({ clientId: session.clientId, method, resource, path });
    try {
      await answerCall(request, response, read.call, session, token, () => record.count(org.orgId));
    } finally {
      record.end();
    }
  }

  async function answerCall(
    request: Request,
    response: Response,
    call: RestCall,
    session: Session,
    token: string,
    count: () => void,
  ) {
    const read = isForm(request) ? readMultipart(request) : readBody(request);
    const writes = 'body' in read && changesRecords(call, read.body);
    const { slow, hit } = faults.take({ resource: resourceName(call), orgId: org.orgId, writes });
    // Nobody waits for the client here: Salesforce too works on when the caller has gone.
    if (slow !== undefined) await wait(slow.delayMs);
    if (hit !== undefined && failBefore(hit, response, token)) return;
    const refusal = refuseSession(site, calls, session, 'REST');
    if (refusal !== undefined) {
      sendCounted(response, answerError(refusal));
      return;
    }
    count();
    const answer =
      'refusal' in read
        ? answerError(read.refusal)
        : answerAny(
            { ...call, body: read.body },
            {
              site,
              userId: session.userId,
              usedToday: () => calls.usedToday(org.orgId),
              countCall: count,
              queryPages,
              freshness,
              beforeWrite: hit?.kind === 'row_lock' ? orderedRowLock() : () => {},
            },
          );
    site.store.commit();
    if (hit?.kind === 'timeout_after_commit') cutConnection(response);
    else sendCounted(response, answer);
  }

  function answerAny(call: RestCall, resource: ResourceParts): RestAnswer {
    try {
      deploys.runDue();
      switch (call.segments[0]) {
        case 'composite':
          return answerComposites(call, resource);
        case 'jobs':
          return answerBulkJobs(call, { ...resource, now });
        case 'tooling':
          return tooling(call, resource.userId, queryPages);
        case 'metadata':
          return answerMetadata(call, resource.userId, site, deploys);
        default:
          return answerResource(call, resource);
      }
    } catch (error) {
      return answerError(error);
    }
  }

  /** Does what the fault says instead of the call; false when the call goes on. */
  function failBefore(fault: Fault, response: Response, token: string): boolean {
    switch (fault.kind) {
      case 'session_expired':
        // Expired for good: asking again with the same token does not help, only a refresh does.
        grants.endSession(token);
        sendAnswer(response, answerError(invalidSession()));
        return true;
      case 'request_limit':
        sendCounted(response, answerError(limitExceeded()), site.dailyApiRequests);
        return true;
      case 'unavailable':
        sendAnswer(response, answerError(orgError(503, 'SERVER_UNAVAILABLE', 'Server unavailable')));
        return true;
      case 'html':
      case 'html_200':
        sendMaintenancePage(response, fault.kind === 'html' ? 503 : 200);
        return true;
      case 'reset':
        cutConnection(response);
        return true;
      default:
        return false;
    }
  }

  function sendCounted(response: Response, answer: RestAnswer, used = calls.usedToday(org.orgId)) {
    response.setHeader('Sforce-Limit-Info', `api-usage=${used}/${site.dailyApiRequests}`);
    sendAnswer(response, answer);
  }

  return router;
}

function isForm(request: IncomingMessage): boolean {
  return isMultipart(request.headers['content-type']);
}

/** What the body reader itself refuses: too big, or in a charset it does not know. */
const refuseBody: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
  if (response.headersSent) next(error);
  else if (status === 413) {
    const message = 'The request entity is larger than the server is able to process';
    sendAnswer(response, answerError(orgError(413, 'REQUEST_ENTITY_TOO_LARGE', message)));
  } else if (status === 415) {
    sendAnswer(response, answerError(orgError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type')));
  } else if (status === 400) {
    sendAnswer(
      response,
      answerError(orgError(400, 'JSON_PARSER_ERROR', 'The request body could not be read')),
    );
  } else sendAnswer(response, answerError(error));
};

// Deploys over REST: the same jobs as over SOAP, in JSON.
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_rest_deploy.htm (2026-11-23)

import type { DeployJobs } from '../metadata-jobs/deploy-jobs.ts';
import { readOptions } from '../metadata-jobs/deploy-options.ts';
import { deployResult } from '../metadata-jobs/deploy-result.ts';
import { isOrgError, orgError } from '../org/errors.ts';
import { refuseEdition, refuseMetadata, rightsOf } from '../soap/rights.ts';
import type { OrgSite } from '../site.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { isRecord, methodNotAllowed, notFound, notImplemented } from './answer.ts';

export function answerMetadata(
  call: RestCall,
  userId: string,
  site: OrgSite,
  deploys: DeployJobs,
): RestAnswer {
  try {
    return answerDeploys(call, userId, site, deploys);
  } catch (error) {
    // SOAP knows one status only; over REST a refused request is a 400.
    if (isOrgError(error) && error.status === 500) throw orgError(400, error.errorCode, error.message);
    throw error;
  }
}

function answerDeploys(call: RestCall, userId: string, site: OrgSite, deploys: DeployJobs): RestAnswer {
  const [, resource, id, more] = call.segments;
  if (resource !== 'deployRequest') {
    if (resource === undefined || call.segments.length > 4) throw notFound();
    throw notImplemented(call.method, call.url);
  }
  if (more !== undefined) throw notImplemented(call.method, call.url);
  refuseEdition(site);
  refuseMetadata(rightsOf(site.org, userId));
  deploys.runDue();
  const actor = { userId, version: call.version };
  if (id === undefined) {
    if (call.method !== 'POST') throw methodNotAllowed(call.method, 'POST');
    return start(call, actor, deploys);
  }
  const url = `${site.origin}/services/data/v${call.version}/metadata/deployRequest/${id}`;
  if (call.method === 'PATCH') {
    const asked = isRecord(call.body) && isRecord(call.body['deployResult']) ? call.body['deployResult'] : {};
    if (asked['status'] !== 'Canceling') {
      throw orgError(400, 'INVALID_FIELD', 'The only status a deployment can be set to is Canceling');
    }
    const job = deploys.cancel(actor, id);
    const result = { ...deployResult(site, job, false), status: 'Canceling', done: false };
    return { status: 202, headers: {}, body: { id: job.id, url, deployResult: result, deployOptions: null } };
  }
  if (!['GET', 'HEAD'].includes(call.method)) throw methodNotAllowed(call.method, 'HEAD,GET,PATCH');
  const job = deploys.find(id);
  const includeDetails = call.query.get('includeDetails') === 'true';
  const body = {
    id: job.id,
    url: includeDetails ? `${url}?includeDetails=true` : url,
    deployResult: deployResult(site, job, includeDetails),
    deployOptions: job.options,
  };
  return { status: 200, headers: {}, body };
}

function start(call: RestCall, actor: { userId: string; version: string }, deploys: DeployJobs): RestAnswer {
  const body = isRecord(call.body) ? call.body : {};
  const validated = body['validatedDeployRequestId'];
  if (typeof validated === 'string') {
    const job = deploys.deployValidated(actor, validated);
    const answer = {
      validatedDeployRequestId: validated,
      id: job.id,
      deployOptions: job.options,
      deployResult: pending(job.id),
    };
    return { status: 201, headers: {}, body: answer };
  }
  const zip = body['file'];
  if (!(zip instanceof Uint8Array)) {
    throw orgError(400, 'INVALID_MULTIPART_REQUEST', 'The request needs a part with the Zip file');
  }
  const given = isRecord(body['deployOptions']) ? body['deployOptions'] : {};
  const texts = (name: string) => {
    const value = given[name];
    return Array.isArray(value) ? value.map(String) : [];
  };
  const options = readOptions((name) => textOf(given[name]), texts);
  const job = deploys.start(actor, zip, options);
  const answer = {
    validatedDeployRequestId: null,
    id: job.id,
    deployOptions: given,
    deployResult: pending(job.id),
  };
  return { status: 201, headers: {}, body: answer };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

/** As a deploy begins, however soon it ends. */
function pending(id: string) {
  return { id, status: 'Pending', done: false, success: false };
}

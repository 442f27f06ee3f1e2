// The steps of an installation, each safe to repeat: deploy the app, assign the permission set, put the fields on a layout.
// A step changes what it was given to see how far it came, and says so through `note`; it never does what was not shown.
import { setTimeout as wait } from 'node:timers/promises';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { markerField, markerObject, permissionSetName, rowsOf } from '../../checks/org-facts.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { SalesforceClient } from '../../salesforce/client.ts';
import { isSalesforceError } from '../../salesforce/errors.ts';
import { escapeXml, readDeploy, startDeploy } from '../../salesforce/metadata-api.ts';
import type { ComponentMessage, DeployResult } from '../../salesforce/metadata-api.ts';
import { queryPath, soql } from '../../salesforce/soql.ts';
import { companionPackage } from './companion-package.ts';
import { withFields } from './event-layouts.ts';
import { asInstallationError } from './metadata-refusal.ts';
import { kindOfRefusal, layoutOf } from './install-wishes.ts';
import type { InstalledComponent, InstallStep } from './install-wishes.ts';
import { compareWithOrg, markIn, markOfApp, markOfLayout, requireLayout } from './preview.ts';

export type StepContext = {
  client: SalesforceClient;
  /** What the person had seen of the differences. */
  diffId: string | null;
  /** Stores how far the step is. */
  note: (step: InstallStep) => Promise<void>;
};

/** Ends with a step that is `done` or `failed`; throws only what has nothing to do with this step. */
export async function runStep(context: StepContext, step: InstallStep): Promise<InstallStep> {
  const started: InstallStep = { ...step, state: 'running', problem: null };
  await context.note(started);
  try {
    if (step.what === 'app') return await installApp(context, started);
    if (step.what === 'permission_set') return await assignPermissionSet(context, started);
    return await extendLayout(context, started, layoutOf(step.what) ?? '');
  } catch (thrown) {
    const error = asInstallationError(thrown);
    if (!isAppError(error)) throw thrown;
    return { ...started, state: 'failed', problem: problemOf(error) };
  }
}

async function installApp(context: StepContext, step: InstallStep): Promise<InstallStep> {
  if (step.deployId !== null) return follow(context, step);
  const { client, diffId } = context;
  const differences = await compareWithOrg(client);
  const isUpgrade = differences.some(({ change }) => change === 'changed');
  if (isUpgrade && markIn(diffId, 'app') !== markOfApp(differences)) throw changedMeanwhile();
  const { zip } = await companionPackage();
  return deploy(context, step, zip);
}

async function extendLayout(context: StepContext, step: InstallStep, fullName: string): Promise<InstallStep> {
  if (step.deployId !== null) return follow(context, step);
  const { client, diffId } = context;
  const layout = await requireLayout(client, fullName);
  if (layout.missing.length === 0) return { ...step, state: 'done' };
  if (markIn(diffId, step.what) !== markOfLayout(layout)) throw changedMeanwhile();
  const { xml } = withFields(layout.xml, layout.missing);
  return deploy(context, step, layoutPackage(fullName, xml, client.apiVersion));
}

function layoutPackage(fullName: string, xml: string, apiVersion: string): Uint8Array {
  const members = `<types><members>${escapeXml(fullName)}</members><name>Layout</name></types>`;
  const manifest = `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">${members}<version>${apiVersion}</version></Package>\n`;
  return zipSync({ 'package.xml': strToU8(manifest), [`layouts/${fullName}.layout`]: strToU8(xml) });
}

async function deploy(context: StepContext, step: InstallStep, zip: Uint8Array): Promise<InstallStep> {
  const deployId = await startDeploy(context.client, zip);
  const begun = { ...step, deployId };
  // Before the first look: whoever takes over after a restart follows this deploy and starts no second one.
  await context.note(begun);
  return follow(context, begun);
}

const firstPauseMs = 300;
const longestPauseMs = 3_000;
const patienceMs = 30 * 60 * 1000;
const mostLostLooks = 10;

async function follow(context: StepContext, begun: InstallStep): Promise<InstallStep> {
  const endsAt = Date.now() + patienceMs;
  let step = begun;
  let lost = 0;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
    const result = await readDeploy(context.client, begun.deployId ?? '').catch((error: unknown) => {
      // The deploy goes on there, whether we can look at it or not.
      if (!isAppError(error) || error.retry === 'never' || error.retry === 'reconnect') throw error;
      lost += 1;
      if (lost > mostLostLooks) throw error;
      return null;
    });
    if (result) {
      lost = 0;
      step = progressOf(step, result);
      if (result.done) return ended(step, result);
      await context.note(step);
    }
    if (Date.now() > endsAt) throw tooSlow();
    await wait(pause);
  }
}

function progressOf(step: InstallStep, result: DeployResult): InstallStep {
  const { componentSuccesses, componentFailures } = result.details;
  const components = [...componentFailures.map(failed), ...componentSuccesses.flatMap(succeeded)];
  return {
    ...step,
    done: result.numberComponentsDeployed,
    total: result.numberComponentsTotal,
    components,
  };
}

function ended(step: InstallStep, result: DeployResult): InstallStep {
  if (result.success) return { ...step, state: 'done' };
  const failures = step.components.filter(({ state }) => state === 'failed').length;
  const told = result.errorMessage ? ` Salesforce said: ${result.errorMessage}` : '';
  const message =
    failures === 0
      ? `Salesforce ended the deploy as ${result.status}.${told}`
      : `Salesforce refused ${failures === 1 ? 'one component' : `${failures} components`}.`;
  const fix = 'Change what is named below in the org, then install again. Nothing of it was kept.';
  return { ...step, state: 'failed', problem: { code: 'deploy_refused', message, fix } };
}

function failed(each: ComponentMessage): InstalledComponent {
  const problem = each.problem ?? '';
  return {
    ...nameOf(each),
    state: 'failed',
    problem,
    kind: kindOfRefusal(problem),
    line: each.lineNumber ?? null,
  };
}

function succeeded(each: ComponentMessage): InstalledComponent[] {
  // The manifest itself is told as a component without a type.
  if (!each.componentType) return [];
  const state = each.created ? 'created' : each.changed ? 'changed' : 'unchanged';
  return [{ ...nameOf(each), state, problem: null, kind: null, line: null }];
}

function nameOf({ componentType, fullName, fileName }: ComponentMessage): { type: string; name: string } {
  return { type: componentType ?? '', name: fullName ?? fileName ?? '' };
}

const idRow = z.looseObject({ Id: z.string() });

async function assignPermissionSet({ client }: StepContext, step: InstallStep): Promise<InstallStep> {
  if (await seesMarker(client)) return { ...step, state: 'done' };
  const query = soql`SELECT Id FROM PermissionSet WHERE Name = ${permissionSetName}`;
  const answer = await client.request({ method: 'GET', path: queryPath(client.apiVersion, query) });
  const id = idRow.safeParse(rowsOf(answer.body)?.[0]).data?.Id;
  if (id === undefined) {
    throw new AppError(
      'permission_set_missing',
      'The permission set "Bookbridge API User" is not in this org.',
      {
        fix: 'Install the companion app first.',
      },
    );
  }
  await client
    .request({
      method: 'POST',
      path: `/services/data/v${client.apiVersion}/sobjects/PermissionSetAssignment`,
      body: { AssigneeId: client.userId, PermissionSetId: id },
    })
    .catch((error: unknown) => {
      // Assigned already, also by somebody at the same moment.
      if (!isSalesforceError(error) || error.errorCode !== 'DUPLICATE_VALUE') throw error;
    });
  return { ...step, state: 'done' };
}

async function seesMarker(client: SalesforceClient): Promise<boolean> {
  const path = `/services/data/v${client.apiVersion}/sobjects/${markerObject}/describe`;
  const fields = z.looseObject({ fields: z.array(z.looseObject({ name: z.string() })) });
  const answer = await client.request({ method: 'GET', path }).catch((error: unknown) => {
    if (isSalesforceError(error) && error.httpStatus === 404) return null;
    throw error;
  });
  return fields.safeParse(answer?.body).data?.fields.some(({ name }) => name === markerField) === true;
}

function changedMeanwhile(): AppError {
  return new AppError('changes_not_shown', 'The org differs from what was shown, so nothing was changed.', {
    status: 409,
    fix: 'Look at the differences, then confirm them.',
  });
}

function tooSlow(): AppError {
  return new AppError(
    'deploy_slow',
    'Salesforce has not finished the deploy within 30 minutes; it goes on there.',
    {
      fix: 'Look at Deployment Status in Setup, then install again.',
    },
  );
}

function problemOf(error: AppError): { code: string; message: string; fix: string } {
  return { code: error.code, message: error.message, fix: error.fix ?? 'Try again.' };
}

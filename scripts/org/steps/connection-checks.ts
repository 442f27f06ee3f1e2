// The connector's own checks, run as the API user: the same that the wizard shows. With --connect the connection is made.
import { readFile } from 'node:fs/promises';
import type { UnattendedTarget } from '../../../connector/connection/unattended-login.ts';
import type { ConnectedOrg } from '../../../connector/connection/connected-org.ts';
import type { SetUp } from '../../../connector/set-up.ts';
import { apiUsername, readUserDefinition } from '../api-user-definition.ts';
import { readKeyPair } from '../key-pair.ts';
import { codesOf, SetUpProblem } from '../problem.ts';
import type { CheckRow } from '../report.ts';
import { orgOf } from '../step.ts';
import type { Context, Finding, Step } from '../step.ts';
import { nameOf } from '../target-org.ts';
import { settingPrefix } from './connector-settings.ts';

export const checks: Step = {
  id: 'checks',
  title: 'Checks',
  plan: () => 'log in as the API user and run the connector’s checks',
  // Looked at anew each time: that is what they are for.
  isDone: async () => ({ state: 'open', detail: 'run the connector’s checks as the API user' }),
  async do(context) {
    const setUp = await openConnector(context);
    try {
      const target = await targetOf(context);
      const report = await whenAppIsKnown(context, async () => await setUp.check(target));
      context.checks = report.checks.map(rowOf);
      return summaryOf(context.checks);
    } finally {
      await setUp.close();
    }
  },
  byHand: () => 'Open the connector’s set-up page: it shows the same checks.',
};

export const connect: Step = {
  id: 'connect',
  title: 'Connection',
  plan: (wish) => (wish.connect ? 'connect the API user' : null),
  async isDone(context) {
    if (!context.wish.connect) return { state: 'not-needed', detail: 'not asked for (--connect)' };
    const setUp = await openConnector(context);
    try {
      const present = await setUp.connected();
      return present === null
        ? { state: 'open', detail: 'connect the API user' }
        : await findConnection(context, present);
    } finally {
      await setUp.close();
    }
  },
  async do(context) {
    const setUp = await openConnector(context);
    try {
      const report = await setUp.connect(await targetOf(context));
      context.checks = report.checks.map(rowOf);
      context.connection = { id: report.connectionId, workspace: report.workspace.name };
      const owner = report.workspace.isNew ? '; the first account of the connector takes it over' : '';
      return `workspace ${report.workspace.name} is connected${owner}`;
    } finally {
      await setUp.close();
    }
  },
  byHand: () => 'Open the connector’s set-up page and press "Connect an API user".',
};

/** Bookings of another org would go to this one: a person agrees to that. */
async function findConnection(context: Context, present: ConnectedOrg): Promise<Finding> {
  const org = orgOf(context);
  const { workspace, connectionId } = present;
  if (present.orgId === org.orgId) {
    const { app } = (await context.record()).values;
    const username = apiUsername(await readUserDefinition(), context.wish, org.orgId);
    const isSame =
      present.state === 'ready' &&
      present.username.toLowerCase() === username &&
      present.mode === context.wish.mode &&
      present.clientId === app?.clientId;
    if (!isSame) return { state: 'open', detail: 'connect the API user anew' };
    context.connection = { id: connectionId, workspace };
    return { state: 'done', detail: `workspace ${workspace} is connected` };
  }
  const what = `The workspace ${workspace} is connected to another org: ${present.orgName} (${present.username}).`;
  return {
    state: 'open',
    detail: `connect the API user, in place of ${present.username}`,
    consent: {
      question: `${what} Connect it to ${nameOf(org)} instead? Bookings go there from then on.`,
      refusal: new SetUpProblem(
        'connected_elsewhere',
        `${what} Everything else is set up.`,
        `Add --fix to connect it to ${nameOf(org)} instead: bookings go there from then on.`,
      ),
    },
  };
}

export function summaryOf(rows: readonly CheckRow[]): string {
  const count = (status: CheckRow['status']): number => rows.filter((row) => row.status === status).length;
  const parts = [`${count('pass')} passed`];
  if (count('warn') > 0) parts.push(`${count('warn')} to look at`);
  if (count('fail') > 0) parts.push(`${count('fail')} failed`);
  if (count('unknown') > 0) parts.push(`${count('unknown')} unknown`);
  return parts.join(', ');
}

/** A required check that is not passed keeps bookings waiting. */
export function isReady(rows: readonly CheckRow[]): boolean {
  return rows.every((row) => !row.required || row.status === 'pass' || row.status === 'warn');
}

async function openConnector(context: Context): Promise<SetUp> {
  // Loaded when needed: it brings the connector's own libraries.
  const { openSetUp } = await import('../../../connector/set-up.ts');
  return await openSetUp({ dataFolder: context.wish.dataFolder, environment: context.env });
}

async function targetOf(context: Context): Promise<UnattendedTarget> {
  const { wish } = context;
  const org = orgOf(context);
  const { app } = (await context.record()).values;
  const pair = await readKeyPair(wish.dataFolder, org.orgId);
  if (app === null || pair === null) {
    throw new SetUpProblem(
      'not_set_up',
      'Bookbridge has not set up this org from here: its OAuth app’s key is missing.',
      'Run "npm run org -- setup" for it first.',
    );
  }
  return {
    flow: 'jwt_bearer',
    mode: wish.mode,
    loginOrigin: org.instanceUrl,
    clientId: app.clientId,
    username: apiUsername(await readUserDefinition(), wish, org.orgId),
    privateKey: await readFile(pair.keyFile, 'utf8'),
    appScope: 'local',
    kind: settingPrefix(org) === 'SALESFORCE_PRODUCTION' ? 'production' : 'sandbox',
  };
}

const pollMs = 5_000;

/** For some minutes after an app or its policy has changed, Salesforce may not know it: as long as --wait says. */
async function whenAppIsKnown<T>(context: Context, ask: () => Promise<T>): Promise<T> {
  const { saidOfNewApps } = await import('../../../connector/connection/unattended-error-rows.ts');
  const until = Date.now() + context.wish.waitMinutes * 60_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const codes = codesOf(error);
      const isEarly = saidOfNewApps.some((code) => codes.includes(code));
      // A local org knows it at once: there it would only hide a mistake.
      if (!isEarly || Date.now() >= until || orgOf(context).isLocal) throw error;
      context.progress('waiting until Salesforce knows the app and its policy');
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
}

function rowOf(
  check: CheckRow & { fix?: { text: string; href?: string | undefined } | undefined },
): CheckRow {
  const { id, title, status, found, required, fix } = check;
  return {
    id,
    title,
    status,
    found,
    required,
    ...(fix !== undefined && { fix: { text: fix.text, ...(fix.href !== undefined && { href: fix.href }) } }),
  };
}

// The five phases and how far each is, from the connection's checks, the set-up and its problems. Pure. A phase that is
// broken or blocked never takes away what a later one holds.
import { z } from 'zod';
import { checkSchema } from '../checks/check.ts';
import type { Check } from '../checks/check.ts';
import { bookingObject, markerField, markerObject } from '../checks/org-facts.ts';
import type { Describes } from '../salesforce/describe-cache.ts';
import type { ConnectionState } from '../store/schema.ts';
import type { Coded } from './fixed-values.ts';
import { compareVersions, versionIn } from './installation/companion-package.ts';
import { objectsInPlay } from './objects-in-play.ts';
import type { Problem } from './problems/problem.ts';
import { countRequired } from './problems/required-fields.ts';
import type { ConfirmablePhase, StoredSetUp } from './read-set-up.ts';
import { mappedObjects } from './set-up-document.ts';

export const phaseIds = [
  'api-connection',
  'installation',
  'field-validation',
  'field-mapping',
  'creation-rules',
] as const;

export type Phase = {
  id: (typeof phaseIds)[number];
  /** `blocked`: an earlier phase comes first. `broken`: it was done and no longer is. */
  state: 'done' | 'open' | 'blocked' | 'broken';
  summary: Coded;
  missing: (Coded & { who: 'you' | 'salesforce_admin' })[];
};

export type ConnectionFacts = {
  state: ConnectionState;
  username: string;
  checks: readonly Check[];
};

export type PhaseFacts = {
  /** Null: never connected. */
  connection: ConnectionFacts | null;
  stored: StoredSetUp;
  /** Null: nothing is known of the org. */
  describes: Describes | null;
  problems: readonly Problem[];
  /** Of the companion app that comes with this Bookbridge. */
  ourVersion: string;
};

export function readChecks(checks: unknown): Check[] {
  return z.array(checkSchema).catch([]).parse(checks);
}

export function judgePhases(facts: PhaseFacts): Phase[] {
  return [
    judgeConnection(facts),
    judgeInstallation(facts),
    judgeSet(facts, 'field-validation'),
    judgeSet(facts, 'field-mapping'),
    judgeSet(facts, 'creation-rules'),
  ];
}

function lacks(code: string, who: 'you' | 'salesforce_admin' = 'you', values: Coded['values'] = {}) {
  return [{ code, values, who }];
}

/** Checks that belong to the second phase; each has the code of what is missing without it. */
const installationChecks: Record<string, string> = {
  companion_app: 'app_missing',
  permission_set: 'permission_set_missing',
  event_fields: 'permission_set_missing',
};

function isOpen({ required, status }: Check): boolean {
  return required && (status === 'fail' || status === 'unknown');
}

function judgeConnection({ connection }: PhaseFacts): Phase {
  const id = 'api-connection';
  if (!connection) {
    const summary = { code: 'not_connected', values: {} };
    return { id, state: 'open', summary, missing: lacks('not_connected') };
  }
  const { state, username, checks } = connection;
  const broken = { code: 'connection_broken', values: { username } };
  if (state === 'disconnected')
    return { id, state: 'broken', summary: broken, missing: lacks('not_connected') };
  if (state === 'reconnect') return { id, state: 'broken', summary: broken, missing: lacks('reconnect') };
  const own = checks.filter((check) => !Object.hasOwn(installationChecks, check.id));
  const open = own.filter(isOpen);
  const values = {
    username,
    passed: checks.filter(({ status }) => status === 'pass').length,
    total: checks.length,
  };
  const summary = { code: 'connected_as', values };
  if (open.length === 0) return { id, state: 'done', summary, missing: [] };
  const first = open[0];
  return {
    id,
    state: 'broken',
    summary,
    missing: lacks('connection_needs_attention', 'salesforce_admin', {
      count: open.length,
      check: first?.id ?? '',
      title: first?.title ?? '',
    }),
  };
}

function judgeInstallation({ connection, describes, stored, ourVersion }: PhaseFacts): Phase {
  const id = 'installation';
  const marker = describes?.get(markerObject)?.fields.get(markerField);
  const version = versionIn(marker?.helpText);
  const isThere = Boolean(describes?.get(bookingObject));
  const summary = isThere
    ? { code: 'installed', values: { version: version ?? '' } }
    : { code: 'not_installed', values: {} };
  if (!isUsable(connection)) return { id, state: 'blocked', summary, missing: [connectFirst] };
  const open = (connection?.checks ?? []).flatMap((check) =>
    isOpen(check) ? (installationChecks[check.id] ?? []) : [],
  );
  const codes = describes ? lackingParts(isThere, marker !== undefined, open) : [...new Set(open)];
  const isOlder = version !== null && compareVersions(version, ourVersion) < 0;
  const missing = [...codes, ...(isOlder ? ['app_older'] : [])];
  if (missing.length === 0) return { id, state: 'done', summary, missing: [] };
  // An older app still takes bookings; and whoever has set something has been past this phase once.
  const state = codes.length > 0 && stored.revision > 0 ? 'broken' : 'open';
  return { id, state, summary, missing: missing.flatMap((code) => lacks(code, 'salesforce_admin')) };
}

/** What is seen now goes before what the last checks found. Without the app, its permission set cannot be there either. */
function lackingParts(isThere: boolean, isAssigned: boolean, open: readonly string[]): string[] {
  if (!isThere) return ['app_missing'];
  if (!isAssigned) return ['permission_set_missing'];
  return [...new Set(open)];
}

const connectFirst = { code: 'connect_first', values: {}, who: 'you' } as const;

/** The org can be read through it, even when a check is not passed. */
function isUsable(connection: ConnectionFacts | null): boolean {
  return connection?.state === 'ready' || connection?.state === 'needs_attention';
}

const missingCodes: Record<ConfirmablePhase, string> = {
  'field-validation': 'required_unsatisfied',
  'field-mapping': 'mapping_problems',
  'creation-rules': 'rule_problems',
};

/** What only an admin in Salesforce can give back. */
const adminsCodes = new Set(['object_hidden', 'object_not_createable', 'object_not_updateable']);

function judgeSet(facts: PhaseFacts, id: ConfirmablePhase): Phase {
  const { connection, stored, describes, problems } = facts;
  const blocking = problems.filter(({ phase, blocks }) => phase === id && blocks);
  const summary = summarize(facts, id, blocking.length);
  if (!isUsable(connection) || !describes) return { id, state: 'blocked', summary, missing: [connectFirst] };
  const isConfirmed = stored.confirmed[id] !== undefined;
  if (blocking.length > 0) {
    const admins = blocking.filter(({ code }) => adminsCodes.has(code)).length;
    const tell = (count: number, who: 'you' | 'salesforce_admin') =>
      count === 0 ? [] : [{ code: missingCodes[id], values: { count }, who }];
    const missing = [...tell(blocking.length - admins, 'you'), ...tell(admins, 'salesforce_admin')];
    return { id, state: isConfirmed ? 'broken' : 'open', summary, missing };
  }
  if (isConfirmed) return { id, state: 'done', summary, missing: [] };
  return { id, state: 'open', summary, missing: [{ code: 'not_confirmed', values: {}, who: 'you' }] };
}

function summarize({ stored, describes }: PhaseFacts, id: ConfirmablePhase, open: number): Coded {
  const { setUp } = stored;
  if (id === 'field-validation') {
    const required = describes ? countRequired(setUp, { describes }) : 0;
    return open === 0
      ? { code: 'required_satisfied', values: { count: required } }
      : { code: 'required_missing', values: { count: open } };
  }
  if (id === 'field-mapping') {
    const { created, updated } = objectsInPlay(setUp);
    const used = mappedObjects.filter((object) => created.has(object) || updated.has(object));
    const mapped = used.filter((object) => setUp.fields[object].length > 0);
    const count = mapped.reduce((sum, object) => sum + setUp.fields[object].length, 0);
    return { code: 'fields_mapped', values: { count, objects: mapped.length } };
  }
  const { unknownPerson, case: ofCase, event } = setUp.rules;
  return { code: 'rules_set', values: { unknownPerson, case: ofCase.create, event: event.create } };
}

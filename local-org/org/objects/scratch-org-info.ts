// What a Dev Hub refuses or adds when somebody orders a scratch org (creates a ScratchOrgInfo). What goes wrong later,
// while the org is made, is an ErrorCode of the record: hub/scratch-orgs.ts.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { requiredMissing } from '../write/checks.ts';
import { objectOf, recordOf } from '../engine.ts';
import type { Draft, Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import type { ScratchOrgLimits } from '../settings.ts';
import type { Value } from '../values.ts';

const dayMs = 86_400_000;

export function prepareScratchOrgInfo(draft: Draft) {
  const { engine, before, after, rights } = draft;
  if (before !== null) return;
  const asked = ['Edition', 'Snapshot', 'SourceOrg'].filter((name) => (after[name] ?? null) !== null);
  if (asked.length !== 1) throw requiredMissing(['Edition']);
  checkFeatures(after['Features']);
  const days = after['DurationDays'] ?? 7;
  if (typeof days !== 'number' || days < 1 || days > 30) {
    const message = `Duration (Days): value outside of valid range on numeric field: ${String(days)}`;
    throw orgError(400, 'NUMBER_OUTSIDE_VALID_RANGE', message, ['DurationDays']);
  }
  checkLimits(engine);
  const creator = recordOf(engine, rights.userId)?.record;
  const username = after['Username'];
  Object.assign(after, {
    Edition: inCapitals(after['Edition']),
    DurationDays: days,
    SignupTrialDays: days,
    Status: 'New',
    SignupUsername:
      typeof username === 'string'
        ? username.toLowerCase()
        : `test-${randomBytes(6).toString('hex')}@example.com`,
    SignupEmail: after['AdminEmail'] ?? creator?.['Email'] ?? null,
    SignupCountry: after['Country'] ?? 'US',
    SignupLanguage: after['Language'] ?? 'en_US',
  });
}

/** `developer` is taken too. */
function inCapitals(edition: Value | undefined): Value {
  return typeof edition === 'string'
    ? edition.slice(0, 1).toUpperCase() + edition.slice(1).toLowerCase()
    : null;
}

function checkFeatures(features: unknown) {
  for (const feature of splitFeatures(features)) {
    if (!isKnownFeature(feature)) {
      // Seen in https://github.com/sfdx-isv/fsc-demo-pack/issues/1 and https://github.com/forcedotcom/cli/issues/2443
      throw orgError(400, 'INVALID_INPUT', `${feature} is not a valid Features value.`, []);
    }
  }
}

export function splitFeatures(features: unknown): string[] {
  if (typeof features !== 'string') return [];
  return features
    .split(/[;,]/)
    .map((feature) => feature.trim())
    .filter((feature) => feature !== '');
}

let knownFeatures: ReadonlySet<string> | undefined;

/** `AddCustomApps:` in the list stands for `AddCustomApps:30`. */
function isKnownFeature(feature: string): boolean {
  knownFeatures ??= new Set(
    readFileSync(new URL('./scratch-org-features.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.toLowerCase()),
  );
  return knownFeatures.has(feature.toLowerCase().replace(/:\d+$/, ':'));
}

function checkLimits(engine: Engine) {
  const { used, limits } = scratchOrgUsage(engine);
  // Texts: https://github.com/forcedotcom/cli/issues/202 and https://github.com/forcedotcom/sfdx-circleci/issues/12
  if (used.activeScratchOrgs >= limits.activeScratchOrgs) throw limitExceeded('active scratch org limit');
  if (used.dailyScratchOrgs >= limits.dailyScratchOrgs) throw limitExceeded('daily scratch org signup limit');
}

function limitExceeded(which: string) {
  const message = `The signup request failed because this organization has reached its ${which}`;
  return orgError(400, 'LIMIT_EXCEEDED', message, []);
}

/** Orders still being carried out count as active; the day is the last 24 hours. */
export function scratchOrgUsage(engine: Engine): { used: ScratchOrgLimits; limits: ScratchOrgLimits } {
  const limits = engine.settings.scratchOrgLimits ?? { activeScratchOrgs: 0, dailyScratchOrgs: 0 };
  const used = { activeScratchOrgs: 0, dailyScratchOrgs: 0 };
  if (engine.settings.devHub !== true) return { used, limits };
  const since = engine.now().getTime() - dayMs;
  for (const info of engine.records.all(objectOf(engine, 'ScratchOrgInfo'))) {
    if (['New', 'Creating', 'Active'].includes(String(info['Status'])) && info['IsDeleted'] !== true) {
      used.activeScratchOrgs += 1;
    }
    if (Date.parse(String(info['CreatedDate']).replace('+0000', 'Z')) > since) used.dailyScratchOrgs += 1;
  }
  return { used, limits };
}

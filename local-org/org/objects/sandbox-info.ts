// What a production org refuses or adds when somebody orders a sandbox (creates or changes a SandboxInfo). The copying
// itself is in hub/sandboxes.ts.

import { requiredMissing } from '../write/checks.ts';
import { objectOf, recordOf } from '../engine.ts';
import type { Draft, Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import type { OrgRecord } from '../records.ts';

/** Sandbox licences of an Enterprise Edition.
 * https://help.salesforce.com/s/articleView?id=sf.data_sandbox_environments.htm (read 2026-11-23); Pro and Full are bought. */
export const sandboxLicenses: Readonly<Record<string, number>> = {
  DEVELOPER: 25,
  DEVELOPER_PRO: 5,
  PARTIAL: 1,
  FULL: 1,
};

export function prepareSandboxInfo(draft: Draft) {
  const { engine, before, after } = draft;
  const name = after['SandboxName'];
  if (typeof name !== 'string') throw requiredMissing(['SandboxName']);
  if (name.length > 10) {
    const message = `Sandbox Name: data value too large: ${name} (max length=10)`;
    throw orgError(400, 'STRING_TOO_LONG', message, ['SandboxName']);
  }
  if (!/^[a-z0-9]+$/i.test(name)) {
    throw orgError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      'Sandbox Name: Only alphanumeric characters are allowed',
      ['SandboxName'],
    );
  }
  checkDuplicate(engine, after['Id'], name);
  if (typeof after['LicenseType'] === 'string') after['LicenseType'] = after['LicenseType'].toUpperCase();
  if ((after['SourceId'] ?? null) !== null) {
    const source = recordOf(engine, after['SourceId'])?.record;
    if (source === undefined) {
      throw orgError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['SourceId']);
    }
    if (before === null && !isReady(engine, source['Id'])) {
      const message = `The sandbox ${String(source['SandboxName'])} is not ready to be cloned.`;
      throw orgError(400, 'INVALID_STATUS', message, ['SourceId']);
    }
    // A clone has the kind of licence of what it is cloned from.
    after['LicenseType'] = source['LicenseType'] ?? null;
  }
  if ((after['LicenseType'] ?? null) === null) throw requiredMissing(['LicenseType']);
  after['HistoryDays'] ??= 0;
  if (before === null || before['LicenseType'] !== after['LicenseType']) checkLicense(engine, after);
}

function checkDuplicate(engine: Engine, ownId: unknown, name: string) {
  const twin = sandboxes(engine).find(
    (row) => row['Id'] !== ownId && String(row['SandboxName']).toLowerCase() === name.toLowerCase(),
  );
  if (twin === undefined) return;
  // https://github.com/forcedotcom/cli/issues/2627
  const message = `duplicate value found: SandboxName duplicates value on record with id: ${String(twin['Id'])}`;
  throw orgError(400, 'DUPLICATE_VALUE', message, []);
}

function checkLicense(engine: Engine, after: Draft['after']) {
  const license = String(after['LicenseType']);
  const used = sandboxes(engine).filter((row) => row['LicenseType'] === license && row['Id'] !== after['Id']);
  if (used.length >= (sandboxLicenses[license] ?? 0)) {
    const message = `You have no ${license} sandbox licenses available.`;
    throw orgError(400, 'LIMIT_EXCEEDED', message, ['LicenseType']);
  }
}

function isReady(engine: Engine, infoId: unknown): boolean {
  const processes = [...engine.records.all(objectOf(engine, 'SandboxProcess'))];
  return processes.some((row) => row['SandboxInfoId'] === infoId && row['Status'] === 'Completed');
}

function sandboxes(engine: Engine): OrgRecord[] {
  return [...engine.records.all(objectOf(engine, 'SandboxInfo'))].filter((row) => row['IsDeleted'] !== true);
}

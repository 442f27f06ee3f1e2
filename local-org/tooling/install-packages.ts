// PackageInstallRequest: the record is the order; carrying it out deploys the version's metadata into the org and writes
// down what is installed. An order that waited when the local org ended is carried out after the next start.

import type { MetadataSettings } from '../metadata-jobs/metadata-settings.ts';
import { tellUnexpected } from '../metadata-jobs/unexpected.ts';
import type { PackageFiles } from '../metadata/org-metadata.ts';
import { isOrgError, orgError } from '../org/errors.ts';
import { parseId } from '../org/ids.ts';
import type { Actor } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
import { readPackageFolder } from './package-folder.ts';
import { listPackageVersions, refuseKey, versionFields } from './package-versions.ts';
import type { PackageVersion } from './package-versions.ts';

const request = 'PackageInstallRequest';

export type PackageInstalls = ReturnType<typeof createPackageInstalls>;

export function createPackageInstalls(site: OrgSite, settings: MetadataSettings, now: () => Date) {
  const { org } = site;
  const versions = listPackageVersions(settings.packages);

  /** Takes an order: refuses what cannot be installed at all, else answers the request's id. */
  function order(actor: Actor, body: Record<string, unknown>): string {
    const key = body['SubscriberPackageVersionKey'];
    const password = body['Password'];
    const id = org.transaction(() => {
      // The record first: who may not make it is not told which packages there are.
      const made = org.create(actor, request, body).id;
      const version = find(String(key));
      if (version === undefined) throw unavailable(String(key));
      refuseKey(version, typeof password === 'string' ? unescape(password) : undefined);
      return made;
    });
    org.own.change(request, id, { Status: 'IN_PROGRESS', OwnerId: actor.userId, Password: null });
    runDue();
    return id;
  }

  function find(key: string): PackageVersion | undefined {
    const id = parseId(key);
    return versions.find(({ versionId }) => versionId === id);
  }

  /** Carries out what is due: at once, or after the time that an installation takes here. */
  function runDue(): void {
    for (const record of org.own.all(request)) {
      if (record['Status'] !== 'IN_PROGRESS') continue;
      const created = Date.parse(String(record['CreatedDate']).replace('+0000', 'Z'));
      if (created + settings.deployMs > now().getTime()) continue;
      const version = find(String(record['SubscriberPackageVersionKey']));
      const userId = String(record['CreatedById']);
      const problems = version === undefined ? ['The package version is gone.'] : install(version, userId);
      org.own.change(request, String(record['Id']), {
        Status: problems.length === 0 ? 'SUCCESS' : 'ERROR',
        Errors:
          problems.length === 0 ? null : JSON.stringify({ errors: problems.map((message) => ({ message })) }),
      });
    }
  }

  /** Answers what went wrong. */
  function install(version: PackageVersion, userId: string): string[] {
    let files: PackageFiles;
    try {
      files = readPackageFolder(version.folder);
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
    try {
      const outcome = org.metadata.deploy({ userId, version: '67.0' }, files, {
        checkOnly: false,
        rollbackOnError: true,
        ignoreWarnings: true,
        purgeOnDelete: false,
        testLevel: null,
      });
      const failures = outcome.messages.filter(({ success }) => !success);
      if (failures.length > 0)
        return failures.map(({ fullName, problem }) => `(${fullName}) ${problem ?? ''}`);
      if (!outcome.success) return [outcome.errorMessage ?? 'The package could not be installed.'];
    } catch (error) {
      return [isOrgError(error) ? error.message : tellUnexpected(error)];
    }
    writeDown(version, userId);
    return [];
  }

  /** One row per package: a newer version takes the place of the older one. */
  function writeDown(version: PackageVersion, userId: string) {
    const { own } = org;
    const { packageId, versionId, name, namespace } = version;
    const has = (sObject: string, id: string) => own.all(sObject).some((record) => record['Id'] === id);
    if (!has('SubscriberPackage', packageId)) {
      const values = { Name: name, NamespacePrefix: namespace ?? null, IsPackageValid: true };
      own.insert('SubscriberPackage', userId, values, packageId);
    }
    if (!has('SubscriberPackageVersion', versionId)) {
      own.insert('SubscriberPackageVersion', userId, versionFields(version), versionId);
    }
    const installed = own
      .all('InstalledSubscriberPackage')
      .find((record) => record['SubscriberPackageId'] === packageId);
    const values = { SubscriberPackageId: packageId, SubscriberPackageVersionId: versionId };
    if (installed === undefined) own.insert('InstalledSubscriberPackage', userId, values);
    else own.change('InstalledSubscriberPackage', String(installed['Id']), values);
  }

  return { order, runDue, versions };
}

/** The Salesforce CLI escapes the key as if it stood in a query. */
function unescape(key: string): string {
  return key.replace(/\\(.)/g, '$1');
}

function unavailable(key: string) {
  return orgError(400, 'PACKAGE_UNAVAILABLE', `The package version ${key} is not available in this org.`);
}

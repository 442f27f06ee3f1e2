// SubscriberPackageVersion: a version that can be installed, asked for by its id and, where it has one, its installation
// key. These are the packages this local org was started with; the texts of the refusals as in
// https://github.com/forcedotcom/cli/issues/2882, the failure for an unknown id after
// https://github.com/trailheadapps/coral-cloud/issues/34 (2026-11-23).

import { createHash } from 'node:crypto';
import type { LocalPackage } from '../metadata-jobs/metadata-settings.ts';
import { orgError } from '../org/errors.ts';
import { parseId, toLongId } from '../org/ids.ts';

export type PackageVersion = LocalPackage & {
  packageId: string;
  versionId: string;
  numbers: [major: number, minor: number, patch: number, build: number];
};

export function listPackageVersions(packages: readonly LocalPackage[]): PackageVersion[] {
  return packages.map((one) => {
    const versionId = parseId(one.versionId);
    if (versionId === undefined || !versionId.startsWith('04t')) {
      throw new Error(
        `The package ${one.name} needs a version id like 04t5e000000abcd; it is ${one.versionId}.`,
      );
    }
    const [major = 1, minor = 0, patch = 0, build = 1] = (one.versionNumber ?? '')
      .split('.')
      .filter((part) => part !== '')
      .map(Number);
    return { ...one, versionId, packageId: packageIdOf(one), numbers: [major, minor, patch, build] };
  });
}

/** All versions of a package have the same one, in every org. */
function packageIdOf({ name, namespace = '' }: LocalPackage): string {
  const digits = createHash('sha256').update(`${namespace}.${name}`).digest('hex').slice(0, 9);
  return toLongId(`033LOC${digits}`);
}

const unexpected = 'An unexpected error occurred. Please include this ErrorId if you contact support: 0';

const question =
  /^\s*SELECT\s+(.+?)\s+FROM\s+SubscriberPackageVersion\s+WHERE\s+Id\s*=\s*'([^']*)'(?:\s+AND\s+InstallationKey\s*=\s*'((?:[^'\\]|\\.)*)')?\s*(?:LIMIT\s+\d+\s*)?$/is;

/** Salesforce takes this one form of query only. */
export function queryPackageVersions(versions: readonly PackageVersion[], soql: string, apiVersion: string) {
  const [, names, id, key] = question.exec(soql) ?? [];
  if (names === undefined || id === undefined) {
    throw orgError(
      400,
      'MALFORMED_QUERY',
      "Implementation restriction: You can only perform queries of the form Id = '<subscriber package version id>' on SubscriberPackageVersion",
    );
  }
  const version = versions.find((one) => one.versionId === parseId(id));
  // Salesforce fails here, and the Salesforce CLI tells by that failure that there is no such version.
  if (version === undefined) throw orgError(500, 'UNKNOWN_EXCEPTION', unexpected);
  refuseKey(version, key?.replace(/\\(.)/g, '$1'));
  const row = describeVersion(version);
  const url = `/services/data/v${apiVersion}/tooling/sobjects/SubscriberPackageVersion/${version.versionId}`;
  const answer: Record<string, unknown> = { attributes: { type: 'SubscriberPackageVersion', url } };
  for (const written of names.split(',').map((name) => name.trim())) {
    const found = Object.entries(row).find(([name]) => name.toLowerCase() === written.toLowerCase());
    if (found === undefined) {
      const message = `No such column '${written}' on entity 'SubscriberPackageVersion'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
      throw orgError(400, 'INVALID_FIELD', message);
    }
    answer[found[0]] = found[1];
  }
  return [answer];
}

export function refuseKey(version: PackageVersion, key: string | undefined): void {
  if (version.installationKey === undefined || version.installationKey === key) return;
  if (key === undefined || key === '') {
    const message =
      'Please provide installationkey when querying against SubscriberPackageVersion that is protected by installationkey';
    throw orgError(400, 'INSTALL_KEY_REQUIRED', message);
  }
  throw orgError(400, 'INSTALL_KEY_INVALID', 'Invalid InstallationKey for SubscriberPackageVersion');
}

function describeVersion(version: PackageVersion): Record<string, unknown> {
  return {
    ...versionFields(version),
    Id: version.versionId,
    AppExchangeDescription: null,
    AppExchangeLogoUrl: null,
    AppExchangePackageName: null,
    AppExchangePublisherName: null,
    CspTrustedSites: { settings: [] },
    Dependencies: null,
    InstallationKey: null,
    Profiles: null,
    RemoteSiteSettings: { settings: [] },
  };
}

/** The fields that the installed version's record has too. */
export function versionFields({ numbers, ...version }: PackageVersion) {
  const [major, minor, patch, build] = numbers;
  const kind = version.kind ?? 'Unlocked';
  return {
    SubscriberPackageId: version.packageId,
    Name: version.versionName ?? `ver ${major}.${minor}`,
    Description: null,
    PublisherName: null,
    MajorVersion: major,
    MinorVersion: minor,
    PatchVersion: patch,
    BuildNumber: build,
    ReleaseState: 'Released',
    IsManaged: kind === 'Managed',
    IsDeprecated: false,
    IsPasswordProtected: version.installationKey !== undefined,
    IsBeta: false,
    IsOrgDependent: false,
    IsSecurityReviewed: false,
    Package2ContainerOptions: kind,
    InstallValidationStatus: 'NO_ERRORS_DETECTED',
    PostInstallUrl: null,
    ReleaseNotesUrl: null,
  };
}

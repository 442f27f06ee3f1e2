// What a deploy is asked for, and which of it Salesforce refuses before it looks at the package.

import { orgError } from '../org/errors.ts';
import type { OrgSite } from '../site.ts';

export type JobOptions = {
  checkOnly: boolean;
  ignoreWarnings: boolean;
  purgeOnDelete: boolean;
  rollbackOnError: boolean;
  runTests: string[];
  singlePackage: boolean;
  testLevel: string | null;
};

const testLevels = [
  'NoTestRun',
  'RunSpecifiedTests',
  'RunLocalTests',
  'RunAllTestsInOrg',
  'RunRelevantTests',
] as const;

/** Words as in the request: `text` for options with one value, `texts` for repeated ones. */
export function readOptions(
  text: (name: string) => string | undefined,
  texts: (name: string) => string[],
): JobOptions {
  const flag = (name: string) => ['true', '1'].includes((text(name) ?? '').toLowerCase());
  return {
    checkOnly: flag('checkOnly'),
    ignoreWarnings: flag('ignoreWarnings'),
    purgeOnDelete: flag('purgeOnDelete'),
    rollbackOnError: flag('rollbackOnError'),
    runTests: texts('runTests').filter((name) => name !== ''),
    singlePackage: flag('singlePackage'),
    testLevel: text('testLevel') ?? null,
  };
}

/**
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_deploy.htm; the texts about test levels
 * as quoted in https://github.com/forcedotcom/cli/issues/2105 (2026-11-23).
 */
export function refuseOptions(site: OrgSite, options: JobOptions): void {
  const { testLevel, runTests } = options;
  if (testLevel !== null && !testLevels.some((level) => level === testLevel)) {
    throw invalidOperation(`'${testLevel}' is not a valid value for the enum 'TestLevel'`);
  }
  if (testLevel === 'NoTestRun' && isProduction(site)) {
    throw invalidOperation('testLevel of NoTestRun cannot be used in production organizations');
  }
  if (runTests.length > 0 && testLevel !== null && testLevel !== 'RunSpecifiedTests') {
    throw invalidOperation('runTests can be used only with a testLevel of RunSpecifiedTests');
  }
  if (testLevel === 'RunSpecifiedTests' && runTests.length === 0) {
    throw invalidOperation('testLevel of RunSpecifiedTests cannot be used without runTests');
  }
}

export function isProduction(site: OrgSite): boolean {
  return site.org.kind === 'production';
}

/** Whether tests count as run, which a later quick deploy asks for: in production they are the default. */
export function runsTests(site: OrgSite, options: JobOptions): boolean {
  return options.testLevel === null ? isProduction(site) : options.testLevel !== 'NoTestRun';
}

function invalidOperation(message: string) {
  return orgError(500, 'INVALID_OPERATION', message);
}

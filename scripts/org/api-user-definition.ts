// The API user as config/api-user.json defines it: its name, and licence and profile of each mode.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { License, Profile, StaffFacts } from './org-facts.ts';
import { SetUpProblem } from './problem.ts';
import { userModeOf } from './wish.ts';
import type { SetUpWish } from './wish.ts';

const modeSchema = z.strictObject({ license: z.string(), profiles: z.array(z.string()).min(1) });
const definitionSchema = z.strictObject({
  /** `{orgId}` stands for the org's id: a username is unique over all of Salesforce. */
  username: z.string(),
  firstName: z.string().optional(),
  lastName: z.string(),
  alias: z.string().max(8),
  modes: z.strictObject({ standard: modeSchema, secure: modeSchema, secureBrowser: modeSchema }),
});
export type UserDefinition = z.infer<typeof definitionSchema>;

const file = fileURLToPath(new URL('../../config/api-user.json', import.meta.url));

export async function readUserDefinition(): Promise<UserDefinition> {
  try {
    return definitionSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new SetUpProblem(
      'definition_broken',
      'config/api-user.json is not the definition of an API user.',
      'Restore the file, or change what is wrong in it: username, lastName, alias, and modes with license and profiles.',
      error,
    );
  }
}

/** Lower case, as Salesforce keeps usernames. */
export function apiUsername(definition: UserDefinition, wish: SetUpWish, orgId: string): string {
  return (wish.username ?? definition.username.replaceAll('{orgId}', orgId)).toLowerCase();
}

/**
 * The profile for the chosen mode. Names are translated in an org of another language, so where no name fits, what the profile may do
 * decides, if that leaves one. Throws SetUpProblem `profile_unknown`.
 */
export function chooseProfile(definition: UserDefinition, wish: SetUpWish, staff: StaffFacts): Profile {
  const mode = userModeOf(wish);
  const { license, profiles } = definition.modes[mode];
  const ofLicense = staff.profiles.filter((profile) => profile.license === license);
  if (wish.profile !== null) {
    const named = staff.profiles.find((profile) => profile.name === wish.profile);
    if (named !== undefined) return named;
    throw unknownProfile(`the profile "${wish.profile}"`, license, ofLicense);
  }
  const byName = profiles.map((name) => ofLicense.find((profile) => profile.name === name)).find(Boolean);
  if (byName !== undefined) return byName;
  const fits: Record<typeof mode, (profile: Profile) => boolean> = {
    standard: (profile) => profile.mayEverything,
    secure: (profile) => profile.isApiOnly,
    // Nothing but its name tells this one from others.
    secureBrowser: () => false,
  };
  const [only, ...others] = ofLicense.filter(fits[mode]);
  if (only !== undefined && others.length === 0) return only;
  throw unknownProfile(`the profile "${profiles[0]}"`, license, ofLicense);
}

function unknownProfile(what: string, license: string, candidates: Profile[]): SetUpProblem {
  const names = candidates.map((profile) => `"${profile.name}"`).join(', ');
  return new SetUpProblem(
    'profile_unknown',
    candidates.length === 0
      ? `The org has no profile with the licence ${license}, so the API user cannot be made in this mode.`
      : `The org does not have ${what}.`,
    candidates.length === 0
      ? 'Leave out --secure, or add --browser to it; or ask Salesforce for the licence.'
      : `Name one of its profiles with --profile: ${names} have the licence ${license}.`,
  );
}

/** Throws SetUpProblem `no_license_left` before Salesforce would refuse. */
export function requireLicense(name: string, staff: StaffFacts): License {
  const license = staff.licenses.find((each) => each.name === name);
  if (license !== undefined && license.used < license.total) return license;
  throw noLicenseLeft(name, license);
}

export function noLicenseLeft(name: string, license: License | undefined): SetUpProblem {
  const all = license === undefined ? '' : ` (${license.used} of ${license.total} are in use)`;
  return new SetUpProblem(
    'no_license_left',
    `No ${name} licence is left for the API user${all}.`,
    'Deactivate a user who no longer needs it, use an existing user with --username NAME, or buy one more; then run the same command again.',
  );
}

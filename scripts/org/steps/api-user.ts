// The API user: found by its username and used as it is, woken up, or created with licence and profile of the chosen mode.
// A user that is there already may serve somebody else: its profile and state are changed only when a person agrees.
import {
  apiUsername,
  chooseProfile,
  noLicenseLeft,
  readUserDefinition,
  requireLicense,
} from '../api-user-definition.ts';
import type { ApiUser } from '../org-facts.ts';
import { codesOf, SetUpProblem } from '../problem.ts';
import { orgOf } from '../step.ts';
import type { Context, Finding, Step } from '../step.ts';
import { nameOf } from '../target-org.ts';
import { userModeOf } from '../wish.ts';
import type { SetUpWish } from '../wish.ts';

export const apiUser: Step = {
  id: 'api-user',
  title: 'API user',
  plan: (wish) =>
    wish.username === null
      ? `create the API user (${modeNames[userModeOf(wish)]})`
      : `use ${wish.username}, or create it (${modeNames[userModeOf(wish)]})`,
  isDone: findUser,
  async do(context) {
    const { user } = await context.facts.user();
    const told = user === null ? await createUser(context) : await mendUser(context, user);
    context.facts.forget();
    return told;
  },
  byHand: (context) =>
    `In ${orgOf(context).instanceUrl}/lightning/setup/ManageUsers/home make a user for Bookbridge alone, then run the same command with --username.`,
};

const modeNames = {
  standard: 'Salesforce licence, System Administrator',
  secure: 'Salesforce Integration licence, API only',
  secureBrowser: 'Salesforce licence, minimum access',
} as const;

async function findUser(context: Context): Promise<Finding> {
  const { wish } = context;
  const org = orgOf(context);
  const definition = await readUserDefinition();
  const username = apiUsername(definition, wish, org.orgId);
  const { user } = await context.facts.user();
  if (user === null) return { state: 'open', detail: `create ${username} (${modeNames[userModeOf(wish)]})` };
  const wrong = whatIsWrong(wish, user);
  if (!user.isActive || wrong !== null) {
    const what = !user.isActive
      ? `The API user ${username} of ${nameOf(org)} is inactive.`
      : `The API user ${username} has the profile ${user.profile} (licence ${user.license}); ${wrong}.`;
    const change = user.isActive ? 'change its profile' : 'activate it';
    return {
      state: 'open',
      detail: `${change}: ${username}`,
      consent: {
        question: `${what} ${user.isActive ? 'Change its profile' : 'Activate it'}?`,
        refusal: new SetUpProblem(
          user.isActive ? 'api_user_other_profile' : 'api_user_inactive',
          what,
          user.isActive && user.isApiOnly && wish.given.mode === undefined
            ? `Add --secure if the org was set up in secure mode; otherwise --fix to ${change}, or name another user with --username.`
            : `Add --fix to ${change}, or name another user with --username.`,
        ),
      },
    };
  }
  return { state: 'done', detail: `${username} (${user.license} licence, ${user.profile})` };
}

/** Null: fits. What the profile may do decides, not its name, which is translated. */
function whatIsWrong(wish: SetUpWish, user: ApiUser): string | null {
  const mode = userModeOf(wish);
  if (wish.profile !== null && user.profile !== wish.profile) return `--profile says ${wish.profile}`;
  if (mode === 'standard')
    return user.mayEverything && !user.isApiOnly ? null : 'standard mode needs System Administrator';
  // Somebody else's user keeps its own profile: in secure mode the permission sets give every right.
  if (wish.username !== null || wish.profile !== null) return null;
  if (mode === 'secure') return user.isApiOnly ? null : 'secure mode uses an API-only profile';
  return user.isApiOnly || user.mayEverything
    ? 'secure mode with a browser uses a profile with minimum access'
    : null;
}

async function createUser(context: Context): Promise<string> {
  const { wish } = context;
  const org = orgOf(context);
  const definition = await readUserDefinition();
  const staff = await context.facts.staff();
  const profile = chooseProfile(definition, wish, staff);
  const license = requireLicense(profile.license, staff);
  const username = apiUsername(definition, wish, org.orgId);
  try {
    await org.connection.sobject('User').create({
      Username: username,
      ...(definition.firstName !== undefined && { FirstName: definition.firstName }),
      LastName: definition.lastName,
      Alias: definition.alias,
      ...staff.admin,
      ProfileId: profile.id,
    });
  } catch (error) {
    throw await refusalOf(error, context, username, profile.license);
  }
  return `created ${username} (${license.name} licence ${license.used + 1} of ${license.total}, ${profile.name})`;
}

async function refusalOf(
  error: unknown,
  context: Context,
  username: string,
  license: string,
): Promise<unknown> {
  const codes = codesOf(error);
  if (codes.includes('DUPLICATE_USERNAME')) {
    return new SetUpProblem(
      'username_taken',
      `The username ${username} is taken in another org: usernames are unique over all of Salesforce.`,
      'Choose another one with --username NAME (it looks like an e-mail address, but need not be one).',
      error,
    );
  }
  if (codes.includes('LICENSE_LIMIT_EXCEEDED')) {
    const { licenses } = await context.facts.staff();
    return noLicenseLeft(
      license,
      licenses.find((each) => each.name === license),
    );
  }
  if (codes.includes('INVALID_EMAIL_ADDRESS')) {
    return new SetUpProblem(
      'username_not_valid',
      `Salesforce does not take ${username} as a username.`,
      'Write it like an e-mail address, for example --username bookbridge@example.com.',
      error,
    );
  }
  return error;
}

async function mendUser(context: Context, user: ApiUser): Promise<string> {
  const { wish } = context;
  const org = orgOf(context);
  const definition = await readUserDefinition();
  const changes: { IsActive?: true; ProfileId?: string } = {};
  const told: string[] = [];
  let license = user.license;
  if (!user.isActive) {
    changes.IsActive = true;
    told.push('activated');
  }
  if (whatIsWrong(wish, user) !== null) {
    const profile = chooseProfile(definition, wish, await context.facts.staff());
    license = profile.license;
    changes.ProfileId = profile.id;
    told.push(`profile changed from ${user.profile} to ${profile.name}`);
  }
  try {
    await org.connection.sobject('User').update({ Id: user.id, ...changes });
  } catch (error) {
    throw await refusalOf(error, context, apiUsername(definition, wish, org.orgId), license);
  }
  return `${apiUsername(definition, wish, org.orgId)}: ${told.join(', ')}`;
}

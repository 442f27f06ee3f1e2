// Checks about the API user itself, standard mode: licence, profile with its two rights, and whether it may log in.
import { judgeLooked, pass } from './check.ts';
import type { CheckDefinition, CheckInput, Finding } from './check.ts';
import type { UserFacts } from './facts.ts';

export const userChecks: readonly CheckDefinition[] = [
  {
    id: 'user_license',
    title: 'User licence',
    required: true,
    judge: ({ facts, links }) =>
      judgeLooked(facts.user, (user) =>
        user.licenseName === null
          ? unreadable('licence')
          : user.hasSalesforceLicense
            ? pass(user.licenseName)
            : {
                status: 'fail',
                found: `The API user's licence is "${user.licenseName}". Bookbridge needs "Salesforce", or records on Leads and Cases cannot be created.`,
                fix: {
                  text: 'Change the user licence to Salesforce, then check again.',
                  href: links.user(facts.userId),
                  linkLabel: 'Open the user',
                },
              },
      ),
  },
  {
    id: 'user_profile',
    title: 'Profile',
    required: true,
    judge: ({ facts, links }) =>
      judgeLooked(facts.user, (user) => {
        if (user.profile === null || user.profileName === null) return unreadable('profile');
        if (user.profileName === 'System Administrator') return pass(user.profileName);
        const hasAllRights = user.profile.apiEnabled && user.profile.modifyAllData;
        return {
          status: hasAllRights ? 'warn' : 'fail',
          found: hasAllRights
            ? `The profile is "${user.profileName}". It has all the rights; "System Administrator" is expected, unless this is its translated name.`
            : `The profile is "${user.profileName}". It cannot create and change records for everyone, so some bookings would be refused.`,
          fix: {
            text: 'Give the user the profile System Administrator, then check again.',
            href: links.user(facts.userId),
            linkLabel: 'Open the user',
          },
        };
      }),
  },
  {
    id: 'api_enabled',
    title: 'API Enabled',
    required: true,
    judge: (input) =>
      input.facts.refusal === 'api_disabled'
        ? {
            status: 'fail',
            found: 'Salesforce refuses API calls of this user, so no booking can be written.',
            fix: {
              text: 'Switch on "API Enabled" in the profile of the API user, then check again.',
              href: input.links.user(input.facts.userId),
              linkLabel: 'Open the user',
            },
          }
        : judgeProfileRight(input, 'API Enabled', (profile) => profile.apiEnabled),
  },
  {
    id: 'modify_all_data',
    title: 'Modify All Data',
    required: true,
    judge: (input) => judgeProfileRight(input, 'Modify All Data', (profile) => profile.modifyAllData),
  },
  {
    id: 'user_active',
    title: 'User is active',
    required: true,
    judge: ({ facts, links }) => {
      const inactive: Finding = {
        status: 'fail',
        found: 'The user is inactive, so Salesforce accepts nothing from it.',
        fix: {
          text: 'Tick Active on the user, then check again.',
          href: links.user(facts.userId),
          linkLabel: 'Open the user',
        },
      };
      if (facts.refusal === 'user_inactive') return inactive;
      return judgeLooked(facts.user, (user) => (user.isActive ? pass('Active') : inactive));
    },
  },
  {
    id: 'user_not_frozen',
    title: 'User is not frozen',
    required: true,
    judge: ({ facts, links }) => {
      const blocked = (what: string, text: string): Finding => ({
        status: 'fail',
        found: `The user is ${what}, so Salesforce accepts nothing from it.`,
        fix: { text, href: links.user(facts.userId), linkLabel: 'Open the user' },
      });
      const unfreeze = 'Press Unfreeze (or Unlock) on the user, then check again.';
      if (facts.refusal === 'user_frozen') return blocked('frozen or locked', unfreeze);
      return judgeLooked(facts.login, ({ frozen, locked }) => {
        if (frozen) return blocked('frozen', unfreeze);
        if (locked) return blocked('locked after wrong passwords', unfreeze);
        return pass('Neither frozen nor locked');
      });
    },
  },
  {
    id: 'not_api_only',
    title: 'User may log in to pages',
    required: true,
    judge: ({ facts, links }) =>
      judgeLooked(facts.apiOnly, (apiOnly) =>
        apiOnly
          ? {
              status: 'fail',
              found:
                'The user has "API Only User". It cannot finish a login in the browser, which a connection in standard mode is made by.',
              fix: {
                text: 'Take "API Only User" from the profile or permission set, then check again. Or connect it in secure mode, which is meant for such users.',
                href: links.user(facts.userId),
                linkLabel: 'Open the user',
              },
            }
          : pass('Not limited to the API'),
      ),
  },
];

function judgeProfileRight(
  { facts, links }: CheckInput,
  right: string,
  has: (profile: NonNullable<UserFacts['profile']>) => boolean,
): Finding {
  return judgeLooked(facts.user, (user) => {
    if (user.profile === null) return unreadable('profile');
    if (has(user.profile)) return pass(`The profile "${user.profileName ?? ''}" has it`);
    return {
      status: 'fail',
      found: `The profile "${user.profileName ?? ''}" lacks "${right}", so some bookings would be refused.`,
      fix: {
        text: `Switch on "${right}" in the profile, or give the user another profile; then check again.`,
        href: user.profileId === null ? links.user(facts.userId) : links.profile(user.profileId),
        linkLabel: user.profileId === null ? 'Open the user' : 'Open the profile',
      },
    };
  });
}

function unreadable(what: string): Finding {
  return {
    status: 'unknown',
    found: `Could not be looked up: this user may not read its own ${what}.`,
    fix: { text: 'Give the user the profile System Administrator, then check again.' },
  };
}

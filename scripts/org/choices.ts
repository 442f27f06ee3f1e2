// What an org was set up with is remembered in its record: `check` and `setup` without flags take the org as it was meant,
// and another mode than that is a change a person has to agree to.
import { isDeepStrictEqual } from 'node:util';
import { SetUpProblem } from './problem.ts';
import { orgOf } from './step.ts';
import type { Context } from './step.ts';
import { nameOf } from './target-org.ts';
import { userModeOf } from './wish.ts';
import type { Choices } from './wish.ts';

/** Once the org is known: what no flag says is as it was before. */
export async function recallChoices(context: Context): Promise<void> {
  const { choices } = (await context.record()).values;
  if (choices === null) return;
  const { wish } = context;
  const { given } = wish;
  const recalled = { ...choices, ...given };
  // A profile was named for its mode.
  if (userModeOf(recalled) !== userModeOf(choices)) recalled.profile = given.profile ?? null;
  context.wish = { ...wish, ...recalled };
}

/** Throws SetUpProblem `other_mode` unless a person agrees. */
export async function agreeToOtherMode(context: Context): Promise<void> {
  const { choices } = (await context.record()).values;
  const { wish } = context;
  if (choices === null || userModeOf(choices) === userModeOf(wish) || wish.fix) return;
  const what = `${nameOf(orgOf(context))} was set up in ${modeNames[userModeOf(choices)]}`;
  const asked = `${modeNames[userModeOf(wish)]} (${modeFlags[userModeOf(wish)]})`;
  if (context.ask.isPossible && (await context.ask.yes(`${what}. Change it to ${asked}?`))) return;
  throw new SetUpProblem(
    'other_mode',
    `${what}; this command asks for ${asked}. Nothing was changed.`,
    `Leave out ${modeFlags[userModeOf(wish)]} to keep the mode, or add --fix to change it: the API user then gets another profile.`,
  );
}

/** When everything in the org is done as asked: a set-up that failed before is not what the org has. */
export async function keepChoices(context: Context): Promise<void> {
  const record = await context.record();
  const { mode, browser, app, username, profile, privateSharing, publicUrl } = context.wish;
  const choices: Choices = { mode, browser, app, username, profile, privateSharing, publicUrl };
  if (!isDeepStrictEqual(choices, record.values.choices)) await record.change({ choices });
}

const modeNames = {
  standard: 'standard mode',
  secure: 'secure mode',
  secureBrowser: 'secure mode with a login in a browser',
} as const;
const modeFlags = {
  standard: '--standard',
  secure: '--secure',
  secureBrowser: '--secure --browser',
} as const;

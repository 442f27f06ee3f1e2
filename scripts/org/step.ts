// A step of a set-up, and what every step is handed.
import type { Ask } from './terminal/ask.ts';
import type { OrgFacts } from './org-facts.ts';
import type { OrgRecord } from './org-record.ts';
import type { SetUpProblem } from './problem.ts';
import type { CheckRow, StepReport } from './report.ts';
import { nameOf } from './target-org.ts';
import type { TargetOrg } from './target-org.ts';
import type { SetUpWish } from './wish.ts';

export type Finding =
  | { state: 'done'; detail: string }
  /** Not asked for. */
  | { state: 'not-needed'; detail: string }
  /** `consent`: what a person must agree to first, and what is said when nobody is there to ask. */
  | { state: 'open'; detail: string; consent?: { question: string; refusal: SetUpProblem } };

export type Step = {
  id: string;
  title: string;
  /** What it would do, for a plan made before the org is there; null: nothing, with these flags. */
  plan: (wish: SetUpWish) => string | null;
  isDone: (context: Context) => Promise<Finding>;
  /** Returns what it did. Interrupted anywhere and run again, it ends the same. */
  do: (context: Context) => Promise<string>;
  /** How a person does it: a command of the sf CLI, or where in Setup. Needs the org, but for the first step. */
  byHand: (context: Context) => string;
};

export type Context = {
  /** As the flags say; once the org is known, with what it was set up with before. */
  wish: SetUpWish;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ask: Ask;
  /** A line about what is going on just now. */
  readonly progress: (text: string) => void;
  /** Set by the first step. */
  org: TargetOrg | null;
  checks: CheckRow[];
  connection: { id: string; workspace: string } | null;
  /** What is in the org, read once; `forget` after a change. */
  readonly facts: OrgFacts;
  /** What we have put into this org, kept in the data folder. */
  readonly record: () => Promise<OrgRecord>;
};

/** The org that the first step has found or made. */
export function orgOf(context: Context): TargetOrg {
  if (context.org === null) throw new Error('The first step has not run.');
  return context.org;
}

/** The row of one step in the report; what is not done says how a person would do it. */
export function reportOf(
  step: Step,
  context: Context,
  { state, detail, ms }: Pick<StepReport, 'state' | 'detail' | 'ms'>,
): StepReport {
  const isOpen = state === 'failed' || state === 'planned';
  const isKnown = context.org !== null || step.id === 'org';
  return {
    id: step.id,
    title: step.title,
    state,
    detail,
    ms,
    ...(isOpen && isKnown && { byHand: step.byHand(context) }),
  };
}

/** What a person calls the org that is worked on, also before it was reached. */
export function whichOrg(context: Context): string {
  if (context.org !== null) return nameOf(context.org);
  const { org, localOrgUrl } = context.wish;
  if (localOrgUrl !== null) return `the local org at ${localOrgUrl}`;
  if (org.kind === 'scratch') return org.devHub ?? 'the Dev Hub';
  if (org.kind === 'sandbox') return org.production ?? 'the production org';
  return org.org ?? 'the CLI’s target-org';
}

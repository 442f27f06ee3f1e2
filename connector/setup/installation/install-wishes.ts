// What a person can ask to be installed, and how far each of these steps has come: the form in which a job is stored and shown.
import { z } from 'zod';

export const wishSchema = z.union([
  z.enum(['app', 'permission_set']),
  z.templateLiteral(['layout:', z.string().min(1).max(200)]),
]);
export type Wish = z.infer<typeof wishSchema>;

/** The layout's full name; null for another wish. */
export function layoutOf(wish: Wish): string | null {
  return wish.startsWith('layout:') ? wish.slice('layout:'.length) : null;
}

/** Why Salesforce refused a component, as far as its words tell: the pages say what to do about each. */
export const refusalKinds = [
  'name_taken',
  'type_differs',
  'reference_missing',
  'limit_reached',
  'no_right',
  'feature_missing',
  'license_needed',
  'other',
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

const componentSchema = z.object({
  type: z.string(),
  name: z.string(),
  state: z.enum(['created', 'changed', 'unchanged', 'failed']),
  /** Salesforce's own words. */
  problem: z.string().nullable(),
  kind: z.enum(refusalKinds).nullable(),
  line: z.number().nullable(),
});
export type InstalledComponent = z.infer<typeof componentSchema>;

export const stepSchema = z.object({
  what: wishSchema,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  /** Of Salesforce: by it a deploy is followed after a restart. */
  deployId: z.string().nullable(),
  done: z.number(),
  total: z.number(),
  components: z.array(componentSchema),
  problem: z.object({ code: z.string(), message: z.string(), fix: z.string() }).nullable(),
});
export type InstallStep = z.infer<typeof stepSchema>;

export function newStep(what: Wish): InstallStep {
  return { what, state: 'waiting', deployId: null, done: 0, total: 0, components: [], problem: null };
}

/** The order in which they can work: the app brings the permission set, and the fields that layouts show. */
export function inOrder(wishes: readonly Wish[]): Wish[] {
  const rank = (wish: Wish): number => (wish === 'app' ? 0 : wish === 'permission_set' ? 1 : 2);
  return [...new Set(wishes)].toSorted((one, other) => rank(one) - rank(other));
}

// Only these words are read; whatever else Salesforce says stands beside it and is shown as it is.
const hints: readonly (readonly [RegExp, RefusalKind])[] = [
  [/user license|permission set license/i, 'license_needed'],
  [/insufficient access|do not have (the )?(proper )?permission|requires? .* permission/i, 'no_right'],
  [/change.*type|type.*(cannot|can't) be changed|is not a valid type change/i, 'type_differs'],
  [/already (exists|in use|used|has)|duplicate (value|name|developer)|not unique/i, 'name_taken'],
  [/no .* named .* found|does not exist|could ?n[o']t find|not found/i, 'reference_missing'],
  [/limit|maximum number|too many/i, 'limit_reached'],
  [/not (available|supported|enabled)|functionality|feature/i, 'feature_missing'],
];

export function kindOfRefusal(words: string): RefusalKind {
  return hints.find(([hint]) => hint.test(words))?.[1] ?? 'other';
}

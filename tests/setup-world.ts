// What the tests of the set-up stand on: the world of the connection's tests, with an API user connected, and the org's
// fields changed as an admin changes them, by a deploy.
import type { Answer } from '../connector/tests/browser.ts';
import { connect, openWorld } from './connect-world.ts';
import type { World, WorldOptions } from './connect-world.ts';

export type SetUpBody = {
  revision: number;
  setUp: {
    fields: Record<string, Row[]>;
    rules: Record<string, unknown>;
    overrides: unknown[];
    recordIdParameter: string | null;
  };
  confirmed: Record<string, string>;
  phases: { id: string; state: string; summary: Coded; missing: (Coded & { who: string })[] }[];
  problems: Problem[];
  connected: boolean;
  orgVersion: string | null;
  drift: boolean;
};
export type Coded = { code: string; values: Record<string, unknown> };
export type Problem = Coded & { phase: string; object: string | null; field: string | null; blocks: boolean };
export type Row = { target: string; source: Record<string, unknown>; [more: string]: unknown };

export async function openSetUpWorld(options: WorldOptions = {}): Promise<World> {
  const world = await openWorld(options);
  await connect(world);
  return world;
}

/** The body of an answer with this status; throws with the text otherwise. */
export function bodyOf<T>(answer: Answer, status = 200): T {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer.body as T; // what the tests expect of it is asserted field by field
}

export async function readSetUp(world: World): Promise<SetUpBody> {
  return bodyOf(await world.browser.get('/api/setup'));
}

/** Saves the present set-up with a change made to it. */
export async function save(world: World, change: (setUp: SetUpBody['setUp']) => void): Promise<Answer> {
  const { revision, setUp } = await readSetUp(world);
  change(setUp);
  return world.browser.put('/api/setup', { revision, setUp });
}

export function statesOf({ phases }: Pick<SetUpBody, 'phases'>): Record<string, string> {
  return Object.fromEntries(phases.map(({ id, state }) => [id, state]));
}

/** A row as the pages make it. */
export function row(target: string, source: Record<string, unknown>): Row {
  return {
    target,
    source,
    overwrite: 'always',
    when: ['booked', 'rescheduled', 'canceled', 'completed', 'no_show'],
    lookup: null,
  };
}

export const fixed = (value: unknown) => ({ kind: 'fixed', value });
export const from = (field: string, fallback: unknown = null) => ({ kind: 'booking', field, fallback });

// What the tests of the set-up stand on: the world of the connection's tests, with an API user connected, and answers read by
// what they must hold.
import { z } from 'zod';
import type { Answer } from '../connector/tests/browser.ts';
import { connect, openWorld } from './connect-world.ts';
import type { World, WorldOptions } from './connect-world.ts';

const coded = z.object({ code: z.string(), values: z.record(z.string(), z.unknown()) });
const rowSchema = z.looseObject({ target: z.string(), source: z.record(z.string(), z.unknown()) });
const documentSchema = z.object({
  fields: z.record(z.string(), z.array(rowSchema)),
  rules: z.looseObject({
    unknownPerson: z.string(),
    lead: z.looseObject({ ownerOfNew: z.unknown(), recordTypeId: z.string().nullable() }),
    match: z.looseObject({ order: z.array(z.string()) }),
    hosts: z.looseObject({ table: z.array(z.unknown()) }),
    fallbackOwner: z.unknown(),
  }),
  overrides: z.array(z.unknown()),
  recordIdParameter: z.string().nullable(),
});
const problemSchema = coded.extend({
  phase: z.string(),
  object: z.string().nullable(),
  field: z.string().nullable(),
  blocks: z.boolean(),
});
const setUpSchema = z.object({
  revision: z.number(),
  setUp: documentSchema,
  confirmed: z.record(z.string(), z.string()),
  phases: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      summary: coded,
      missing: z.array(coded.extend({ who: z.string() })),
    }),
  ),
  problems: z.array(problemSchema),
  connected: z.boolean(),
  failure: z.looseObject({ code: z.string() }).nullable(),
  orgVersion: z.string().nullable(),
  drift: z.boolean(),
});
export type SetUpBody = z.infer<typeof setUpSchema>;
export type SetUpDocument = z.infer<typeof documentSchema>;
export type Row = z.infer<typeof rowSchema>;

const lineSchema = z.object({ path: z.string(), before: z.unknown(), after: z.unknown() });
const changesSchema = z.object({
  changes: z.array(
    z.object({
      id: z.string(),
      revision: z.number(),
      by: z.string(),
      action: z.string(),
      lines: z.array(lineSchema),
    }),
  ),
});

export const importSchema = z.object({
  setUp: documentSchema,
  lines: z.array(lineSchema),
  problems: z.array(problemSchema),
  skipped: z.array(z.string()),
  from: z.object({ org: z.looseObject({ name: z.string() }).nullable(), exportedAt: z.string().nullable() }),
});

export const gapsSchema = z.object({
  from: z.looseObject({ id: z.string() }).nullable(),
  to: z.looseObject({ id: z.string() }).nullable(),
  switched: z.boolean(),
  gaps: z.array(
    z.looseObject({
      object: z.string().nullable(),
      field: z.string().nullable(),
      usedBy: z.array(z.string()),
      code: z.string(),
    }),
  ),
  elsewhere: z.array(z.looseObject({ written: z.number(), upcoming: z.number() })),
});

export const objectSchema = z.looseObject({
  visible: z.boolean(),
  fields: z.array(z.looseObject({ name: z.string(), label: z.string(), mappable: z.boolean() })),
});

export const errorSchema = z.object({
  error: z.looseObject({ code: z.string(), fields: z.record(z.string(), z.string()).optional() }),
});

export async function openSetUpWorld(options: WorldOptions = {}): Promise<World> {
  const world = await openWorld(options);
  await connect(world);
  return world;
}

/** The body of an answer with this status; throws with its text otherwise. */
export function bodyOf<Schema extends z.ZodType>(
  schema: Schema,
  answer: Answer,
  status = 200,
): z.infer<Schema> {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return schema.parse(answer.body);
}

export function setUpOf(answer: Answer): SetUpBody {
  return bodyOf(setUpSchema, answer);
}

export async function readSetUp(world: World): Promise<SetUpBody> {
  return setUpOf(await world.browser.get('/api/setup'));
}

export async function readChanges(world: World): Promise<z.infer<typeof changesSchema>['changes']> {
  return bodyOf(changesSchema, await world.browser.get('/api/setup/changes')).changes;
}

/** Saves the present set-up with a change made to it. */
export async function save(world: World, change: (setUp: SetUpDocument) => void): Promise<Answer> {
  const { revision, setUp } = await readSetUp(world);
  change(setUp);
  return world.browser.put('/api/setup', { revision, setUp });
}

export function statesOf({ phases }: Pick<SetUpBody, 'phases'>): Record<string, string> {
  return Object.fromEntries(phases.map(({ id, state }) => [id, state]));
}

/** A row as the pages make it. */
export function row(target: string, source: Record<string, unknown>, more: object = {}): Row {
  return {
    target,
    source,
    overwrite: 'always',
    when: ['booked', 'rescheduled', 'canceled', 'completed', 'no_show'],
    lookup: null,
    ...more,
  };
}

export const fixed = (value: unknown) => ({ kind: 'fixed', value });
export const from = (field: string, fallback: unknown = null) => ({ kind: 'booking', field, fallback });

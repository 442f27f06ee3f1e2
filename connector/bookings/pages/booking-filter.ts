// What the list of bookings is narrowed by: the same questions for the list, the CSV file and what a replay takes up.
import { sql } from 'kysely';
import type { Expression, ExpressionBuilder, RawBuilder, SqlBool } from 'kysely';
import { z } from 'zod';
import { longId } from '../../setup/record-id.ts';
import type { BookingSync, Database } from '../../store/schema.ts';
import { searchWords } from './search-words.ts';

/** The pages' words for what a person wants to see together. */
export const groups = {
  waiting: ['pending', 'claimed', 'waiting'],
  parked: ['parked'],
  done: ['done'],
  none: ['none'],
} satisfies Record<string, BookingSync[]>;
type Group = keyof typeof groups;

/** What cannot be read is as if it had not been asked for: an old bookmark still shows a list. */
const word = (most: number) =>
  z
    .string()
    .max(most)
    .catch('')
    .transform((text) => text.replaceAll('\u0000', ''));
const moment = z.union([z.literal(''), z.iso.datetime({ offset: true })]).catch('');

export const bookingFilter = z.object({
  state: z.enum(['', 'all', 'waiting', 'parked', 'done', 'none']).catch(''),
  /** A problem's code, or code, object and field: `record_refused Lead.Industry`. */
  cause: word(300),
  q: word(200),
  source: word(100),
  /** `<sourceId>:<key>`, as in the set-up's overrides. */
  eventType: word(400),
  /** The host's e-mail, or the name when there is none. */
  host: word(320),
  /** Which time `from` and `to` are about. */
  when: z.enum(['meeting', 'received']).catch('meeting'),
  from: moment,
  to: moment,
  replay: word(100),
});
export type BookingFilter = z.infer<typeof bookingFilter>;

type BookingsExpression = ExpressionBuilder<Database, 'bookings'>;

/** Every condition has an index of its own (migration 0009); `alias` free, for `selectFrom('bookings')`. */
export function matches(workspaceId: string, filter: BookingFilter) {
  return (eb: BookingsExpression) => {
    const conditions: Expression<SqlBool>[] = [eb('workspace_id', '=', workspaceId), isShown(eb)];
    if (isGroup(filter.state)) conditions.push(eb('sync', 'in', [...groups[filter.state]]));
    if (filter.source !== '') conditions.push(eb('source_id', '=', filter.source));
    return eb.and([...conditions, ...conditionsOf(filter)]);
  };
}

/** What gave way to another booking is out of the list once nothing of it is left to do. */
function isShown(eb: BookingsExpression) {
  return eb.or([eb('merged_into', 'is', null), eb('sync', 'not in', ['none', 'done'])]);
}

function isGroup(state: string): state is Group {
  return Object.hasOwn(groups, state);
}

/** All of them joined by `and`: a condition with an `or` in it would need brackets. */
function conditionsOf(filter: BookingFilter): RawBuilder<boolean>[] {
  const found: RawBuilder<boolean>[] = [];
  if (filter.cause !== '') found.push(hasCause(filter.cause));
  if (filter.q.trim() !== '') found.push(isFoundBy(filter.q.trim()));
  if (filter.eventType !== '') found.push(hasEventType(filter.eventType));
  if (filter.host !== '') found.push(sql<boolean>`${hostKey} = ${filter.host.toLowerCase()}`);
  if (filter.replay !== '') found.push(sql<boolean>`replay_id = ${filter.replay}`);
  for (const [text, sign] of [
    [filter.from, sql`>=`],
    [filter.to, sql`<`],
  ] as const) {
    if (text === '') continue;
    const at = new Date(text).toISOString();
    found.push(
      filter.when === 'received'
        ? sql<boolean>`received_at ${sign} ${at}::timestamptz`
        : sql<boolean>`details ->> 'start' ${sign} ${at}`,
    );
  }
  return found;
}

/** As the index has it. */
export const hostKey = sql<string>`lower(coalesce(details -> 'host' ->> 'email', details -> 'host' ->> 'name'))`;

/** The field that Salesforce refused, as `Object.Field`; empty when it named none. */
export const fieldKey = sql<string>`coalesce((problem -> 'field' ->> 'object') || '.' || (problem -> 'field' ->> 'name'), '')`;

function hasCause(cause: string): RawBuilder<boolean> {
  const [code = '', field] = cause.split(' ');
  const ofCode = sql<boolean>`problem ->> 'code' = ${code} and sync in ('parked', 'waiting')`;
  return field === undefined ? ofCode : sql`${ofCode} and ${fieldKey} = ${field}`;
}

function hasEventType(eventType: string): RawBuilder<boolean> {
  const [sourceId = '', ...key] = eventType.split(':');
  return sql`source_id = ${sourceId} and details -> 'eventType' ->> 'key' = ${key.join(':')}`;
}

/** A record id finds what was written as that record; other words must all be there, each may be the beginning of one. */
function isFoundBy(text: string): RawBuilder<boolean> {
  if (/^[a-zA-Z0-9]{5}0[a-zA-Z0-9]{9}([A-Z0-5]{3})?$/.test(text)) {
    return sql`array_remove(array[person_id, event_record_id, booking_record_id], null) @> array[${longId(text)}]`;
  }
  // Of signs alone no word is left; PostgreSQL finds nothing by an empty query.
  const query = searchWords(text)
    .map((each) => `'${each}':*`)
    .join(' & ');
  return sql`to_tsvector('simple', search_text) @@ to_tsquery('simple', ${query})`;
}

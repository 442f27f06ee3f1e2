// The bookings of a filter as a CSV file, row by row as it is read: a hundred thousand need no more memory than one page.
// Which columns there are, and what they hold, is described in docs/bookings-page.md.
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import type { Db } from '../../store/schema.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { detailsSchema, fullName } from '../booking.ts';
import type { BookingFilter } from './booking-filter.ts';
import { cursorOf, readBookings } from './booking-list.ts';
import type { Cursor } from './booking-list.ts';
import { problemOf } from './booking-views.ts';

/** Excel takes UTF-8 for what it is only with a mark in front, and splits by the comma only where the language writes 1.5. */
export const csvOptions = z.object({
  bom: z.enum(['', '1']).catch(''),
  separator: z.enum(['comma', 'semicolon']).catch('comma'),
});
export type CsvOptions = z.infer<typeof csvOptions>;

const atOnce = 1_000;

const columns = [
  'Booking key',
  'State',
  'Status',
  'Person',
  'E-mail',
  'Phone',
  'Company',
  'Meeting',
  'Event type',
  'Starts (UTC)',
  'Ends (UTC)',
  'Time zone',
  'Host',
  'Host e-mail',
  'Source',
  'Received (UTC)',
  'Written (UTC)',
  'Cause',
  'Problem',
  'Field',
  'Person record',
  'Person record id',
  'Event id',
  'Booking record id',
] as const;

/** A stream that ends with an error when the database fails half way: the browser then shows a failed download. */
export function streamCsv(
  db: Db,
  workspaceId: string,
  filter: BookingFilter,
  options: CsvOptions,
): { rows: Readable; csv: ReturnType<typeof toCsv> } {
  return { rows: Readable.from(eachRow(db, workspaceId, filter)), csv: toCsv(options) };
}

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection);
 * every cell is quoted, so that none can break out of its column.
 */
export function toCsv({ bom, separator }: CsvOptions) {
  return stringify({
    header: true,
    columns: [...columns],
    bom: bom === '1',
    delimiter: separator === 'semicolon' ? ';' : ',',
    quoted: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

async function* eachRow(
  db: Db,
  workspaceId: string,
  filter: BookingFilter,
): AsyncGenerator<(string | null)[]> {
  const sources = await db
    .selectFrom('sources')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  let after: Cursor | null = null;
  for (;;) {
    const rows: BookingRow[] = await readBookings(db, workspaceId, filter, after, atOnce);
    for (const row of rows) yield cellsOf(row, names.get(row.source_id) ?? '');
    const last = rows.at(-1);
    if (rows.length < atOnce || !last) return;
    after = cursorOf(last);
  }
}

function cellsOf(row: BookingRow, source: string): (string | null)[] {
  const details = detailsSchema.parse(row.details);
  const { person, host } = details;
  const problem = problemOf(row);
  return [
    row.booking_key,
    row.sync,
    row.status,
    fullName(person),
    person.email,
    person.phone,
    person.company,
    details.title,
    details.eventType?.name ?? null,
    details.start,
    details.end,
    details.timeZone,
    host?.name ?? null,
    host?.email ?? null,
    source,
    row.received_at.toISOString(),
    row.written_at?.toISOString() ?? null,
    problem?.code ?? null,
    problem?.message ?? null,
    problem?.field ? `${problem.field.object}.${problem.field.name}` : null,
    row.person_type,
    row.person_id,
    row.event_record_id,
    row.booking_record_id,
  ];
}

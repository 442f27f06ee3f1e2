// A CSV file as rows of our generic words: the separator is found by itself, columns by their name in several spellings, and
// each row keeps the number of its line.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError } from '../../errors.ts';

export type TableRow = { line: number; value: unknown; problem?: string };
export type Table = { rows: TableRow[]; unusedColumns: string[]; isCut: boolean };

/** Where a column's text goes; spellings without spaces, dots, dashes and underscores, in lower case. */
const columns: Record<string, string> = {
  id: 'id',
  bookingid: 'id',
  uid: 'id',
  type: 'type',
  status: 'type',
  eventid: 'eventId',
  previousid: 'previousId',
  attendeeid: 'attendeeId',
  occurredat: 'occurredAt',
  start: 'start',
  starttime: 'start',
  startsat: 'start',
  end: 'end',
  endtime: 'end',
  endsat: 'end',
  timezone: 'timeZone',
  title: 'title',
  subject: 'title',
  description: 'description',
  notes: 'description',
  location: 'location',
  joinurl: 'joinUrl',
  rescheduleurl: 'rescheduleUrl',
  cancelurl: 'cancelUrl',
  reason: 'reason',
  name: 'person.name',
  personname: 'person.name',
  firstname: 'person.firstName',
  personfirstname: 'person.firstName',
  lastname: 'person.lastName',
  personlastname: 'person.lastName',
  email: 'person.email',
  personemail: 'person.email',
  phone: 'person.phone',
  personphone: 'person.phone',
  company: 'person.company',
  personcompany: 'person.company',
  recordid: 'recordIds',
  recordids: 'recordIds',
  hostname: 'host.name',
  hostemail: 'host.email',
  eventtypeid: 'eventType.id',
  eventtypename: 'eventType.name',
  guests: 'guests',
  utmsource: 'utm.source',
  utmmedium: 'utm.medium',
  utmcampaign: 'utm.campaign',
  utmterm: 'utm.term',
  utmcontent: 'utm.content',
};

/** Throws when the file as a whole cannot be read, naming the line. */
export function readTable(text: string, mostRows: number): Table {
  const records = readRecords(text, mostRows + 2);
  const [header, ...body] = records;
  const names = header?.cells.map((name) => name.trim()) ?? [];
  const targets = names.map(targetOf);
  if (!targets.includes('id') || !targets.includes('start')) {
    throw new AppError('file_without_columns', 'The first line does not name the columns of bookings.', {
      status: 422,
      fix: 'The first line must name at least: id, start, end, and name or email.',
    });
  }
  return {
    rows: body
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
      .map((row) => rowOf(row, targets)),
    unusedColumns: names.filter((name, at) => targets[at] === null && name !== ''),
    isCut: body.length > mostRows,
  };
}

const recordsSchema = z.array(
  z.object({ record: z.array(z.string()), info: z.looseObject({ lines: z.number() }) }),
);

type Cells = { line: number; cells: string[] };

function readRecords(text: string, most: number): Cells[] {
  try {
    const records: unknown = parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: most,
    });
    return recordsSchema.parse(records).map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (cause) {
    const line =
      typeof cause === 'object' && cause !== null && 'lines' in cause && typeof cause.lines === 'number'
        ? cause.lines
        : null;
    throw new AppError(
      'file_not_csv',
      line === null
        ? 'The file cannot be read as CSV.'
        : `The file cannot be read as CSV from line ${line} on.`,
      {
        status: 422,
        fix: 'A quotation mark may be missing there, or the file may be cut. Nothing of it was taken.',
        cause,
      },
    );
  }
}

/** Whichever the header line has most of. */
function separatorOf(text: string): string {
  const [header = ''] = text.split(/\r?\n/, 1);
  const found = [',', ';', '\t'].map((sign) => ({ sign, count: header.split(sign).length }));
  return found.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}

function targetOf(name: string): string | null {
  const asked = /^(answer|hidden)\s*[:.]\s*(.+)$/i.exec(name);
  if (asked) return `${asked[1]?.toLowerCase()}:${asked[2]}`;
  const key = name.toLowerCase().replaceAll(/[\s._-]/g, '');
  return Object.hasOwn(columns, key) ? (columns[key] ?? null) : null;
}

function rowOf({ line, cells }: Cells, targets: readonly (string | null)[]): TableRow {
  if (cells.length > targets.length) {
    return {
      line,
      value: null,
      problem: `has ${cells.length} values, and the first line names ${targets.length} columns`,
    };
  }
  const value: Record<string, unknown> = {};
  const answers: { label: string; value: string }[] = [];
  const hidden: Record<string, string> = {};
  for (const [at, cell] of cells.entries()) {
    const target = targets[at];
    const text = cell.trim();
    if (target == null || text === '') continue;
    if (target.startsWith('answer:')) answers.push({ label: target.slice(7), value: text });
    else if (target.startsWith('hidden:')) hidden[target.slice(7)] = text;
    else if (target === 'recordIds') value[target] = text.split(/[\s,;]+/);
    else if (target === 'guests') value[target] = text.split(/[\s,;]+/).map((email) => ({ email }));
    else place(value, target, text);
  }
  if (answers.length > 0) value['answers'] = answers;
  if (Object.keys(hidden).length > 0) value['hidden'] = hidden;
  return { line, value: { person: {}, ...value } };
}

function place(value: Record<string, unknown>, target: string, text: string): void {
  const [outer = target, inner] = target.split('.');
  if (inner === undefined) {
    value[outer] = outer === 'type' ? text.toLowerCase() : text;
    return;
  }
  const within: unknown = value[outer];
  value[outer] = { ...(typeof within === 'object' ? within : {}), [inner]: text };
}

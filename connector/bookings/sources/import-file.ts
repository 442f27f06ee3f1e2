// Reads a file of bookings for the source "generic JSON": CSV with a header line, a JSON list, or one JSON object per line. Every
// line that cannot be taken is told with its number and its field; text stays text, also when it begins like a formula.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError, isAppError } from '../../errors.ts';
import { storable } from '../intake.ts';
import { eventKeyOf } from '../state/booking-key.ts';
import { readGenericEvent } from './generic.ts';
import { readTable } from './import-table.ts';
import type { Imported } from './imports.ts';

export type Refused = { line: number; field: string; problem: string };
export type ReadFile = {
  imported: Imported[];
  refused: Refused[];
  refusedLines: number;
  unusedColumns: string[];
  isCut: boolean;
};

export const mostRows = 5_000;
const mostRefusedShown = 200;

/** Throws what makes the whole file unreadable: not UTF-8, cut in the middle, no booking in it. */
export function readImportFile(bytes: Buffer, parameter: string | null, now: Date): ReadFile {
  const text = decode(bytes);
  const isJson = /^\s*[[{]/.test(text);
  const table = isJson
    ? { rows: readJsonRows(text), unusedColumns: [], isCut: false }
    : readTable(text, mostRows);
  const read: ReadFile = {
    imported: [],
    refused: [],
    refusedLines: 0,
    unusedColumns: table.unusedColumns,
    isCut: table.isCut || table.rows.length > mostRows,
  };
  for (const { line, value, problem } of table.rows.slice(0, mostRows)) {
    if (problem !== undefined) refuse(read, line, { '': problem });
    else takeRow(read, line, value, parameter, now);
  }
  return read;
}

function takeRow(read: ReadFile, line: number, value: unknown, parameter: string | null, now: Date): void {
  const given = z.record(z.string(), z.unknown()).safeParse(storable(value));
  if (!given.success) return refuse(read, line, { '': 'is not a booking' });
  // What a list of bookings need not say about each of them.
  const row = { type: 'scheduled', occurredAt: now.toISOString(), ...given.data };
  try {
    const event = readGenericEvent(row, parameter);
    if (!('message' in event)) return refuse(read, line, { type: 'is not one of the known types' });
    const eventKey = eventKeyOf(
      event.eventId,
      createHash('sha256')
        .update(`file ${JSON.stringify(given.data)}`)
        .digest(),
    );
    const occurredAt = event.occurredAt?.toISOString() ?? null;
    read.imported.push({ eventKey, type: event.type, occurredAt, message: event.message, body: given.data });
  } catch (error) {
    if (!isAppError(error)) throw error;
    refuse(read, line, error.fields ?? { '': error.message });
  }
}

function refuse(read: ReadFile, line: number, fields: Readonly<Record<string, string>>): void {
  read.refusedLines += 1;
  for (const [field, problem] of Object.entries(fields)) {
    if (read.refused.length < mostRefusedShown) read.refused.push({ line, field, problem });
  }
}

function decode(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() !== '') return text;
  } catch (cause) {
    throw new AppError('file_not_utf8', 'The file is not text in UTF-8.', {
      status: 422,
      fix: 'Save it again as "CSV UTF-8", or as JSON.',
      cause,
    });
  }
  throw new AppError('file_empty', 'The file is empty.', {
    status: 422,
    fix: 'Choose a file with bookings.',
  });
}

type JsonRow = { line: number; value: unknown; problem?: string };

/** A list, `{"bookings": [...]}`, or one object per line. `line` counts the entries. */
function readJsonRows(text: string): JsonRow[] {
  const trimmed = text.trim();
  const whole = parse(trimmed);
  const list = Array.isArray(whole)
    ? whole
    : z.looseObject({ bookings: z.array(z.unknown()) }).safeParse(whole).data?.bookings;
  if (list) return list.map((value: unknown, at) => ({ line: at + 1, value }));
  if (whole !== undefined) return [{ line: 1, value: whole }];
  const lines = trimmed.split(/\r?\n/).map((line, at) => ({ line: at + 1, text: line.trim() }));
  const isLines = trimmed.startsWith('{') && lines.some((line) => parse(line.text) !== undefined);
  if (!isLines) {
    throw new AppError('file_not_json', 'The file begins like JSON and cannot be read to its end.', {
      status: 422,
      fix: 'It may be cut: download or export it again. Nothing of it was taken.',
    });
  }
  return lines
    .filter((line) => line.text !== '')
    .map(({ line, text: one }) => {
      const value = parse(one);
      return value === undefined ? { line, value, problem: 'is not JSON' } : { line, value };
    });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

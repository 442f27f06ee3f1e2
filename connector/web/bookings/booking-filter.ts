// What the list is narrowed by, as it stands in the address: a reload, a bookmark and the back button keep it.
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { BookingQuery } from './bookings-api.ts';

export const filterKeys = [
  'state',
  'cause',
  'q',
  'source',
  'eventType',
  'host',
  'when',
  'from',
  'to',
  'replay',
] as const;
export type FilterKey = (typeof filterKeys)[number];
export type BookingFilter = Partial<Record<FilterKey, string>>;

/** Those behind the button "Filters". */
export const folded: readonly FilterKey[] = ['cause', 'source', 'eventType', 'host', 'from', 'to'];

export function useBookingFilter() {
  const [query, setQuery] = useSearchParams();
  const search = query.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(search)), [search]);
  return {
    filter,
    /** `replace`: typing leaves one step in the history, not one per letter. */
    change(next: BookingFilter, replace = false) {
      setQuery(searchOf(next), { replace });
    },
  };
}

function readFilter(query: URLSearchParams): BookingFilter {
  const filter: BookingFilter = {};
  for (const key of filterKeys) {
    const value = query.get(key);
    if (value) filter[key] = value;
  }
  return filter;
}

/** The filter with some of it changed; what is empty is left out. */
export function withChange(filter: BookingFilter, change: BookingFilter): BookingFilter {
  const merged = { ...filter, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

export function searchOf(filter: BookingFilter): string {
  return new URLSearchParams(withChange(filter, {})).toString();
}

export function isNarrowed(filter: BookingFilter): boolean {
  return filterKeys.some((key) => key !== 'when' && filter[key] !== undefined);
}

/** Days become moments in the reader's own time zone; the last day is meant with all its hours. */
export function queryOf(filter: BookingFilter): BookingQuery {
  const { from, to, ...rest } = filter;
  const query: BookingQuery = { ...rest };
  const first = from === undefined ? null : startOfDay(from, 0);
  const last = to === undefined ? null : startOfDay(to, 1);
  if (first) query['from'] = first;
  if (last) query['to'] = last;
  return query;
}

function startOfDay(day: string, later: number): string | null {
  const [year, month, date] = /^\d{4}-\d\d-\d\d$/.test(day) ? day.split('-').map(Number) : [];
  if (year === undefined || month === undefined || date === undefined) return null;
  const moment = new Date(year, month - 1, date + later);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

// Bookings as the connector knows them. Asked often only while one of those shown is on its way.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type BookingFilter, queryOf } from './booking-filter.ts';
import { type BookingRow, bookingsApi } from './bookings-api.ts';
import { isUnderWay } from './booking-words.ts';

const bookingsKey = ['bookings'];
const underWayMs = 1_000;
const waitingMs = 5_000;
// Somebody who looks at the list is waiting for the next one; who looks at one booking knows it already.
const listMs = 4_000;
const quietMs = 30_000;

export function useBookings(filter: BookingFilter) {
  return useInfiniteQuery({
    queryKey: [...bookingsKey, 'list', filter],
    queryFn: ({ pageParam, signal }) => bookingsApi.list(queryOf(filter), pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // A changed filter keeps the old rows until the new ones are there, so that the list does not jump.
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? [];
      // Each page is a request of its own, so a long list is asked for less often.
      if (pages.length > 3) return quietMs;
      return Math.min(listMs, pace(pages.flatMap((page) => page.bookings.map(({ sync }) => sync))));
    },
  });
}

/** How many bookings stand where, whatever the filter. */
export function useBookingCounts() {
  return useQuery({
    queryKey: [...bookingsKey, 'counts'],
    queryFn: ({ signal }) => bookingsApi.list({}, null, signal),
    refetchInterval: ({ state }) => pace(state.data?.bookings.map(({ sync }) => sync) ?? []),
  });
}

export function useBooking(id: string) {
  return useQuery({
    queryKey: [...bookingsKey, 'one', id],
    queryFn: ({ signal }) => bookingsApi.one(id, signal),
    refetchInterval: ({ state }) => (state.data ? pace([state.data.booking.sync]) : false),
  });
}

/** Why bookings are parked or wait. */
export function useCauses(enabled: boolean) {
  return useQuery({
    queryKey: [...bookingsKey, 'causes'],
    queryFn: ({ signal }) => bookingsApi.causes(signal),
    enabled,
    refetchInterval: waitingMs,
  });
}

/** Event types and hosts to choose from. */
export function useChoices(enabled: boolean) {
  return useQuery({
    queryKey: [...bookingsKey, 'choices'],
    queryFn: ({ signal }) => bookingsApi.choices(signal),
    enabled,
    staleTime: 60_000,
  });
}

export function useReplay() {
  return useMutation({ mutationFn: bookingsApi.replay, onSuccess: useRefreshBookings() });
}

export function useReplayTogether() {
  return useMutation({ mutationFn: bookingsApi.replayTogether, onSuccess: useRefreshBookings() });
}

/** How far a replay is; asked until nothing of it is on its way. */
export function useReplayProgress(replayId: string) {
  return useQuery({
    queryKey: [...bookingsKey, 'replay', replayId],
    queryFn: ({ signal }) => bookingsApi.replayProgress(replayId, signal),
    refetchInterval: ({ state }) => (state.data?.counts.waiting === 0 ? quietMs : underWayMs),
  });
}

function useRefreshBookings() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: bookingsKey });
}

function pace(syncs: BookingRow['sync'][]): number {
  if (syncs.some(isUnderWay)) return underWayMs;
  return syncs.includes('waiting') ? waitingMs : quietMs;
}

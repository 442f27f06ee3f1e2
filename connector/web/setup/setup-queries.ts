// The set-up, the org's objects and the booking fields as the connector knows them, and saving.
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { setUpApi, type ObjectAnswer, type SetUpAnswer } from './setup-api.ts';
import { mappedObjects, type MappedObject, type SetUp } from './set-up-document.ts';

const setUpKey = ['setup'];
const phasesKey = ['setup-phases'];

export function useSetUp() {
  return useQuery({
    queryKey: setUpKey,
    queryFn: ({ signal }) => setUpApi.setUp(signal),
    // Another admin's change should be seen before it collides with mine.
    refetchInterval: 60_000,
  });
}

export function usePhases() {
  return useQuery({
    queryKey: phasesKey,
    queryFn: ({ signal }) => setUpApi.phases(signal),
    refetchInterval: 30_000,
  });
}

/**
 * Many parts of a screen use these. After a refusal each of them, appearing with it, would ask again and put the whole screen
 * back to loading, for ever.
 */
const askedOnce = { retryOnMount: false };

/** What the org says about the five objects; those that could not be read are missing, and `error` is the first cause. */
export function useObjects() {
  return useQueries({
    queries: mappedObjects.map((object) => ({
      queryKey: ['setup-object', object],
      queryFn: ({ signal }: { signal: AbortSignal }) => setUpApi.object(object, signal),
      staleTime: 60_000,
      ...askedOnce,
    })),
    combine: (results) => {
      const objects: Partial<Record<MappedObject, ObjectAnswer>> = {};
      for (const { data } of results) if (data) objects[data.object] = data;
      return {
        objects,
        isPending: results.some(({ isPending }) => isPending),
        error: results.find(({ error }) => error)?.error ?? null,
        refetch: () => Promise.all(results.map((result) => result.refetch())),
      };
    },
  });
}

export function useBookingFields() {
  return useQuery({
    queryKey: ['setup-booking-fields'],
    queryFn: ({ signal }) => setUpApi.bookingFields(signal),
    staleTime: 60_000,
    ...askedOnce,
  });
}

export function useOwners(q: string, enabled: boolean) {
  return useQuery({
    queryKey: ['setup-owners', q],
    queryFn: ({ signal }) => setUpApi.owners(q, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    enabled,
  });
}

export function useHosts() {
  return useQuery({
    queryKey: ['setup-hosts'],
    queryFn: ({ signal }) => setUpApi.hosts(signal),
    staleTime: 30_000,
  });
}

export function usePreview(setUp: SetUp, bookingId: string | null, enabled: boolean) {
  return useQuery({
    queryKey: ['setup-preview', bookingId, setUp],
    queryFn: () => setUpApi.preview({ setUp, bookingId }),
    placeholderData: keepPreviousData,
    enabled,
    gcTime: 60_000,
  });
}

export function useSaveSetUp() {
  const queries = useQueryClient();
  const keep = useKeepSetUp();
  return useMutation({
    mutationFn: setUpApi.save,
    onSuccess: keep,
    // Perhaps because somebody else has saved: then both versions are needed.
    onError: () => queries.invalidateQueries({ queryKey: setUpKey }),
  });
}

export function useConfirmPhase() {
  const keep = useKeepSetUp();
  return useMutation({ mutationFn: setUpApi.confirm, onSuccess: keep });
}

/** Every answer that carries the whole set-up replaces what the pages know. */
export function useKeepSetUp() {
  const queries = useQueryClient();
  return (answer: SetUpAnswer) => {
    queries.setQueryData<SetUpAnswer>(setUpKey, answer);
    queries.setQueryData(phasesKey, { phases: answer.phases });
    void queries.invalidateQueries({ queryKey: ['setup-hosts'] });
    void queries.invalidateQueries({ queryKey: ['setup-changes'] });
    // Bookings that waited for a field may move now.
    void queries.invalidateQueries({ queryKey: ['bookings'] });
  };
}

// The sources of this workspace, and what can be done with one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.ts';

const sourcesKey = ['sources'];

export function useSources() {
  return useQuery({
    queryKey: sourcesKey,
    queryFn: ({ signal }) => api.sources(signal),
    refetchInterval: 30_000,
  });
}

export function useAddSource() {
  return useMutation({ mutationFn: api.addSource, onSuccess: useRefreshSources() });
}

export function useRemoveSource() {
  return useMutation({ mutationFn: api.removeSource, onSuccess: useRefreshSources() });
}

export function useRestoreSource() {
  return useMutation({ mutationFn: api.restoreSource, onSuccess: useRefreshSources() });
}

export function useSendSample() {
  const queries = useQueryClient();
  const refreshSources = useRefreshSources();
  return useMutation({
    mutationFn: api.sendSample,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['bookings'] });
      return refreshSources();
    },
  });
}

function useRefreshSources() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: sourcesKey });
}

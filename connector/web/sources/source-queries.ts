// The sources of this workspace, what can be done with one, and how far an import is.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sourcesApi } from './sources-api.ts';

const sourcesKey = ['sources'];

/** Looks often while somebody waits for a first event, or for a comparison. */
export function useSources() {
  return useQuery({
    queryKey: sourcesKey,
    queryFn: ({ signal }) => sourcesApi.list(signal),
    refetchInterval: ({ state }) =>
      state.data?.sources.some(({ lastEventAt }) => lastEventAt === null) ? 2_000 : 15_000,
  });
}

function useSourceMutation<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  return useMutation({ mutationFn, onSuccess: useRefreshSources() });
}

export const useAddSource = () => useSourceMutation(sourcesApi.add);
export const useRenameSource = () => useSourceMutation(sourcesApi.rename);
export const useChangeSecret = () => useSourceMutation(sourcesApi.changeSecret);
export const usePauseSource = () => useSourceMutation(sourcesApi.pause);
export const useResumeSource = () => useSourceMutation(sourcesApi.resume);
export const useRemoveSource = () => useSourceMutation(sourcesApi.remove);
export const useRestoreSource = () => useSourceMutation(sourcesApi.restore);
export const useSaveApiKey = () => useSourceMutation(sourcesApi.saveApiKey);
export const useRemoveApiKey = () => useSourceMutation(sourcesApi.removeApiKey);
export const useReconcile = () => useSourceMutation(sourcesApi.reconcile);

export const useBackfill = () => useMutation({ mutationFn: sourcesApi.backfill });
export const useReadFile = () => useMutation({ mutationFn: sourcesApi.readFile });

/** Asked again while it is being read or runs. */
export function useImport(sourceId: string, importId: string) {
  return useQuery({
    queryKey: ['imports', importId],
    queryFn: ({ signal }) => sourcesApi.import(sourceId, importId, signal),
    refetchInterval: ({ state }) => {
      const now = state.data?.import.state;
      return now === 'reading' || now === 'running' ? 1_000 : false;
    },
  });
}

export function useStartImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: sourcesApi.startImport,
    onSuccess: (answer) => {
      queries.setQueryData(['imports', answer.import.id], answer);
      void queries.invalidateQueries({ queryKey: sourcesKey });
    },
  });
}

export function useSendSample() {
  const queries = useQueryClient();
  const refreshSources = useRefreshSources();
  return useMutation({
    mutationFn: sourcesApi.sendSample,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['bookings'] });
      return refreshSources();
    },
  });
}

/** Pauses or resumes the whole connection. */
export function useSwitchWriting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (on: boolean) => (on ? sourcesApi.resumeWriting() : sourcesApi.pauseWriting()),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['bookings'] });
      return queries.invalidateQueries({ queryKey: ['connection'] });
    },
  });
}

function useRefreshSources() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: sourcesKey });
}

// The installation as the org has it, the running job, and what follows when it ends.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiError } from '../request.ts';
import { installationApi, type Installation } from './installation-api.ts';

const installationKey = ['installation'];
const layoutsKey = ['installation-layouts'];

export function useInstallation(enabled: boolean) {
  return useQuery({
    queryKey: installationKey,
    queryFn: ({ signal }) => installationApi.installation(signal),
    enabled,
    // An admin may be installing it by hand meanwhile: live, without a reload.
    refetchInterval: ({ state }) => (isWhole(state.data) ? false : 20_000),
    refetchOnWindowFocus: true,
  });
}

function isWhole(found: Installation | undefined): boolean {
  return found?.app.state === 'current' && found.permissionSet.state === 'assigned';
}

/** A call of its own: a retrieve takes seconds at Salesforce. */
export function useLayouts(enabled: boolean) {
  return useQuery({
    queryKey: layoutsKey,
    queryFn: ({ signal }) => installationApi.layouts(signal),
    enabled,
    staleTime: 60_000,
  });
}

export function useLookAgain() {
  const queries = useQueryClient();
  return () =>
    Promise.all([installationKey, layoutsKey].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

export function useJob(id: string | null) {
  const queries = useQueryClient();
  const job = useQuery({
    queryKey: ['installation-job', id],
    queryFn: ({ signal }) => installationApi.job(id ?? '', signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : 700),
  });
  const ended = job.data !== undefined && job.data.state !== 'running' ? job.data.id : null;
  useEffect(() => {
    if (ended === null) return;
    for (const queryKey of [installationKey, layoutsKey, ['connection'], ['setup'], ['setup-phases']])
      void queries.invalidateQueries({ queryKey });
  }, [ended, queries]);
  return job;
}

/** Gives the id of the job to follow: the new one, or the one that somebody else started just before. */
export function useStartInstallation(onStarted: (jobId: string) => void) {
  return useMutation({
    mutationFn: installationApi.start,
    onSuccess: ({ jobId }) => onStarted(jobId),
    onError: (error) => {
      const other = error instanceof ApiError ? error.fields['jobId'] : undefined;
      if (other !== undefined) onStarted(other);
    },
  });
}

export function usePreview() {
  return useMutation({ mutationFn: installationApi.preview });
}

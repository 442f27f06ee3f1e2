// Changes of the set-up, what another org lacks, and what can be done about both.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useKeepSetUp } from '../setup-queries.ts';
import { historyApi } from './history-api.ts';

export function useChanges() {
  return useQuery({ queryKey: ['setup-changes'], queryFn: ({ signal }) => historyApi.changes(signal) });
}

export function useRestore() {
  const keep = useKeepSetUp();
  return useMutation({ mutationFn: historyApi.restore, onSuccess: keep });
}

export function useReadFile() {
  return useMutation({ mutationFn: historyApi.readFile });
}

const gapsKey = ['setup-gaps'];

export function useGaps(enabled = true) {
  return useQuery({ queryKey: gapsKey, queryFn: ({ signal }) => historyApi.gaps(signal), enabled });
}

export function useCarryOver() {
  const keep = useKeepSetUp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: historyApi.carryOver,
    onSuccess: (answer) => {
      keep(answer);
      return queries.invalidateQueries({ queryKey: gapsKey });
    },
  });
}

export function useWriteAnew() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: historyApi.writeAnew,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: gapsKey });
      await queries.invalidateQueries({ queryKey: ['bookings'] });
    },
  });
}

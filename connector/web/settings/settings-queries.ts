// One's own account, keys and the log as the pages know them, and what changes them.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { settingsApi } from './settings-api.ts';

const accountKey = ['account'];
const sessionsKey = ['account', 'sessions'];
const keysKey = ['api-keys'];

export function useOwnAccount() {
  return useQuery({
    queryKey: [...accountKey, 'self'],
    queryFn: ({ signal }) => settingsApi.account(signal),
  });
}

export function useSessions() {
  return useQuery({ queryKey: sessionsKey, queryFn: ({ signal }) => settingsApi.sessions(signal) });
}

export function useApiKeys() {
  return useQuery({ queryKey: keysKey, queryFn: ({ signal }) => settingsApi.apiKeys(signal) });
}

export function useAuditLog() {
  return useInfiniteQuery({
    queryKey: ['audit-log'],
    queryFn: ({ pageParam, signal }) => settingsApi.auditLog(pageParam, signal),
    initialPageParam: null,
    getNextPageParam: (last: { next: string | null }) => last.next,
  });
}

function useMutationOf<Input, Answer>(
  mutationFn: (input: Input) => Promise<Answer>,
  changes: readonly string[],
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => queries.invalidateQueries({ queryKey: changes }),
  });
}

export const useChangePassword = () => useMutationOf(settingsApi.changePassword, accountKey);
export const useEndSession = () => useMutationOf(settingsApi.endSession, sessionsKey);
export const useEndOtherSessions = () => useMutationOf(settingsApi.endOtherSessions, sessionsKey);
// Nothing counts until it is confirmed.
export const useBeginSecondFactor = () => useMutation({ mutationFn: settingsApi.beginSecondFactor });
export const useConfirmSecondFactor = () => useMutationOf(settingsApi.confirmSecondFactor, accountKey);
export const useEndSecondFactor = () => useMutationOf(settingsApi.endSecondFactor, accountKey);
export const useMakeBackupCodes = () => useMutation({ mutationFn: settingsApi.makeBackupCodes });
export const useMakeApiKey = () => useMutationOf(settingsApi.makeApiKey, keysKey);
export const useTakeBackApiKey = () => useMutationOf(settingsApi.takeBackApiKey, keysKey);

// Who is signed in, and to which workspace; everything else waits for this answer.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.ts';
import type { Role, Session } from '../api.ts';

const sessionKey = ['session'];

export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => api.session(signal),
    staleTime: 60_000,
  });
}

/** Of who is signed in; null before that is known. */
export function useRole(): Role | null {
  return useSession().data?.role ?? null;
}

/** Viewers look at everything and change nothing: what changes something is not offered to them. */
export function useMayChange(): boolean {
  return useRole() !== 'viewer';
}

/** Everything that changes who is signed in answers with the new session. */
export function useSessionMutation<Input>(mutationFn: (input: Input) => Promise<Session>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (session) => {
      // Somebody who has shown only the password is not signed in yet.
      if (session.state !== 'second_factor') queries.setQueryData(sessionKey, session);
    },
  });
}

export const useFirstRun = () => useSessionMutation(api.firstRun);
export const useSignIn = () => useSessionMutation(api.signIn);

/** Asks again: the session may have ended by what was just done. */
export function useRefreshSession() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: sessionKey });
}

export function useSwitchWorkspace() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: api.switchWorkspace,
    onSuccess: (session) => {
      // Nothing of the other workspace may be shown in this one.
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
      queries.setQueryData(sessionKey, session);
    },
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: api.signOut,
    onSuccess: async () => {
      // Nothing of the last person may be left for the next one at this screen.
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
      await queries.invalidateQueries({ queryKey: sessionKey });
    },
  });
}

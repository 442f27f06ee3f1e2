// The connection as the connector knows it, and what can be done to it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Connection } from '../api.ts';
import { useConnectionCalls } from './connection-calls.tsx';

const connectionKey = ['connection'];

export function useConnectionPage() {
  return useQuery({
    queryKey: connectionKey,
    queryFn: ({ signal }) => api.connection(signal),
    // Only a connection that waits for somebody changes on its own soon.
    refetchInterval: ({ state }) => {
      const connection = state.data?.connection;
      return connection && connection.state !== 'ready' && connection.state !== 'disconnected'
        ? 15_000
        : 60_000;
    },
  });
}

export function useAttempt(id: string | null) {
  const calls = useConnectionCalls();
  return useQuery({
    queryKey: ['attempt', id],
    queryFn: ({ signal }) => calls.attempt(id ?? '', signal),
    enabled: id !== null,
    staleTime: Infinity,
  });
}

export function useErrorExplanation(code: string | null) {
  const calls = useConnectionCalls();
  return useQuery({
    queryKey: ['connection-error', code],
    queryFn: ({ signal }) => calls.explainError(code ?? '', signal),
    enabled: code !== null,
    staleTime: Infinity,
  });
}

export function useAuthorize() {
  const { authorize } = useConnectionCalls();
  return useMutation({ mutationFn: authorize });
}

/** Where Bookbridge logs in by itself: nobody leaves this page. */
export function useConnectUnattended() {
  const keep = useKeepConnection();
  return useMutation({ mutationFn: api.connectUnattended, onSuccess: ({ connection }) => keep(connection) });
}

export function useConfirmUser() {
  const keep = useKeepConnection();
  const { confirmUser } = useConnectionCalls();
  return useMutation({ mutationFn: confirmUser, onSuccess: ({ connection }) => keep(connection) });
}

export function useRejectUser() {
  const { rejectUser } = useConnectionCalls();
  return useMutation({ mutationFn: rejectUser });
}

export function useCheckAgain() {
  const keep = useKeepConnection();
  const { checkAgain } = useConnectionCalls();
  return useMutation({ mutationFn: checkAgain, onSuccess: ({ connection }) => keep(connection) });
}

export function useDisconnect() {
  const keep = useKeepConnection();
  return useMutation({ mutationFn: api.disconnect, onSuccess: ({ connection }) => keep(connection) });
}

function useKeepConnection() {
  const queries = useQueryClient();
  const { pageKey } = useConnectionCalls();
  return (connection: Connection) => {
    queries.setQueryData<object>(pageKey, (page) => (page ? { ...page, connection } : page));
    // Bookings that waited for this may move now, and other phases may be open.
    void queries.invalidateQueries({ queryKey: ['bookings'] });
    void queries.invalidateQueries({ queryKey: ['setup'] });
    void queries.invalidateQueries({ queryKey: ['setup-phases'] });
    return queries.invalidateQueries({ queryKey: pageKey });
  };
}

// The connection as the connector knows it, and what can be done to it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Connection, type ConnectionPage } from '../api.ts';

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
  return useQuery({
    queryKey: ['attempt', id],
    queryFn: ({ signal }) => api.attempt(id ?? '', signal),
    enabled: id !== null,
    staleTime: Infinity,
  });
}

export function useErrorExplanation(code: string | null) {
  return useQuery({
    queryKey: ['connection-error', code],
    queryFn: ({ signal }) => api.explainError(code ?? '', signal),
    enabled: code !== null,
    staleTime: Infinity,
  });
}

export function useAuthorize() {
  return useMutation({ mutationFn: api.authorize });
}

/** Where Bookbridge logs in by itself: nobody leaves this page. */
export function useConnectUnattended() {
  const keep = useKeepConnection();
  return useMutation({ mutationFn: api.connectUnattended, onSuccess: ({ connection }) => keep(connection) });
}

export function useConfirmUser() {
  const keep = useKeepConnection();
  return useMutation({ mutationFn: api.confirmUser, onSuccess: ({ connection }) => keep(connection) });
}

export function useRejectUser() {
  return useMutation({ mutationFn: api.rejectUser });
}

export function useCheckAgain() {
  const keep = useKeepConnection();
  return useMutation({ mutationFn: api.checkAgain, onSuccess: ({ connection }) => keep(connection) });
}

export function useDisconnect() {
  const keep = useKeepConnection();
  return useMutation({ mutationFn: api.disconnect, onSuccess: ({ connection }) => keep(connection) });
}

function useKeepConnection() {
  const queries = useQueryClient();
  return (connection: Connection) => {
    queries.setQueryData<ConnectionPage>(connectionKey, (page) => (page ? { ...page, connection } : page));
    // Bookings that waited for this may move now.
    void queries.invalidateQueries({ queryKey: ['bookings'] });
    return queries.invalidateQueries({ queryKey: connectionKey });
  };
}

// Who asks the connector: somebody signed in, or the holder of an admin link, who may ask for less at other addresses. The
// components of a connection use whichever stands around them.
import { createContext, type ReactNode, useContext } from 'react';
import { api, type Attempt, type AuthorizeInput, type Connection, type Problem } from '../api.ts';

export type ConnectionCalls = {
  /** Where the page with `connection` in it is kept. */
  pageKey: readonly string[];
  authorize: (input: AuthorizeInput) => Promise<{ url: string }>;
  attempt: (id: string, signal?: AbortSignal) => Promise<Attempt>;
  confirmUser: (id: string) => Promise<{ connection: Connection }>;
  rejectUser: (id: string) => Promise<{ logoutUrl: string }>;
  explainError: (code: string, signal?: AbortSignal) => Promise<{ error: Problem }>;
  checkAgain: () => Promise<{ connection: Connection }>;
};

const ofAccount: ConnectionCalls = {
  pageKey: ['connection'],
  authorize: api.authorize,
  attempt: api.attempt,
  confirmUser: api.confirmUser,
  rejectUser: api.rejectUser,
  explainError: api.explainError,
  checkAgain: api.checkAgain,
};

const Calls = createContext(ofAccount);

export const useConnectionCalls = () => useContext(Calls);

export function WithCalls({ calls, children }: { calls: ConnectionCalls; children: ReactNode }) {
  return <Calls value={calls}>{children}</Calls>;
}

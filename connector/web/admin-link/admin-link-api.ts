// What the connector answers about admin links: to people who are signed in, and to whoever holds one.
import { z } from 'zod';
import { attempt, connection, connectionAnswer, environment, problem, type AuthorizeInput } from '../api.ts';
import { get, post, remove } from '../request.ts';

const state = z.enum(['open', 'used', 'expired', 'replaced']);

const madeLink = z.object({
  state,
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  openedAt: z.string().nullable(),
  usedAt: z.string().nullable(),
  usedBy: z.string().nullable(),
});
export type MadeLink = z.infer<typeof madeLink>;

const heldLink = z.object({
  state,
  workspace: z.string(),
  sentBy: z.string(),
  expiresAt: z.string(),
  environments: z.array(environment).default([]),
  callbackUrl: z.string().default(''),
  /** What was connected with it, in this browser. */
  connection: connection.nullable(),
});
export type HeldLink = z.infer<typeof heldLink>;

const part = encodeURIComponent;

export const adminLinkApi = {
  latest: (signal?: AbortSignal) =>
    get('/api/connection/admin-links', z.object({ link: madeLink.nullable() }), signal),
  make: () => post('/api/connection/admin-links', z.object({ url: z.string(), expiresAt: z.string() })),
  withdraw: () => remove('/api/connection/admin-links'),
};

/** For the holder of the link with this token. */
export function heldLinkApi(token: string) {
  const base = `/api/admin-link/${part(token)}`;
  return {
    link: (signal?: AbortSignal) => get(base, heldLink, signal),
    authorize: (input: AuthorizeInput) => post(`${base}/authorize`, z.object({ url: z.string() }), input),
    attempt: (id: string, signal?: AbortSignal) => get(`${base}/attempts/${part(id)}`, attempt, signal),
    confirmUser: (id: string) => post(`${base}/attempts/${part(id)}/confirm`, connectionAnswer),
    rejectUser: (id: string) =>
      post(`${base}/attempts/${part(id)}/reject`, z.object({ logoutUrl: z.string() })),
    explainError: (code: string, signal?: AbortSignal) =>
      get(`${base}/errors/${part(code)}`, z.object({ error: problem }), signal),
    checkAgain: () => post(`${base}/check`, connectionAnswer),
  };
}

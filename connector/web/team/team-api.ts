// What the connector answers about members and invitations, as schemas, and one function per endpoint.
import { z } from 'zod';
import { role } from '../api.ts';
import type { Role } from '../api.ts';
import { get, nothing, patch, post, remove } from '../request.ts';

const member = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  hasSecondFactor: z.boolean(),
  since: z.string(),
  lastSeenAt: z.string().nullable(),
});
export type Member = z.infer<typeof member>;

const team = z.object({
  /** The id of who asks. */
  me: z.string(),
  role,
  /** Whether mail is sent at all. */
  mail: z.boolean(),
  members: z.array(member),
});
export type Team = z.infer<typeof team>;

const invitation = z.object({
  id: z.string(),
  email: z.string(),
  role,
  by: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  isExpired: z.boolean(),
});
export type Invitation = z.infer<typeof invitation>;

const invited = z.object({ invitation, url: z.string(), isSent: z.boolean() });
export type Invited = z.infer<typeof invited>;

const passwordLink = z.object({ url: z.string(), expiresAt: z.string() });

const memberAt = (id: string, rest = ''): string => `/api/team/members/${encodeURIComponent(id)}${rest}`;

export const teamApi = {
  team: (signal?: AbortSignal) => get('/api/team', team, signal),
  changeRole: ({ userId, role: next }: { userId: string; role: Role }) =>
    patch(memberAt(userId), nothing, { role: next }),
  removeMember: (userId: string) => remove(memberAt(userId)),
  makePasswordLink: (userId: string) => post(memberAt(userId, '/password-link'), passwordLink),

  invitations: (signal?: AbortSignal) =>
    get('/api/team/invitations', z.object({ invitations: z.array(invitation) }), signal),
  invite: (input: { email: string; role: Role }) => post('/api/team/invitations', invited, input),
  takeBack: (id: string) => remove(`/api/team/invitations/${encodeURIComponent(id)}`),
};

// What the connector answers to people who are not signed in yet, as schemas, and one function per endpoint.
import { z } from 'zod';
import { role, session } from '../api.ts';
import { get, nothing, post } from '../request.ts';

const invitation = z.object({
  workspace: z.string(),
  email: z.string(),
  role,
  by: z.string(),
  hasAccount: z.boolean(),
  signedInAs: z.string().nullable(),
});
export type Invitation = z.infer<typeof invitation>;

const at = (kind: 'invitations' | 'password-links', token: string): string =>
  `/api/entry/${kind}/${encodeURIComponent(token)}`;

export type SecondFactor = { kind: 'app' | 'backup_code'; code: string; trustDevice: boolean };

export const entryApi = {
  secondFactor: (input: SecondFactor) => post('/api/sign-in/second-factor', session, input),
  singleSignOn: () => post('/api/single-sign-on', z.object({ url: z.string() })),
  askForPasswordLink: (email: string) =>
    post('/api/entry/password-links', z.object({ mail: z.boolean() }), { email }),
  passwordLink: (token: string, signal?: AbortSignal) =>
    get(at('password-links', token), z.object({ email: z.string() }), signal),
  setPassword: ({ token, password }: { token: string; password: string }) =>
    post(at('password-links', token), nothing, { password }),
  invitation: (token: string, signal?: AbortSignal) =>
    get(at('invitations', token), z.object({ invitation }), signal),
  /** Without name and password: with the account that is signed in. */
  accept: ({ token, ...account }: { token: string; name?: string; password?: string }) =>
    post(`${at('invitations', token)}/accept`, session, account),
};

// What a login without a browser is asked with: the flow, the OAuth app with its key or secret, and who must answer.
import type { ConnectionMode, OrgKind } from '../store/schema.ts';

export type UnattendedLogin = {
  /** Where the token is asked for, and the audience of a JWT: the org's My Domain for a local app. */
  loginOrigin: string;
  clientId: string;
  /** Of the API user. Another user who answers is refused. */
  username: string;
} & (
  | { flow: 'jwt_bearer'; /** PEM. */ privateKey: string }
  | { flow: 'client_credentials'; clientSecret: string }
);

/** A login together with what is expected of the org behind it. */
export type UnattendedTarget = UnattendedLogin & {
  mode: ConnectionMode;
  appScope?: 'global' | 'local';
  /** Left out: whatever the org says it is. */
  kind?: OrgKind;
};

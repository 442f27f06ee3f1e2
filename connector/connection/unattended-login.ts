// A login without a browser: what it is asked with (the flow, the OAuth app with its key or secret, who must answer), and asking.
import type { Config } from '../config.ts';
import type { ConnectionMode, OrgKind } from '../store/schema.ts';
import { requestByAssertion, requestByClientCredentials } from './oauth-client.ts';
import type { TokenOutcome } from './oauth-client.ts';
import { readPrivateKey } from './private-key.ts';

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

/** Throws AppError when the private key cannot be used; what Salesforce says is the outcome. */
export async function requestUnattended(
  config: Config,
  login: UnattendedLogin,
  now: Date,
): Promise<TokenOutcome> {
  const { loginOrigin, clientId, username } = login;
  if (login.flow === 'client_credentials')
    return requestByClientCredentials(config, { loginOrigin, clientId, clientSecret: login.clientSecret });
  const privateKey = readPrivateKey(login.privateKey);
  return requestByAssertion(
    config,
    { loginOrigin, clientId, clientSecret: null },
    { username, privateKey, now },
  );
}

// For tests: a jsforce connection as the admin of an org, for what a person changes in Setup.
import { Connection } from 'jsforce';
import { createSign } from 'node:crypto';
import { z } from 'zod';
import type { RunningLocalOrg } from '../../local-org/local-org.ts';

const tokenSchema = z.object({ access_token: z.string(), instance_url: z.string() });

export const hubAdmin = 'admin@acme.example';

/** Logs in by JWT through the local org's app for command lines. */
export async function adminOf(
  org: RunningLocalOrg,
  target: { instanceUrl: string; username: string } | null,
): Promise<Connection> {
  if (target === null) throw new Error('There is no org.');
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: org.cli.clientId,
    sub: target.username,
    aud: target.instanceUrl,
    exp: Math.floor(Date.now() / 1_000) + 180,
  };
  const unsigned = `${part({ alg: 'RS256' })}.${part(claims)}`;
  const signature = createSign('RSA-SHA256').update(unsigned).sign(org.cli.privateKey, 'base64url');
  const response = await fetch(`${target.instanceUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: `${unsigned}.${signature}`,
    }),
  });
  const token = tokenSchema.parse(await response.json());
  return new Connection({
    instanceUrl: token.instance_url,
    accessToken: token.access_token,
    version: '67.0',
  });
}

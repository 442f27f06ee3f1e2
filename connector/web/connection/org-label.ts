// How an org is named in a sentence, and a connection in words.
import type { Connection, OrgKind } from '../api.ts';

export function orgLabel({ orgName, kind }: { orgName: string; kind: OrgKind }): string {
  return kind === 'sandbox' ? `${orgName} (sandbox)` : orgName;
}

export const kindWords: Record<OrgKind, string> = { production: 'Production', sandbox: 'Sandbox' };

/** How Bookbridge logs in, and which rights its user is expected to have. */
export const flowWords: Record<Connection['flow'], string> = {
  web_server: 'In the browser, once',
  jwt_bearer: 'By itself, with a certificate',
  client_credentials: 'By itself, with the secret of the OAuth app',
};
export const modeWords: Record<Connection['mode'], string> = {
  standard: "An administrator's (standard mode)",
  secure: 'Only what bookings need (secure mode)',
};

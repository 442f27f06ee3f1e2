// OIDC_… settings: the company's identity provider, and who may come in through it.
import { listOf } from '../setting-reader.ts';
import type { Reader } from '../setting-reader.ts';

export type OidcSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** On the button: "Sign in with …". */
  readonly name: string;
  /** Addresses, or `@domain` for everybody of a domain; in lower case. */
  readonly allowed: readonly string[];
  readonly role: 'admin' | 'viewer';
};

const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ALLOWED'] as const;
const examples: Record<(typeof names)[number], string> = {
  OIDC_ISSUER: 'https://login.example.com',
  OIDC_CLIENT_ID: 'bookbridge',
  OIDC_CLIENT_SECRET: '…',
  OIDC_ALLOWED: '@example.com,ana@partner.example',
};

/** Null when none is set; what is half set is a problem. */
export function readOidc(from: Reader): OidcSettings | null {
  const values = new Map(names.map((name) => [name, from.text(name)]));
  if ([...values.values()].every((value) => value === null)) return null;
  for (const [name, value] of values)
    if (value === null) from.problem(name, 'is missing: the OIDC settings go together', examples[name]);
  const issuer = values.get('OIDC_ISSUER') ?? '';
  if (issuer !== '' && !isIssuer(issuer))
    from.problem('OIDC_ISSUER', `must be an https address, not "${issuer}"`, examples.OIDC_ISSUER);
  const allowed = listOf(values.get('OIDC_ALLOWED') ?? null).map((entry) => entry.toLowerCase());
  for (const entry of allowed)
    if (!/^[^@\s]*@[^@\s]+\.[^@\s]+$/.test(entry))
      from.problem('OIDC_ALLOWED', `must list addresses or @domains, not "${entry}"`, examples.OIDC_ALLOWED);
  const role = from.text('OIDC_ROLE') ?? 'viewer';
  if (role !== 'admin' && role !== 'viewer')
    from.problem('OIDC_ROLE', `must be admin or viewer, not "${role}"`, 'viewer');
  return {
    issuer,
    clientId: values.get('OIDC_CLIENT_ID') ?? '',
    clientSecret: values.get('OIDC_CLIENT_SECRET') ?? '',
    name: from.text('OIDC_NAME') ?? 'single sign-on',
    allowed,
    role: role === 'admin' ? 'admin' : 'viewer',
  };
}

/** http only on this machine, for trials. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  const isHere = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1';
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isHere));
}

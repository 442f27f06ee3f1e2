// Which hosts may ever see a login, a code or a token: Salesforce's own, and the local org's when configured. Whatever a
// browser or an answer names is checked here first, else a forged host would be handed the secret.
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { OrgKind } from '../store/schema.ts';

const loginHosts = new Set(['login.salesforce.com', 'test.salesforce.com']);
// Each label as DNS allows it, so that no other character can end the host early.
const myDomain = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+my\.salesforce\.com$/;
const bareName = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;
const lightningHost =
  /\.(?:lightning\.force\.com|my\.salesforce-setup\.com|vf\.force\.com|visualforce\.com)$/;

type Hosts = Pick<Config, 'localOrigins'>;

/** The origin of `url` when Bookbridge may talk to it, else null. */
export function allowedOrigin(hosts: Hosts, url: string): string | null {
  const parsed = URL.parse(url);
  if (!parsed || parsed.username !== '' || parsed.password !== '') return null;
  if (hosts.localOrigins.includes(parsed.origin)) return parsed.origin;
  if (parsed.protocol !== 'https:' || parsed.port !== '') return null;
  return loginHosts.has(parsed.hostname) || myDomain.test(parsed.hostname) ? parsed.origin : null;
}

export function isLocalOrigin(hosts: Hosts, origin: string): boolean {
  return hosts.localOrigins.includes(origin);
}

/** True for the hosts that serve every org, where an app that is local to one org is unknown. */
export function isSharedLoginHost(origin: string): boolean {
  return loginHosts.has(URL.parse(origin)?.hostname ?? '');
}

/**
 * The origin of the My Domain a person typed or pasted: `acme`, `acme.my.salesforce.com` or an address below it.
 * Throws `my_domain_missing`, `my_domain_is_lightning_url` or `bad_my_domain`, each with what to enter instead.
 */
export function parseMyDomain(hosts: Hosts, entered: string): string {
  const text = entered.trim();
  if (text === '') {
    throw badDomain(
      'my_domain_missing',
      'Enter the My Domain of the org.',
      'It looks like acme.my.salesforce.com.',
    );
  }
  const address = bareName.test(text)
    ? `https://${text}.my.salesforce.com`
    : text.includes('://')
      ? text
      : `https://${text}`;
  const url = URL.parse(address);
  const host = url?.hostname ?? '';
  if (lightningHost.test(host)) {
    const suggestion = host
      .replace(/\.lightning\.force\.com$/, '.my.salesforce.com')
      .replace(/\.my\.salesforce-setup\.com$/, '.my.salesforce.com');
    throw badDomain(
      'my_domain_is_lightning_url',
      'This is the address of a Salesforce page, not the My Domain: nobody can log in there.',
      suggestion.endsWith('.my.salesforce.com')
        ? `Enter ${suggestion} instead.`
        : 'Setup → My Domain shows the address that ends in .my.salesforce.com.',
    );
  }
  const origin = allowedOrigin(hosts, address);
  if (origin === null) {
    throw badDomain(
      'bad_my_domain',
      'This is not the My Domain of a Salesforce org.',
      'Enter the address that ends in .my.salesforce.com; Setup → My Domain shows it.',
    );
  }
  return origin;
}

/** What the host itself says about the kind of org, null when it says nothing. */
export function kindOfHost(origin: string): OrgKind | null {
  const host = URL.parse(origin)?.hostname ?? '';
  if (host === 'test.salesforce.com' || /\.(?:sandbox|scratch)\.my\.salesforce\.com$/.test(host))
    return 'sandbox';
  if (host === 'login.salesforce.com' || myDomain.test(host)) return 'production';
  return null;
}

function badDomain(code: string, message: string, fix: string): AppError {
  return new AppError(code, message, { status: 400, fix, fields: { myDomain: message } });
}

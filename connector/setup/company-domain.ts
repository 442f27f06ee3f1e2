// Which company an e-mail address speaks for, and how its website may be written in Salesforce. Pure.
import { domainToASCII, domainToUnicode } from 'node:url';
import { getDomain, getHostname } from 'tldts';
import { freeMailDomains } from './free-mail-domains.ts';

/** `ignored`: an address there says nothing about a company. */
export type CompanyDomain =
  { kind: 'company'; hosts: readonly string[] } | { kind: 'ignored'; domain: string };

/** Null without an address, or when what stands behind the @ is no domain. */
export function readCompanyDomain(
  email: string | null,
  ignoredDomains: readonly string[],
): CompanyDomain | null {
  const host = email === null ? null : bareHost(email.slice(email.lastIndexOf('@') + 1));
  const domain = host === null ? null : registrableDomain(host);
  if (host === null || domain === null) return null;
  const ignored = [host, domain].find(
    (each) => freeMailDomains.has(each) || ignoredDomains.some((own) => bareHost(own) === each),
  );
  if (ignored !== undefined) return { kind: 'ignored', domain: ignored };
  // The mail's own host says more than the domain it belongs to.
  return { kind: 'company', hosts: host === domain ? [domain] : [host, domain] };
}

/** Every usual way to write the website of these hosts, for an exact and therefore quick comparison. */
export function websiteVariants(hosts: readonly string[]): string[] {
  // Domains beyond ASCII are kept in either form.
  const written = new Set(hosts.flatMap((host) => [host, domainToUnicode(host)]));
  return [...written].flatMap((host) =>
    ['', 'http://', 'https://'].flatMap((scheme) =>
      ['', 'www.'].flatMap((www) => ['', '/'].map((end) => `${scheme}${www}${host}${end}`)),
    ),
  );
}

/** The host of a website as it stands in Salesforce, without www; null when there is none. */
export function hostOfWebsite(website: string | null): string | null {
  return website === null ? null : bareHost(website);
}

/** Parts of one site under a shared suffix (github.io) are different owners, hence the private domains. */
function registrableDomain(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: true });
}

function bareHost(text: string): string | null {
  const host = getHostname(text.trim().toLowerCase());
  return (
    (host !== null &&
      domainToASCII(host)
        .replace(/^www\./, '')
        .replace(/\.$/, '')) ||
    null
  );
}

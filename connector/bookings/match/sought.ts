// Stage `match`: what is looked for in the org, worked out from the booking and the rules before anything is asked.
import type { MappedObject, MatchKey, Rules } from '../../setup/set-up-document.ts';
import { emailKey } from '../booking.ts';
import type { TrailRow } from '../booking.ts';
import { readCompanyDomain } from '../../setup/company-domain.ts';
import { isSameId, readLinkIds } from './link-ids.ts';
import type { LinkIds } from './link-ids.ts';
import type { MatchRequest } from './match-request.ts';
import { isSamePhone, readPhone } from './phone-number.ts';
import type { PhoneNumber } from './phone-number.ts';

export type PersonFields = { emails: readonly string[]; phones: readonly string[] };
export type PersonObject = 'Contact' | 'Lead';

export type AccountKey = { by: 'domain'; hosts: readonly string[] } | { by: 'name'; name: string };

export type Sought = {
  request: MatchRequest;
  rules: Rules;
  /** As Salesforce compares it; null when there is none that anybody in Salesforce could have. */
  email: string | null;
  /** The booking's address whatever its length, to compare with what a link names. */
  ownEmail: string | null;
  phone: PhoneNumber | null;
  links: LinkIds;
  fields: Record<PersonObject, PersonFields>;
  /** How the Account of a new Contact is looked for; null: not at all. */
  accountKey: AccountKey | null;
  /** What was left out, and why. */
  trail: TrailRow[];
};

export function planSearch(request: MatchRequest): Sought {
  const { details, rules } = request;
  const given = emailKey(details.person.email);
  const ownEmail = given !== null && isPlaceholder(given) ? null : given;
  const phone = looksFor(rules, ['contact_phone', 'lead_phone']) ? readPhone(details.person.phone) : null;
  const trail: TrailRow[] = [];
  if (given !== ownEmail)
    trail.push(told('placeholder_address', 'The e-mail address only stands in for a phone number.'));
  if (ownEmail !== null && ownEmail.length > longestEmail)
    trail.push(
      told(
        'address_too_long',
        `The e-mail address is longer than the ${longestEmail} characters that Salesforce keeps.`,
      ),
    );
  if (phone === null && details.person.phone !== null && looksFor(rules, ['contact_phone', 'lead_phone']))
    trail.push(told('phone_too_short', 'The phone number has too few digits to find somebody by it.'));
  const account = accountKeyFor(request, ownEmail);
  if (account?.by === 'ignored')
    trail.push(told('domain_ignored', `Addresses at ${account.domain} say nothing about a company.`));
  return {
    request,
    rules,
    email: ownEmail !== null && ownEmail.length <= longestEmail ? ownEmail : null,
    ownEmail,
    phone,
    links: readLinkIds(details, request.duplicateIds),
    fields: {
      Contact: { emails: rules.match.emailFields.Contact, phones: rules.match.phoneFields.Contact },
      Lead: { emails: rules.match.emailFields.Lead, phones: rules.match.phoneFields.Lead },
    },
    accountKey: account?.by === 'ignored' ? null : account,
    trail,
  };
}

/** Salesforce keeps 80 characters: nobody there has a longer address, and asking with any length would fail. */
const longestEmail = 80;

/** Cal.com gives people who book by phone such an address. */
function isPlaceholder(email: string): boolean {
  return email.endsWith('@sms.cal.com');
}

/** Whether a duplicate rule of the org named this record. */
export function isDuplicate({ request }: Sought, id: string | null | undefined): boolean {
  return (request.duplicateIds ?? []).some((each) => isSameId(each, id ?? ''));
}

/** What a key of the rules looks for in which object. */
export const matchedBy: Record<MatchKey, { sObject: PersonObject; by: 'email' | 'phone' }> = {
  contact_email: { sObject: 'Contact', by: 'email' },
  lead_email: { sObject: 'Lead', by: 'email' },
  contact_phone: { sObject: 'Contact', by: 'phone' },
  lead_phone: { sObject: 'Lead', by: 'phone' },
};

function looksFor(rules: Rules, keys: readonly MatchKey[]): boolean {
  return rules.match.order.some((key) => keys.includes(key));
}

/** Whether the rules look for people of this object by this at all, and the booking says what to look for. */
export function isSought(sought: Sought, sObject: PersonObject, by: 'email' | 'phone'): boolean {
  const { rules, email, phone, fields } = sought;
  const inOrder = rules.match.order.some(
    (key) => matchedBy[key].sObject === sObject && matchedBy[key].by === by,
  );
  return by === 'email'
    ? inOrder && email !== null && fields[sObject].emails.length > 0
    : inOrder && phone !== null && fields[sObject].phones.length > 0;
}

export function hasEmail(sought: Sought, emails: readonly string[]): boolean {
  return sought.email !== null && emails.some((email) => emailKey(email) === sought.email);
}

export function hasPhone({ phone }: Sought, phones: readonly string[]): boolean {
  if (phone === null) return false;
  return phones.some((text) => {
    const other = readPhone(text);
    return other !== null && isSamePhone(phone, other);
  });
}

/** Only people nobody knows need an Account, and only as Contacts: Leads have none, Person Accounts are their own. */
function accountKeyFor(
  { details, rules }: MatchRequest,
  email: string | null,
): AccountKey | { by: 'ignored'; domain: string } | null {
  if (rules.unknownPerson !== 'contact') return null;
  if (rules.account.match === 'name') {
    const name = details.person.company?.trim();
    return name ? { by: 'name', name: name.slice(0, 255) } : null;
  }
  if (rules.account.match !== 'domain') return null;
  const domain = readCompanyDomain(email, rules.account.ignoredDomains);
  if (domain === null) return null;
  return domain.kind === 'ignored'
    ? { by: 'ignored', domain: domain.domain }
    : { by: 'domain', hosts: domain.hosts };
}

/** Fields whose present values are wanted; none for an object that the API user does not see. */
export function wantedOf({ request }: Sought, sObject: MappedObject): readonly string[] {
  return request.read[sObject] ?? [];
}

export function told(code: string, text: string, detail?: Record<string, unknown>): TrailRow {
  return { stage: 'match', code, text, ...(detail && { detail }) };
}

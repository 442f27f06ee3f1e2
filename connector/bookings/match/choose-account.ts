// Stage `match`: the person's Account, or the one a new Contact belongs to. A Contact keeps its own Account whatever the
// booking says; only for people nobody knows one is looked for.
import type { FoundRecord, MatchParked } from '../plan.ts';
import type { TrailRow } from '../booking.ts';
import { failureOf } from './ask-org.ts';
import type { Answers } from './ask-org.ts';
import type { Person } from './candidate.ts';
import { hostOfWebsite } from '../../setup/company-domain.ts';
import { isSameId } from './link-ids.ts';
import type { Linked } from './linked-records.ts';
import { listNames, nameOf, tieWords } from './reasons.ts';
import { foundIn, textAt } from './row.ts';
import type { Row } from './row.ts';
import { isDuplicate, told, wantedOf } from './sought.ts';

export type AccountChoice = { account: FoundRecord | null; trail: TrailRow[] };

/** `ours`: the Account that our own record names. Throws when the look-up failed and this booking needs it. */
export function chooseAccount(
  answers: Answers,
  person: Person | null,
  ours: FoundRecord | null,
  linked: Linked,
): AccountChoice | { park: MatchParked['park']; trail: TrailRow[] } {
  const { sought, accounts } = answers;
  if (person?.record.sObject === 'Contact') return ownAccount(person, linked);
  if (person === null && sought.rules.unknownPerson === 'person_account') return { account: null, trail: [] };
  if (accounts.failure && (person === null || sought.links.byObject.Account.length > 0))
    throw failureOf('account', accounts.failure);
  if (linked.account) {
    const { account } = linked;
    const text = isDuplicate(sought, account.id)
      ? `A duplicate rule of the org takes the company for ${nameOf(account)}.`
      : `The booking link names ${nameOf(account)}.`;
    return { account, trail: [told('account_link', text, detailOf(account))] };
  }
  if (ours) return { account: { ...ours, onlyLink: true }, trail: [] };
  if (person !== null) return { account: null, trail: [] };
  return lookedUp(answers);
}

function ownAccount({ account, isPersonAccount }: Person, linked: Linked): AccountChoice {
  if (isPersonAccount || account === null || linked.account === null || linked.account.id === account.id)
    return { account, trail: [] };
  const text = `The booking link names ${nameOf(linked.account)}, but the Contact belongs to ${nameOf(account)}, which is kept.`;
  return { account, trail: [told('account_kept', text, detailOf(account))] };
}

function lookedUp({
  accounts,
  sought,
}: Answers): AccountChoice | { park: MatchParked['park']; trail: TrailRow[] } {
  const { accountKey: key, links } = sought;
  if (key === null) return { account: null, trail: [] };
  const byKey = accounts.rows.filter(
    (row) => !links.byObject.Account.some((id) => isSameId(id, textAt(row, 'Id') ?? '')),
  );
  const found = (key.by === 'domain' ? closestHost(byKey, key.hosts) : byKey)
    .map((row) => foundIn('Account', row, wantedOf(sought, 'Account')))
    .filter((account) => account !== null);
  const way = key.by === 'domain' ? `by the domain ${key.hosts.join(' or ')}` : 'by the company name';
  const [account] = found;
  if (account === undefined)
    return { account: null, trail: [told('account_unknown', `No Account was found ${way}.`)] };
  if (found.length > 1 && sought.rules.match.tie === 'park') {
    const message = `Several Accounts match ${way}: ${listNames(found)}.`;
    return {
      park: {
        code: 'several_accounts',
        message,
        fix: 'Merge the Accounts in Salesforce if they are one company, or change how Accounts are found in the creation rules. Then replay the booking.',
      },
      trail: [told('several_accounts', message)],
    };
  }
  const text = `Found ${nameOf(account)} ${way}${tieWords(found.length, sought)}.`;
  return { account, trail: [told(`account_${key.by}`, text, detailOf(account))] };
}

/** Accounts with the mail's own host before those with the domain it belongs to. */
function closestHost(rows: readonly Row[], hosts: readonly string[]): readonly Row[] {
  for (const host of hosts) {
    const found = rows.filter((row) => hostOfWebsite(textAt(row, 'Website')) === host);
    if (found.length > 0) return found;
  }
  return [];
}

function detailOf({ id }: FoundRecord): Record<string, unknown> {
  return { type: 'Account', id };
}

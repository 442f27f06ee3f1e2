// What a booking link carried along: campaign parameters, Salesforce record ids, and whatever else. All of it can be written
// by whoever opens the link, so ids are hints, and nothing here is trusted.
import { textOf } from '../booking.ts';

const utmNames = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;

/** Names under which the tools themselves carry a record id: Calendly, OnceHub, and what Cal.com's pages of ours name. */
const knownName =
  /^(salesforce_uuid|salesforce_record_id|sosf(person)?(lead|contact|account|case|opportunity|record)id)$/i;

/** Fields of a link that say something of their own; the rest is `hidden`. */
export type LinkValues = { utm: Record<string, string>; recordIds: string[]; hidden: Record<string, string> };

/** Sorts the values of a link; `parameter`: the workspace's own name for a record id. */
export function sortLinkValues(values: Record<string, unknown>, parameter: string | null): LinkValues {
  const sorted: LinkValues = { utm: {}, recordIds: [], hidden: {} };
  for (const [name, given] of Object.entries(values)) {
    const value = typeof given === 'boolean' ? String(given) : textOf(given);
    if (value === null) continue;
    const utm = utmNames.find((each) => each === name.toLowerCase());
    if (utm !== undefined) sorted.utm[utm] = value;
    else if (namesRecord(name, parameter)) sorted.recordIds.push(...recordIdsIn(value));
    else sorted.hidden[name] = value;
  }
  return { ...sorted, recordIds: [...new Set(sorted.recordIds)] };
}

/** True for a field that carries a record id, so that it is no answer of a person. */
export function namesRecord(name: string, parameter: string | null): boolean {
  return knownName.test(name) || (parameter !== null && name.toLowerCase() === parameter.toLowerCase());
}

/** As they stand in the link; several may be given with a comma between. The stage `match` says which of them can be ids. */
export function recordIdsIn(value: string | null): string[] {
  return (value ?? '')
    .split(/[,;]/)
    .map((each) => each.trim().slice(0, 100))
    .filter((each) => each !== '')
    .slice(0, 10);
}

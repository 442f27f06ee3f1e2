// Stage `match`: Salesforce record ids that came with a booking link. Anybody can write anything into a link, so they
// are hints: what does not look like an id of an object that can be linked is never sent to Salesforce.
import type { BookingDetails } from '../booking.ts';

/** https://help.salesforce.com/s/articleView?id=000385203&type=1 lists the key prefixes of standard objects. */
const prefixes = {
  '003': 'Contact',
  '00Q': 'Lead',
  '001': 'Account',
  '500': 'Case',
  '006': 'Opportunity',
} as const;
export type LinkedObject = (typeof prefixes)[keyof typeof prefixes];
export const linkedObjects = Object.values(prefixes);

export type LinkIds = {
  /** 15 characters each, as far as they look like ids. */
  byObject: Readonly<Record<LinkedObject, readonly string[]>>;
  /** As they stood in the link. */
  unusable: readonly string[];
};

/** A link carries one id of each kind; more than this is somebody playing. */
const most = 10;

/** `more`: ids that Salesforce itself named. */
export function readLinkIds(details: BookingDetails, more: readonly string[] = []): LinkIds {
  const byObject: Record<LinkedObject, string[]> = {
    Contact: [],
    Lead: [],
    Account: [],
    Case: [],
    Opportunity: [],
  };
  const unusable: string[] = [];
  for (const given of new Set([...more, ...givenIds(details).slice(0, most)])) {
    const sObject = objectOf(given);
    if (sObject === null) unusable.push(given);
    // 15 characters are enough: the other three are a checksum, and a wrong one would fail the whole query.
    else byObject[sObject].push(given.slice(0, 15));
  }
  return { byObject, unusable };
}

/** The same ids without those of the objects whose query Salesforce refused because of them. */
export function withoutIdsOf(ids: LinkIds, sObjects: readonly LinkedObject[]): LinkIds {
  const byObject = { ...ids.byObject };
  for (const sObject of sObjects) byObject[sObject] = [];
  return { byObject, unusable: [...ids.unusable, ...sObjects.flatMap((sObject) => ids.byObject[sObject])] };
}

export function isSameId(one: string, other: string): boolean {
  return one.slice(0, 15) === other.slice(0, 15);
}

function objectOf(given: string): LinkedObject | null {
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(given)) return null;
  const found = Object.entries(prefixes).find(([prefix]) => given.startsWith(prefix));
  return found ? found[1] : null;
}

/** Once each, whether 15 or 18 characters long. */
function givenIds({ recordIds }: BookingDetails): string[] {
  const given = recordIds.map((id) => id.trim());
  return [
    ...new Map(
      given.filter((id) => id !== '').map((id) => [id.slice(0, 15) + (id.length > 18 ? id : ''), id]),
    ).values(),
  ];
}

// What surrounds a booking when it is matched and mapped: the set-up with what differs for its event type, the org's fields,
// and the user whom its host is in the org. Read once per booking; usually without an API call.
import type { SalesforceClient } from '../salesforce/client.ts';
import type { DescribeCache, Describes } from '../salesforce/describe-cache.ts';
import { mappedObjects } from '../setup/set-up-document.ts';
import type { Rules, SetUp } from '../setup/set-up-document.ts';
import type { BookingDetails } from './booking.ts';
import { companionAppMissing } from './companion-app.ts';
import type { HostUsers } from './host-users.ts';
import { fieldsToRead, needsHost } from './map.ts';
import { hasPersonAccounts } from './map/person-account.ts';
import type { MatchRequest } from './match/match-request.ts';
import { rulesFor } from './rules-for.ts';

export type Surroundings = {
  setUp: SetUp;
  rules: Rules;
  describes: Describes;
  hostUserId: string | null;
  match: Pick<MatchRequest, 'read' | 'personAccounts'>;
};

/** Throws `companion_app_missing` when `Booking__c` is not visible, and what the client throws. */
export async function readSurroundings(
  { describes: cache, hostUsers }: { describes: DescribeCache; hostUsers: HostUsers },
  client: SalesforceClient,
  setUp: SetUp,
  { sourceId, details }: { sourceId: string; details: BookingDetails },
): Promise<Surroundings> {
  const describes = await cache.describeAll(client, [...mappedObjects, 'Booking__c']);
  if (!describes.get('Booking__c')) throw companionAppMissing('describe');
  const rules = rulesFor(setUp, sourceId, details.eventType);
  const hostUserId = needsHost(rules)
    ? await hostUsers.find(client, details.host?.email ?? null, rules.hosts)
    : null;
  return {
    setUp,
    rules,
    describes,
    hostUserId,
    match: {
      read: fieldsToRead(setUp, describes),
      personAccounts: hasPersonAccounts(describes.get('Account')),
    },
  };
}

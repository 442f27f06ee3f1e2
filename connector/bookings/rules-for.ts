// The rules for one booking: those of the workspace, with what differs for its event type put in place. Pure.
import type { Override, Owner, Rules, SetUp } from '../setup/set-up-document.ts';
import type { BookingDetails } from './booking.ts';

export function rulesFor(
  { rules, overrides }: SetUp,
  sourceId: string,
  eventType: BookingDetails['eventType'],
): Rules {
  const key = eventType && `${sourceId}:${eventType.key}`;
  const override = overrides.find(({ eventType: named }) => named === key);
  return override === undefined ? rules : withOverride(rules, override);
}

function withOverride(rules: Rules, override: Override): Rules {
  const { recordTypes = {}, owner } = override;
  const ofNew = (usual: Owner): Owner => owner ?? usual;
  const type = (object: keyof typeof recordTypes, usual: string | null): string | null =>
    recordTypes[object] === undefined ? usual : recordTypes[object];
  const { lead, contact, account, event } = rules;
  return {
    ...rules,
    unknownPerson: override.unknownPerson ?? rules.unknownPerson,
    lead: { ...lead, ownerOfNew: ofNew(lead.ownerOfNew), recordTypeId: type('Lead', lead.recordTypeId) },
    contact: {
      ...contact,
      ownerOfNew: ofNew(contact.ownerOfNew),
      recordTypeId: type('Contact', contact.recordTypeId),
    },
    account: {
      ...account,
      ownerOfNew: ofNew(account.ownerOfNew),
      recordTypeId: type('Account', account.recordTypeId),
    },
    case: {
      ...rules.case,
      create: override.createCase ?? rules.case.create,
      ownerOfNew: ofNew(rules.case.ownerOfNew),
      recordTypeId: type('Case', rules.case.recordTypeId),
    },
    event: {
      ...event,
      create: override.createEvent ?? event.create,
      owner: ofNew(event.owner),
      recordTypeId: type('Event', event.recordTypeId),
    },
  };
}

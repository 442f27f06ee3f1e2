// Which objects a booking may create or update under these rules: only there a required field or a lost right matters.
import { mappedObjects } from './set-up-document.ts';
import type { MappedObject, SetUp } from './set-up-document.ts';

export type InPlay = { created: ReadonlySet<MappedObject>; updated: ReadonlySet<MappedObject> };

export function objectsInPlay({ rules, overrides }: SetUp): InPlay {
  const created = new Set<MappedObject>();
  const people = new Set([rules.unknownPerson, ...overrides.flatMap((one) => one.unknownPerson ?? [])]);
  if (people.has('lead')) created.add('Lead');
  if (people.has('contact')) {
    created.add('Contact');
    if (rules.account.createForContact) created.add('Account');
  }
  if (people.has('person_account')) created.add('Account');
  if (rules.case.create === 'always' || overrides.some(({ createCase }) => createCase === 'always'))
    created.add('Case');
  if (rules.event.create || overrides.some(({ createEvent }) => createEvent === true)) created.add('Event');
  const isUpdated: Record<MappedObject, boolean> = {
    Lead: rules.lead.found === 'update',
    Contact: rules.contact.found === 'update',
    Account: rules.account.found === 'update',
    Case: rules.case.found === 'update',
    Event: created.has('Event'),
  };
  return { created, updated: new Set(mappedObjects.filter((object) => isUpdated[object])) };
}

/** A Person Account gets its name from the person's fields; Account.Name is then not written. */
export function makesOnlyPersonAccounts({ rules, overrides }: SetUp): boolean {
  const people = [rules.unknownPerson, ...overrides.flatMap((one) => one.unknownPerson ?? [])];
  return !people.includes('contact') || !rules.account.createForContact;
}

// English sentences for what is refused, for programs and logs; the pages have their own in every language.
import type { Problem } from './problems/problem.ts';

/** Under which name a refused form shows the problem: `Lead.Company`, or a rule's path. */
export function fieldKeyOf({ object, field }: Problem): string {
  if (field === null) return object ?? 'setUp';
  return object === null || /^(rules|overrides)\./.test(field) ? field : `${object}.${field}`;
}

export function tellProblem({ code, values, field }: Problem): string {
  const told = (name: string): string => String(values[name] ?? '');
  const label = told('label') || (field ?? '');
  const sentences: Record<string, string> = {
    target_missing: 'This org has no such field, or the API user may not see it.',
    target_not_writable: `${label} cannot be written by the API user.`,
    target_reserved: `${label} is set by Bookbridge itself.`,
    target_twice: `${label} has two rows; one is enough.`,
    object_hidden: 'The API user may not see this object.',
    source_unknown: `There is no booking field ${told('source')}.`,
    type_incompatible: `${label} is of type ${told('type')} and takes no ${told('sourceType')}.`,
    fixed_not_a_number: `${label} takes a number.`,
    fixed_not_a_date: `${label} takes a day, as in 2027-01-31.`,
    fixed_not_a_date_time: `${label} takes a time, as in 2027-01-31T09:00:00Z.`,
    fixed_not_a_time: `${label} takes a time of day, as in 09:30.`,
    fixed_not_a_boolean: `${label} is a checkbox: true or false.`,
    fixed_not_an_email: `${label} takes an e-mail address.`,
    fixed_not_an_id: `${label} takes the id of a record, 15 or 18 characters.`,
    fixed_too_long: `${label} takes ${told('most')} characters; this has ${told('length')}.`,
    fixed_too_many_digits: `${label} takes ${told('precision')} digits, ${told('scale')} of them after the point.`,
    value_not_in_picklist: `${told('value')} is not a value of ${label}.`,
    controller_mismatch: `${told('value')} cannot be chosen while ${told('controller')} is ${told('controllerValue')}.`,
    lookup_object_wrong: `${label} does not point to ${told('object')}.`,
    lookup_field_missing: `${told('object')} has no field ${told('by')}.`,
    lookup_field_not_unique: `${told('by')} does not name a single ${told('object')}: an external id does.`,
    object_not_createable: `The API user may not create ${told('object')} records.`,
    object_not_updateable: `The API user may not change ${told('object')} records.`,
    record_type_missing: 'This org has no such record type.',
    record_type_not_available: `The record type ${told('name')} is inactive or not assigned to the API user.`,
    owner_missing: `${told('name')} is not in this org.`,
    owner_inactive: `${told('name')} is inactive and can own nothing.`,
    owner_not_possible: 'Salesforce has no such owner for this object.',
    queue_not_for_object: `The queue ${told('name')} does not take this object.`,
    match_field_missing: `There is no field ${told('name')} to look for people by.`,
    match_field_unsuited: `${told('name')} cannot be searched for this.`,
    person_accounts_off: 'This org has no Person Accounts.',
    override_twice: `${told('name')} has two exceptions; one is enough.`,
    host_twice: `${told('email')} stands in the table twice.`,
  };
  return sentences[code] ?? 'Salesforce would refuse this.';
}

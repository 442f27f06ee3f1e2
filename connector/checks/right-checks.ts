// Checks of secure mode about the single rights that bookings need, object by object, from describes: what a user may not see or
// write is missing there, and that needs no right of an admin.
import type { ObjectDescribe } from '../salesforce/describe.ts';
import { judgeLooked, pass } from './check.ts';
import type { CheckDefinition, CheckInput, Finding } from './check.ts';
import { bookingObject, markerField } from './org-facts.ts';
import type { Facts, Looked } from './facts.ts';

type Verb = 'read' | 'create' | 'edit';

type Need = {
  id: string;
  title: string;
  sObject: string;
  verbs: readonly Verb[];
  /** Fields that a booking's write sends (bookings/map.ts), or that matching asks for (bookings/match.ts). */
  written: readonly string[];
  asked: readonly string[];
  /** What a booking misses without it. */
  without: string;
  /** Not required: nothing is written there yet, unless rules say so. */
  required: boolean;
  factOf: (facts: Facts) => Looked<ObjectDescribe | null>;
};

const shared = (sObject: 'Lead' | 'Contact' | 'Account' | 'Case') => (facts: Facts) =>
  facts.secure?.objects[sObject] ?? missing(facts);

const needs: readonly Need[] = [
  {
    id: 'lead_rights',
    title: 'Rights on Leads',
    sObject: 'Lead',
    verbs: ['read', 'create', 'edit'],
    written: ['FirstName', 'LastName', 'Company', 'Email', 'Phone'],
    asked: ['Email', 'Name', 'IsConverted', 'ConvertedContactId'],
    without: 'Bookings of people nobody knows would be refused.',
    required: true,
    factOf: shared('Lead'),
  },
  {
    id: 'contact_rights',
    title: 'Rights on Contacts',
    sObject: 'Contact',
    verbs: ['read', 'create', 'edit'],
    written: [],
    asked: ['Email', 'Name'],
    without: 'Nobody would be found by e-mail, and Leads would be made twice.',
    required: true,
    factOf: shared('Contact'),
  },
  {
    id: 'event_rights',
    title: 'Rights on Events',
    sObject: 'Event',
    verbs: ['read', 'create', 'edit'],
    written: ['Subject', 'StartDateTime', 'EndDateTime', 'Location', 'Description', 'ShowAs', 'WhoId'],
    asked: [],
    without: 'Every booking would be refused.',
    required: true,
    factOf: ({ event }) => event,
  },
  {
    id: 'booking_rights',
    title: 'Rights on bookings',
    sObject: bookingObject,
    verbs: ['read', 'create', 'edit'],
    written: [],
    asked: [],
    without: 'Every booking would be refused.',
    required: true,
    factOf: ({ booking }) => booking,
  },
  {
    id: 'account_rights',
    title: 'Rights on Accounts',
    sObject: 'Account',
    verbs: ['read', 'create', 'edit'],
    written: [],
    asked: ['Name'],
    without: 'Bookings could not be linked to companies.',
    required: false,
    factOf: shared('Account'),
  },
  {
    id: 'case_rights',
    title: 'Rights on Cases',
    sObject: 'Case',
    verbs: ['read', 'create', 'edit'],
    written: [],
    asked: ['SuppliedEmail'],
    without: 'Bookings could not be linked to Cases.',
    required: false,
    factOf: shared('Case'),
  },
];

export const rightChecks: readonly CheckDefinition[] = needs.map((need) => ({
  id: need.id,
  title: need.title,
  required: need.required,
  judge: (input) => judgeLooked(need.factOf(input.facts), (object) => judgeNeed(need, object, input)),
}));

function judgeNeed(need: Need, object: ObjectDescribe | null, input: CheckInput): Finding {
  const lacking = object === null ? ['Read'] : lackingRights(need, object);
  if (lacking.length === 0) {
    const fields = new Set([...need.written, ...need.asked]).size;
    return pass(
      `Read, Create, Edit${fields === 0 ? '' : fields === 1 ? ', and 1 field' : `, and ${fields} fields`}`,
    );
  }
  return {
    status: need.required ? 'fail' : 'warn',
    found: `On ${need.sObject} the API user lacks: ${lacking.join(', ')}. ${need.without}`,
    fix: fixFor(need, input),
  };
}

function lackingRights(need: Need, object: ObjectDescribe): string[] {
  const has: Record<Verb, boolean> = {
    read: object.queryable,
    create: object.createable,
    edit: object.updateable,
  };
  const words: Record<Verb, string> = { read: 'Read', create: 'Create', edit: 'Edit' };
  const verbs = need.verbs.filter((verb) => !has[verb]).map((verb) => words[verb]);
  const hidden = need.asked.filter((name) => !object.fields.has(name));
  const locked = need.written.filter((name) => object.fields.get(name)?.createable !== true);
  return [
    ...verbs,
    ...hidden.filter((name) => !locked.includes(name)).map((name) => `the field ${name}`),
    // Without Create no field is writable: that is told already.
    ...(object.createable ? locked.map((name) => `writing ${name}`) : []),
  ];
}

function fixFor({ sObject }: Need, { facts, links }: CheckInput): NonNullable<Finding['fix']> {
  const assigned = facts.marker.ok && facts.marker.value?.fields.has(markerField) === true;
  return assigned
    ? {
        text: `Give the right on ${sObject} in the permission set "Bookbridge API User" (or deploy its present version); with the licence Salesforce Integration, the permission set licence "Salesforce API Integration" is needed too. Then check again.`,
        href: links.permissionSet(null),
        linkLabel: 'Open permission sets',
      }
    : {
        text: 'Assign the permission set "Bookbridge API User"; with the licence Salesforce Integration, first the permission set licence "Salesforce API Integration". Then check again.',
        href: links.user(facts.userId),
        linkLabel: 'Open the user',
      };
}

function missing({ user }: Facts): Looked<ObjectDescribe | null> {
  return { ok: false, why: user.ok ? 'it was not asked for.' : user.why };
}

// The check of secure mode about sharing: private Leads or Contacts of other people would be invisible, a match would say "nobody",
// and a Lead would be made twice. Nobody but an admin can read all of it, so the finding says what it rests on.
import { pass } from './check.ts';
import type { CheckDefinition, CheckInput, Finding } from './check.ts';
import { markerField } from './org-facts.ts';
import { sharedObjects } from './facts.ts';
import type { SecureFacts, SharedObject, SharingFacts } from './facts.ts';
import { rightsOf } from './secure-user-checks.ts';

/**
 * `sure`: Salesforce said so. `granted`: by our permission set, as we ship it. `hidden`: Salesforce said that there is no right to it.
 * `doubtful`: nothing speaks for it.
 */
type Sight = 'sure' | 'granted' | 'doubtful' | 'hidden';

export const sharingChecks: readonly CheckDefinition[] = [
  {
    id: 'sees_all_records',
    title: "Sees everybody's records",
    required: true,
    judge: (input) => {
      const { secure, marker } = input.facts;
      const rights = rightsOf(input.facts);
      if (secure === null || !rights.ok) {
        const why = rights.ok ? 'it was not asked for.' : rights.why;
        return {
          status: 'unknown',
          found: `Could not be looked up: ${why}`,
          fix: { text: 'Solve the other points first, then check again.' },
        };
      }
      if (rights.value.viewAllData || rights.value.modifyAllData) return pass('The user has "View All Data"');
      const assigned = marker.ok && marker.value?.fields.has(markerField) === true;
      return judgeSights((sObject) => sightOf(secure, sObject, assigned), input);
    },
  },
  {
    id: 'changes_events_of_hosts',
    title: 'Changes Events of hosts',
    required: false,
    judge: ({ facts: { secure, ...facts }, links }) => {
      const rights = rightsOf({ ...facts, secure });
      if (rights.ok && rights.value.modifyAllData) return pass('The user has "Modify All Data"');
      if (secure === null || !secure.eventSharing.ok)
        return { status: 'unknown', found: 'Salesforce does not say how Events are shared.' };
      if (secure.eventSharing.value === 'ControlledByParent') return pass('Events are controlled by parent');
      return {
        status: 'warn',
        found:
          'Events are private in this org. One that a host owns cannot be changed by the API user: when its booking is moved or canceled, the booking would be parked.',
        fix: {
          text: 'Set Activity to "Controlled by Parent" in Sharing Settings, or let the API user own the Events in Creation rules.',
          href: links.sharing(),
          linkLabel: 'Open Sharing Settings',
        },
      };
    },
  },
];

function sightOf({ objects, sharing }: SecureFacts, sObject: SharedObject, assigned: boolean): Sight {
  const object = objects[sObject];
  // Not even visible, so no record of it is.
  if (object.ok && object.value === null) return 'hidden';
  const { viewAll, seesOthers } = sharing[sObject];
  const open = isOpen(sharing, sObject);
  if (open === true || (viewAll.ok && viewAll.value)) return 'sure';
  if (viewAll.ok) return 'hidden';
  if (!assigned) return 'doubtful';
  // Private, and nobody else's record to be seen: the right may have been taken out of the permission set.
  return open === false && seesOthers.ok && !seesOthers.value ? 'doubtful' : 'granted';
}

/** Null when the org-wide default could not be read. */
function isOpen(sharing: Record<SharedObject, SharingFacts>, sObject: SharedObject): boolean | null {
  const { orgWide } = sharing[sObject];
  if (!orgWide.ok) return null;
  if (orgWide.value === 'ControlledByParent' && sObject !== 'Account') return isOpen(sharing, 'Account');
  return !['Private', 'ControlledByParent'].includes(orgWide.value);
}

function judgeSights(sightAt: (sObject: SharedObject) => Sight, { links }: CheckInput): Finding {
  const sights = sharedObjects.map((sObject) => ({ sObject, sight: sightAt(sObject) }));
  const named = (wanted: Sight): string =>
    sights
      .filter(({ sight }) => sight === wanted)
      .map(({ sObject }) => `${sObject}s`)
      .join(', ');
  const fix = {
    text: 'Give the API user "View All" on Lead, Contact, Account and Case: the permission set "Bookbridge API User" has it. Then check again.',
    href: links.permissionSet(null),
    linkLabel: 'Open permission sets',
  };
  if (named('hidden') !== '') {
    return {
      status: 'fail',
      found: `${named('hidden')} of other people are hidden from the API user. A booking would not find them, and make a second Lead.`,
      fix,
    };
  }
  if (named('doubtful') !== '') {
    return {
      status: 'warn',
      found: `Whether the API user sees all ${named('doubtful')} could not be told: no record of other people is visible to it, or nothing gives it the right.`,
      fix,
    };
  }
  if (named('granted') === '') return pass('All Leads, Contacts, Accounts and Cases');
  return pass(
    `"View All" on ${named('granted')} comes with the permission set; this user may not see whether somebody changed that`,
  );
}

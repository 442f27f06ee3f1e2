// The person and the Account of a booking: whom the match found is brought up to date by the rules, who is unknown is made
// by them. Part of the stage `map`. Pure.
import { emailKey } from '../booking.ts';
import type { FieldValues, FoundRecord, Plan, PlannedRecord, PlanParked } from '../plan.ts';
import { newId } from '../plan.ts';
import type { MappedObject, Owner } from '../../setup/set-up-document.ts';
import type { MapInput } from './map-input.ts';
import { isSame } from './changed-values.ts';
import { ownerOf } from './owners.ts';
import { hasPersonAccounts, personAccountRows } from './person-account.ts';
import { planRecord } from './plan-record.ts';
import type { RecordInput } from './plan-record.ts';
import type { FieldNote } from './row-values.ts';

export type People = {
  records: PlannedRecord[];
  notes: FieldNote[];
  person: Plan['person'];
  /** Ids, or what stands for them in this write. */
  personId: string | null;
  accountId: string | null;
  newPersonAccount: boolean;
};

type Wanted = Omit<RecordInput, 'describe' | 'fixed' | 'assignmentRules'> & {
  owner: Owner;
  recordTypeId?: string | null;
  fixed?: FieldValues;
};

/** A record that has to be written needs an object that the API user sees. */
export function planMapped(
  input: MapInput,
  { owner, recordTypeId = null, fixed = {}, ...wanted }: Wanted,
): { record: PlannedRecord; notes: FieldNote[] } | PlanParked['park'] {
  const describe = input.describes.get(wanted.sObject) ?? null;
  const isNew = wanted.id === null;
  if (describe === null || (isNew && !describe.createable)) return notWritable(wanted.sObject);
  const { ownerId, assignmentRules } =
    keptOwner(wanted, owner, input) ?? ownerOf(wanted.sObject, owner, isNew, input);
  const ownerField = describe.fields.get('OwnerId');
  const mayOwn = isNew ? ownerField?.createable : ownerField?.updateable;
  return planRecord(input, {
    ...wanted,
    describe,
    assignmentRules,
    fixed: {
      ...fixed,
      ...(ownerId !== null && mayOwn === true && { OwnerId: ownerId }),
      ...(isNew && recordTypeId !== null && { RecordTypeId: recordTypeId }),
    },
  });
}

/**
 * Whom we gave a record at our last write: while the booking's host is the same, it is not given to anybody else, be it that
 * the host left and an admin handed it on. Assignment rules have chosen once. Null: the rule decides.
 */
function keptOwner(
  { ref, id }: Pick<Wanted, 'ref' | 'id'>,
  owner: Owner,
  { lastWritten, uncertain, details }: MapInput,
): ReturnType<typeof ownerOf> | null {
  const last = lastWritten?.records[ref];
  if (id === null || last === undefined || !isSame(last.id, id)) return null;
  if (owner.kind === 'assignment_rules') return { ownerId: null, assignmentRules: false };
  const ownerId = last.values['OwnerId'];
  const isSameHost = lastWritten?.host === emailKey(details.host?.email ?? null);
  if (owner.kind !== 'host' || uncertain || !isSameHost || typeof ownerId !== 'string') return null;
  return { ownerId, assignmentRules: false };
}

function notWritable(sObject: MappedObject): PlanParked['park'] {
  return {
    code: 'object_not_writable',
    message: `The API user may not create a ${sObject} in this org, or does not see the object.`,
    fix: `Give the API user Read, Create and Edit on ${sObject} (permission set "Bookbridge API User"), or choose another rule in Creation rules (/setup/creation-rules); then press Replay.`,
    field: null,
  };
}

export function planPeople(input: MapInput): People | PlanParked['park'] {
  const { match, rules, sameAs } = input;
  // What gives way to another booking makes no new person and changes none.
  if (match.person !== null || sameAs !== null) return foundPeople(input);
  switch (rules.unknownPerson) {
    case 'lead':
      return newLead(input);
    case 'contact':
      return newContact(input);
    case 'person_account':
      return newPersonAccount(input);
    case 'none':
      return {
        ...nobody,
        records: match.account === null ? [] : [linked('account', match.account)],
        accountId: match.account?.id ?? null,
      };
  }
}

const nobody: People = {
  records: [],
  notes: [],
  person: null,
  personId: null,
  accountId: null,
  newPersonAccount: false,
};

/** Only its id is used. */
function linked(ref: 'account' | 'person' | 'case', { sObject, id }: FoundRecord): PlannedRecord {
  return { ref, sObject, id, values: {}, planned: {}, assignmentRules: false };
}

function foundPeople(input: MapInput): People | PlanParked['park'] {
  const { match, rules, setUp, describes } = input;
  const { person, account } = match;
  const untouched = match.onlyLink || input.sameAs !== null;
  const isContact = person?.sObject === 'Contact';
  const ofPerson = isContact ? rules.contact : rules.lead;
  const records: PlannedRecord[] = [];
  const notes: FieldNote[] = [];
  const update = (
    ref: 'account' | 'person',
    found: FoundRecord,
    may: boolean,
    wanted: Pick<Wanted, 'rows' | 'owner'>,
  ) => {
    // An object that is seen but not described cannot be compared: it is linked, which needs no describe.
    if (!may || !describes.get(found.sObject)) return void records.push(linked(ref, found));
    const planned = planMapped(input, {
      ref,
      sObject: found.sObject,
      id: found.id,
      present: found.values,
      ...wanted,
    });
    if ('code' in planned) return void records.push(linked(ref, found));
    records.push(planned.record);
    notes.push(...planned.notes);
  };
  const accountDescribe = describes.get('Account');
  if (account !== null && match.isPersonAccount && accountDescribe) {
    const rows = personAccountRows(setUp.fields.Contact, setUp.fields.Account, accountDescribe);
    const owner = rules.contact.ownerOfFound;
    const may = !untouched && account.onlyLink !== true && rules.contact.found === 'update';
    update('account', account, may, { rows, owner });
  } else if (account !== null) {
    const may = !untouched && account.onlyLink !== true && rules.account.found === 'update';
    update('account', account, may, { rows: setUp.fields.Account, owner: { kind: 'keep' } });
  }
  if (person !== null) {
    const rows = isContact ? setUp.fields.Contact : setUp.fields.Lead;
    const may = !untouched && ofPerson.found === 'update' && !match.isPersonAccount;
    update('person', person, may, { rows, owner: ofPerson.ownerOfFound });
  }
  return {
    records,
    notes,
    person: person && { type: isContact ? 'Contact' : 'Lead', id: person.id },
    personId: person?.id ?? null,
    accountId: account?.id ?? null,
    newPersonAccount: false,
  };
}

function newLead(input: MapInput): People | PlanParked['park'] {
  const { ownerOfNew, recordTypeId } = input.rules.lead;
  const planned = planMapped(input, {
    ref: 'person',
    sObject: 'Lead',
    id: null,
    rows: input.setUp.fields.Lead,
    present: {},
    owner: ownerOfNew,
    recordTypeId,
  });
  if ('code' in planned) return planned;
  return {
    ...nobody,
    records: [planned.record],
    notes: planned.notes,
    person: { type: 'Lead', id: null },
    personId: newId.person,
  };
}

function newContact(input: MapInput): People | PlanParked['park'] {
  const { rules, setUp, match } = input;
  const account = accountOfNewContact(input);
  if (account !== null && 'code' in account) return account;
  const accountId = match.account?.id ?? (account === null ? null : newId.account);
  const planned = planMapped(input, {
    ref: 'person',
    sObject: 'Contact',
    id: null,
    rows: setUp.fields.Contact,
    present: {},
    owner: rules.contact.ownerOfNew,
    recordTypeId: rules.contact.recordTypeId,
    fixed: accountId === null ? {} : { AccountId: accountId },
  });
  if ('code' in planned) return planned;
  return {
    records: [...(account === null ? [] : [account.record]), planned.record],
    notes: [...(account?.notes ?? []), ...planned.notes],
    person: { type: 'Contact', id: null },
    personId: newId.person,
    accountId,
    newPersonAccount: false,
  };
}

/** Null: a Contact without an Account. */
function accountOfNewContact(input: MapInput): ReturnType<typeof planMapped> | null {
  const { rules, setUp, match } = input;
  const rows = setUp.fields.Account;
  const common = { ref: 'account', sObject: 'Account', rows } as const;
  if (match.account !== null) {
    const { id, values } = match.account;
    if (rules.account.found === 'keep' || match.onlyLink || match.account.onlyLink === true)
      return { record: linked('account', match.account), notes: [] };
    return planMapped(input, { ...common, id, present: values, owner: { kind: 'keep' } });
  }
  if (!rules.account.createForContact) return null;
  const { ownerOfNew, recordTypeId } = rules.account;
  const planned = planMapped(input, { ...common, id: null, present: {}, owner: ownerOfNew, recordTypeId });
  // Without a name there is no company to make: the Contact stands alone.
  return 'record' in planned && planned.record.values['Name'] === undefined ? null : planned;
}

function newPersonAccount(input: MapInput): People | PlanParked['park'] {
  const { rules, setUp } = input;
  const describe = input.describes.get('Account');
  if (!describe || !hasPersonAccounts(describe)) {
    return {
      code: 'person_accounts_off',
      message: 'The rules make a Person Account of an unknown person, but this org has no Person Accounts.',
      fix: 'Choose Lead or Contact in Creation rules (/setup/creation-rules), or turn Person Accounts on in Salesforce; then press Replay.',
      field: null,
    };
  }
  const planned = planMapped(input, {
    ref: 'account',
    sObject: 'Account',
    id: null,
    rows: personAccountRows(setUp.fields.Contact, setUp.fields.Account, describe),
    present: {},
    owner: rules.contact.ownerOfNew,
    recordTypeId: rules.account.recordTypeId,
  });
  if ('code' in planned) return planned;
  return {
    records: [planned.record],
    notes: planned.notes,
    person: { type: 'Contact', id: null },
    personId: newId.personContact,
    accountId: newId.account,
    newPersonAccount: true,
  };
}

// Phase creation rules: owners exist, are active, and can own what they are to own. Salesforce lets a queue own Leads and
// Cases, and has assignment rules for these two alone.
import type { Coded } from '../fixed-values.ts';
import type { KnownOwners } from '../known-owners.ts';
import { longId } from '../record-id.ts';
import type { MappedObject, Owner, SetUp } from '../set-up-document.ts';
import { problem } from './problem.ts';
import type { Problem, Surroundings } from './problem.ts';

type NamedOwner = { object: MappedObject | null; path: string; owner: Owner; isOverride: boolean };

/** Every owner that a set-up names, with its path in the document. */
export function ownersOf({ rules, overrides }: SetUp): NamedOwner[] {
  return [
    own('Lead', 'lead.ownerOfNew', rules.lead.ownerOfNew),
    own('Lead', 'lead.ownerOfFound', rules.lead.ownerOfFound),
    own('Contact', 'contact.ownerOfNew', rules.contact.ownerOfNew),
    own('Contact', 'contact.ownerOfFound', rules.contact.ownerOfFound),
    own('Account', 'account.ownerOfNew', rules.account.ownerOfNew),
    own('Case', 'case.ownerOfNew', rules.case.ownerOfNew),
    own('Case', 'case.ownerOfFound', rules.case.ownerOfFound),
    own('Event', 'event.owner', rules.event.owner),
    ...overrides.flatMap(({ eventType, owner }) =>
      owner ? [{ object: null, path: `overrides.${eventType}.owner`, owner, isOverride: true }] : [],
    ),
  ];
}

function own(object: MappedObject, path: string, owner: Owner): NamedOwner {
  return { object, path: `rules.${path}`, owner, isOverride: false };
}

/** Ids of users and queues whose state has to be known for findOwnerProblems. */
export function namedIds(setUp: SetUp): { users: string[]; hasQueues: boolean } {
  const owners = ownersOf(setUp).map(({ owner }) => owner);
  const { fallbackOwner, hosts } = setUp.rules;
  const users = [
    ...owners.flatMap((owner) => (owner.kind === 'user' ? [owner.id] : [])),
    ...(fallbackOwner ? [fallbackOwner.id] : []),
    ...hosts.table.map(({ userId }) => userId),
  ];
  return { users: [...new Set(users)], hasQueues: owners.some(({ kind }) => kind === 'queue') };
}

export function findOwnerProblems(setUp: SetUp, { owners: known }: Surroundings): Problem[] {
  const { fallbackOwner } = setUp.rules;
  return [
    ...ownersOf(setUp).flatMap((named) => {
      const found = judgeOwner(named, known);
      return found ? [problem('creation-rules', named.object, named.path, found)] : [];
    }),
    ...(fallbackOwner && known
      ? judgeUser(fallbackOwner, known).map((found) =>
          problem('creation-rules', null, 'rules.fallbackOwner', found),
        )
      : []),
    ...findHostProblems(setUp, known),
  ];
}

function judgeOwner(
  { object, path, owner, isOverride }: NamedOwner,
  known: KnownOwners | null,
): Coded | null {
  const isPossible = possible(owner, object, path, isOverride);
  if (!isPossible) return { code: 'owner_not_possible', values: { kind: owner.kind } };
  if (!known) return null;
  if (owner.kind === 'user') return judgeUser(owner, known)[0] ?? null;
  if (owner.kind !== 'queue' || known.queues === null) return null;
  const queue = known.queues.get(longId(owner.id));
  if (!queue) return { code: 'owner_missing', values: { name: owner.name } };
  if (object === null || queue.objects.includes(object)) return null;
  return { code: 'queue_not_for_object', values: { name: owner.name } };
}

function possible(owner: Owner, object: MappedObject | null, path: string, isOverride: boolean): boolean {
  // Of a new record, there is no owner to keep.
  if (owner.kind === 'keep') return path.endsWith('.ownerOfFound');
  if (owner.kind !== 'queue' && owner.kind !== 'assignment_rules') return true;
  // An exception for one event type holds for whatever is made: queues and rules where Salesforce has them.
  return isOverride || object === 'Lead' || object === 'Case';
}

function judgeUser({ id, name }: { id: string; name: string }, known: KnownOwners): Coded[] {
  const user = known.users.get(longId(id));
  if (!user) return [{ code: 'owner_missing', values: { name } }];
  return user.active ? [] : [{ code: 'owner_inactive', values: { name: user.name } }];
}

function findHostProblems({ rules }: SetUp, known: KnownOwners | null): Problem[] {
  const path = 'rules.hosts.table';
  const seen = new Set<string>();
  return rules.hosts.table.flatMap(({ email, userId, userName }) => {
    const key = email.trim().toLowerCase();
    if (seen.has(key))
      return [problem('creation-rules', null, path, { code: 'host_twice', values: { email } })];
    seen.add(key);
    const user = known?.users.get(longId(userId));
    const code = !known || user?.active ? null : user ? 'host_user_inactive' : 'host_user_missing';
    // Their bookings go to the fallback owner until it is put right.
    return code === null
      ? []
      : [problem('creation-rules', null, path, { code, values: { email, name: userName } }, false)];
  });
}

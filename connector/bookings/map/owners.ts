// Who owns a record: by its rule, with a fallback owner always. Part of the stage `map`. Pure.
import type { MappedObject, Owner, Rules } from '../../setup/set-up-document.ts';
import type { TrailRow } from '../booking.ts';

export type OwnerContext = {
  rules: Rules;
  /** The active Salesforce user whom the booking's host is matched to. */
  hostUserId: string | null;
  apiUserId: string;
};

/** Salesforce knows queues and assignment rules for these only. */
const withQueues: readonly MappedObject[] = ['Lead', 'Case'];

export function fallbackOwnerId({ rules, apiUserId }: OwnerContext): string {
  return rules.fallbackOwner?.id ?? apiUserId;
}

/** `ownerId` null: not sent, because it stays or the assignment rules decide. */
export function ownerOf(
  sObject: MappedObject,
  owner: Owner,
  isNew: boolean,
  context: OwnerContext,
): { ownerId: string | null; assignmentRules: boolean } {
  const fallback = fallbackOwnerId(context);
  switch (owner.kind) {
    case 'keep':
      return byId(isNew ? fallback : null);
    case 'host':
      // Somebody's Lead is not taken away because the host is nobody in the org; an Event of another host's is.
      return byId(context.hostUserId ?? (isNew || sObject === 'Event' ? fallback : null));
    case 'user':
      return byId(owner.id);
    case 'queue':
      return byId(withQueues.includes(sObject) ? owner.id : fallback);
    case 'assignment_rules':
      return withQueues.includes(sObject)
        ? { ownerId: null, assignmentRules: true }
        : byId(isNew ? fallback : null);
  }
}

function byId(ownerId: string | null) {
  return { ownerId, assignmentRules: false };
}

/** Told once per booking, when a rule asks for the host and there is none in the org. */
export function tellFallback(
  host: { name: string | null; email: string | null } | null,
  { hostUserId, rules }: OwnerContext,
): TrailRow[] {
  if (host === null || hostUserId !== null) return [];
  const who = host.email ?? host.name ?? 'without a name';
  const owner = rules.fallbackOwner?.name ?? 'the API user';
  return [
    {
      stage: 'map',
      code: 'host_unmatched',
      text: `The host ${who} is no active user of the org that the rules find: ${owner} is the owner instead.`,
    },
  ];
}

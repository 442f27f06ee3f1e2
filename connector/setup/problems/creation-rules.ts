// Phase creation rules: each rule can be followed in this org. Record types, match fields and rights from describe;
// owners and hosts from owner-rules.ts.
import type { ObjectDescribe } from '../../salesforce/describe.ts';
import { objectsInPlay } from '../objects-in-play.ts';
import { mappedObjects } from '../set-up-document.ts';
import type { MappedObject, SetUp } from '../set-up-document.ts';
import { problem } from './problem.ts';
import type { Problem, Surroundings } from './problem.ts';

export function findRuleProblems(setUp: SetUp, around: Surroundings): Problem[] {
  return [
    ...findLackingRights(setUp, around),
    ...findRecordTypeProblems(setUp, around),
    ...findMatchProblems(setUp, around),
    ...findOverrideProblems(setUp, around),
  ];
}

function findLackingRights(setUp: SetUp, { describes }: Surroundings): Problem[] {
  const { created, updated } = objectsInPlay(setUp);
  return mappedObjects.flatMap((object) => {
    const describe = describes.get(object) ?? null;
    const lacks = (code: string, blocks: boolean): Problem =>
      problem('creation-rules', object, null, { code, values: { object } }, blocks);
    const found: Problem[] = [];
    if (created.has(object) && describe?.createable !== true)
      found.push(lacks('object_not_createable', true));
    // What a booking may not change stays as it is; only an Event has to follow its booking.
    if (updated.has(object) && describe?.updateable === false)
      found.push(lacks('object_not_updateable', object === 'Event'));
    return found;
  });
}

const ruleNames: Record<MappedObject, 'lead' | 'contact' | 'account' | 'case' | 'event'> = {
  Lead: 'lead',
  Contact: 'contact',
  Account: 'account',
  Case: 'case',
  Event: 'event',
};

function findRecordTypeProblems(setUp: SetUp, { describes }: Surroundings): Problem[] {
  const wanted = [
    ...mappedObjects.map((object) => ({
      object,
      path: `rules.${ruleNames[object]}.recordTypeId`,
      id: setUp.rules[ruleNames[object]].recordTypeId,
    })),
    ...setUp.overrides.flatMap(({ eventType, recordTypes = {} }) =>
      mappedObjects.map((object) => ({
        object,
        path: `overrides.${eventType}.recordTypes.${object}`,
        id: recordTypes[object] ?? null,
      })),
    ),
  ];
  return wanted.flatMap(({ object, path, id }) => {
    const describe = describes.get(object);
    if (id === null || !describe) return [];
    return judgeRecordType(describe, id).map((found) => problem('creation-rules', object, path, found));
  });
}

function judgeRecordType({ recordTypes }: ObjectDescribe, id: string) {
  const found = recordTypes.find((type) => type.id.slice(0, 15) === id.slice(0, 15));
  if (!found || found.isMaster) return [{ code: 'record_type_missing', values: { id } }];
  if (found.active && found.available) return [];
  return [{ code: 'record_type_not_available', values: { name: found.name } }];
}

const emailTypes = ['email', 'string'];
const phoneTypes = ['phone', 'string'];

function findMatchProblems({ rules }: SetUp, { describes }: Surroundings): Problem[] {
  const { order, emailFields, phoneFields } = rules.match;
  const found = (['Lead', 'Contact'] as const).flatMap((object) => [
    ...judgeMatchFields(object, 'emailFields', emailFields[object], emailTypes, describes.get(object)),
    ...judgeMatchFields(object, 'phoneFields', phoneFields[object], phoneTypes, describes.get(object)),
  ]);
  const nothing = { code: 'match_nothing', values: {} };
  if (order.length === 0) found.push(problem('creation-rules', null, 'rules.match.order', nothing, false));
  return found;
}

function judgeMatchFields(
  object: 'Lead' | 'Contact',
  list: 'emailFields' | 'phoneFields',
  names: readonly string[],
  types: readonly string[],
  describe: ObjectDescribe | null | undefined,
): Problem[] {
  if (!describe) return [];
  const path = `rules.match.${list}.${object}`;
  return names.flatMap((name) => {
    const field = describe.fields.get(name);
    if (!field)
      return [problem('creation-rules', object, path, { code: 'match_field_missing', values: { name } })];
    // An encrypted field cannot be searched by its value.
    if (types.includes(field.type) && field.filterable && !field.encrypted) return [];
    const values = { name, type: field.encrypted ? 'encrypted' : field.type };
    return [problem('creation-rules', object, path, { code: 'match_field_unsuited', values })];
  });
}

function findOverrideProblems({ rules, overrides }: SetUp, { describes, seen }: Surroundings): Problem[] {
  const account = describes.get('Account');
  const hasPersonAccounts = account?.fields.has('IsPersonAccount') ?? true;
  const found: Problem[] = [];
  if (!hasPersonAccounts && rules.unknownPerson === 'person_account')
    found.push(personAccountsOff('rules.unknownPerson'));
  for (const [at, { eventType, name, unknownPerson }] of overrides.entries()) {
    const path = `overrides.${eventType}`;
    if (!hasPersonAccounts && unknownPerson === 'person_account')
      found.push(personAccountsOff(`${path}.unknownPerson`));
    if (overrides.findIndex((one) => one.eventType === eventType) < at)
      found.push(problem('creation-rules', null, path, { code: 'override_twice', values: { name } }));
    if (!seen.eventTypes.some(({ key }) => key === eventType)) {
      const notSeen = { code: 'event_type_not_seen', values: { name } };
      found.push(problem('creation-rules', null, path, notSeen, false));
    }
  }
  return found;
}

function personAccountsOff(path: string): Problem {
  return problem('creation-rules', 'Account', path, { code: 'person_accounts_off', values: {} });
}

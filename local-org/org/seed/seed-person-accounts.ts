// What an org with Person Accounts has from the beginning: a record type for persons and one for companies, which
// everybody who works with accounts may use (assumed; in Salesforce an administrator sets them up).

import { objectOf } from '../engine.ts';
import type { Engine } from '../engine.ts';
import { ownedSet } from '../rights/profiles.ts';
import { plainInsert } from '../write/plain-insert.ts';
import { profiles } from './seed-profiles.ts';

const recordTypes = [
  { Name: 'Business Account', DeveloperName: 'Business_Account', IsPersonType: false },
  { Name: 'Person Account', DeveloperName: 'PersonAccount', IsPersonType: true },
];

/** Does nothing in an org that has a record type for persons. */
export function seedPersonAccounts(engine: Engine, adminId: string) {
  const types = [...engine.records.all(objectOf(engine, 'RecordType'))];
  if (types.some((record) => record['IsPersonType'] === true)) return;
  const sets = [...engine.records.all(objectOf(engine, 'Profile'))].flatMap((profile) => {
    const isUsed = profiles.some(({ name, objects }) => name === profile['Name'] && objects !== 'none');
    return isUsed ? (ownedSet(engine, profile)?.['Id'] ?? []) : [];
  });
  const ids = recordTypes.map((one) => {
    const id = plainInsert(engine, 'RecordType', adminId, { ...one, SobjectType: 'Account', IsActive: true });
    for (const set of sets) {
      plainInsert(engine, 'RecordTypeVisibility', adminId, {
        ParentId: set,
        RecordTypeId: id,
        IsVisible: true,
        IsDefault: !one.IsPersonType,
        IsPersonDefault: one.IsPersonType,
      });
    }
    return id;
  });
  const accounts = objectOf(engine, 'Account');
  for (const account of engine.records.all(accounts))
    if (account['RecordTypeId'] === undefined)
      engine.records.put(accounts, { ...account, RecordTypeId: ids[0] ?? null });
}

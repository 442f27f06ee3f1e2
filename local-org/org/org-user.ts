// A user as the login hosts see one: who it is, whether it may log in, and whether it may use the API.

import { assignmentEndsAt } from './rights/assignments.ts';
import { findRecords, recordOf } from './engine.ts';
import type { Engine } from './engine.ts';
import type { Person, Role } from './people.ts';
import type { OrgRecord } from './records.ts';
import { password as seedPassword } from './seed/seed-company.ts';

export type OrgUser = {
  id: string;
  username: string;
  email: string;
  firstName: string | null;
  lastName: string;
  name: string;
  isActive: boolean;
  isFrozen: boolean;
  apiEnabled: boolean;
  apiOnly: boolean;
  profileName: string;
  licenseName: string;
  /** API names of the assigned permission sets. */
  permissionSets: string[];
  timeZone: string;
  locale: string;
  language: string;
  nickname: string;
  password: string;
  role: Role;
};

/** A user made through the API has no password of its own here: it is the one all seeded users have. */
export function describeUser(engine: Engine, record: OrgRecord, person: Person | undefined): OrgUser {
  const id = String(record['Id']);
  const text = (name: string) => String(record[name] ?? '');
  const profile = recordOf(engine, record['ProfileId'])?.record;
  const license = recordOf(engine, profile?.['UserLicenseId'])?.record;
  const [login] = findRecords(engine, 'UserLogin', 'UserId', id);
  const rights = engine.access.of(id);
  return {
    id,
    username: text('Username'),
    email: text('Email'),
    firstName: record['FirstName'] === undefined ? null : text('FirstName'),
    lastName: text('LastName'),
    name: text('Name'),
    isActive: record['IsActive'] === true,
    isFrozen: login?.['IsFrozen'] === true,
    apiEnabled: rights.has('ApiEnabled'),
    apiOnly: rights.has('ApiUserOnly'),
    profileName: String(profile?.['Name'] ?? ''),
    licenseName: String(license?.['Name'] ?? ''),
    permissionSets: assignedSets(engine, id),
    timeZone: text('TimeZoneSidKey'),
    locale: text('LocaleSidKey'),
    language: text('LanguageLocaleKey'),
    nickname: text('CommunityNickname'),
    password: person?.password ?? seedPassword,
    role: person?.role ?? 'standard',
  };
}

function assignedSets(engine: Engine, userId: string): string[] {
  const names: string[] = [];
  for (const assignment of findRecords(engine, 'PermissionSetAssignment', 'AssigneeId', userId)) {
    const permissionSet = recordOf(engine, assignment['PermissionSetId'])?.record;
    const counts =
      assignmentEndsAt(assignment) > engine.now().getTime() && permissionSet?.['IsOwnedByProfile'] !== true;
    if (permissionSet !== undefined && counts) names.push(String(permissionSet['Name']));
  }
  return names;
}

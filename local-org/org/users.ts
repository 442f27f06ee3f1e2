// Users: who may change whom, names and licences, and the records that come with a user.

import { isEmailAddress, requiredMissing } from './checks.ts';
import { fieldOf, findRecords, isChanged, objectOf, recordOf } from './engine.ts';
import type { Draft, Engine } from './engine.ts';
import { orgError } from './errors.ts';
import { plainInsert } from './plain-insert.ts';
import { usedLicenses } from './read.ts';
import type { OrgRecord } from './records.ts';
import { personName } from './sales.ts';

// What nobody may change on the own user without the right to manage users.
const managed = ['Username', 'ProfileId', 'IsActive', 'UserRoleId', 'FederationIdentifier', 'UserType'];

export function prepareUser(draft: Draft) {
  const { rights, before, after, given } = draft;
  if (!rights.has('ManageUsers')) {
    const isOwn = before?.['Id'] === rights.userId;
    if (!isOwn || managed.some((name) => given.has(name) && isChanged(draft, name))) {
      throw orgError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
    }
  }
  after['Name'] = personName(after);
  if (before === null) {
    if (!given.has('IsActive')) after['IsActive'] = true;
    after['UserType'] ??= 'Standard';
    after['CommunityNickname'] ??= String(after['Username'] ?? '').split('@')[0] ?? null;
    after['UserPreferencesLightningExperiencePreferred'] = true;
  } else if (before['Id'] === rights.userId && after['IsActive'] === false && before['IsActive'] === true) {
    throw orgError(400, 'FIELD_INTEGRITY_EXCEPTION', 'You cannot deactivate yourself.', ['IsActive']);
  }
  checkUsername(draft);
  checkLicense(draft);
}

function checkUsername(draft: Draft) {
  const { engine, after } = draft;
  const username = after['Username'];
  if (typeof username !== 'string') throw requiredMissing(['Username']);
  if (!isChanged(draft, 'Username')) return;
  if (!isEmailAddress(username)) {
    throw orgError(400, 'INVALID_EMAIL_ADDRESS', `Username: invalid email address: ${username}`, [
      'Username',
    ]);
  }
  const others = findRecords(engine, 'User', 'Username', username);
  if (others.some((user) => user['Id'] !== after['Id'])) {
    throw orgError(
      400,
      'DUPLICATE_USERNAME',
      "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address).",
      ['Username'],
    );
  }
}

/** An active user takes a licence of the profile's kind. */
function checkLicense(draft: Draft) {
  const { engine, before, after } = draft;
  if (after['IsActive'] !== true) return;
  const license = licenseOf(engine, after['ProfileId'] ?? null);
  if (license === undefined) return;
  const held =
    before?.['IsActive'] === true ? licenseOf(engine, before['ProfileId'] ?? null)?.['Id'] : undefined;
  if (held === license['Id']) return;
  if (usedLicenses(engine, license) >= Number(license['TotalLicenses'] ?? 0)) {
    throw orgError(400, 'LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded', []);
  }
}

function licenseOf(engine: Engine, profileId: OrgRecord[string] | null): OrgRecord | undefined {
  const profile = recordOf(engine, profileId)?.record;
  return recordOf(engine, profile?.['UserLicenseId'])?.record;
}

export function afterUserSave({ engine, rights, before, after }: Draft, record: OrgRecord) {
  const userId = String(record['Id']);
  if (before === null) {
    plainInsert(engine, 'UserLogin', rights.userId, { UserId: userId });
  }
  if (before?.['ProfileId'] !== after['ProfileId'])
    moveToProfile(engine, userId, record['ProfileId'] ?? null);
}

/** A profile's rights are a permission set of its own, assigned to each of its users. */
export function moveToProfile(engine: Engine, userId: string, profileId: OrgRecord[string] | null) {
  const assignments = objectOf(engine, 'PermissionSetAssignment');
  const assignee = fieldOf(engine, assignments, 'AssigneeId');
  for (const assignment of engine.records.findBy(assignments, assignee, userId)) {
    const owned = recordOf(engine, assignment['PermissionSetId'])?.record;
    if (owned?.['IsOwnedByProfile'] === true) engine.records.drop(assignments, String(assignment['Id']));
  }
  const [owned] = findRecords(engine, 'PermissionSet', 'ProfileId', profileId);
  if (owned === undefined) return;
  plainInsert(engine, 'PermissionSetAssignment', userId, {
    AssigneeId: userId,
    PermissionSetId: owned['Id'] ?? null,
    IsActive: true,
  });
}

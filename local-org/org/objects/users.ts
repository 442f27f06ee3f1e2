// Users: who may change whom, names and licences, and the records that come with a user.

import { badPicklistValue, isEmailAddress } from '../write/checks.ts';
import { fieldOf, findRecords, isChanged, objectOf, recordOf } from '../engine.ts';
import type { Draft, Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import { checkLicenseHolds, heldSets, licenseLimitExceeded, userLicenseOf } from '../rights/licenses.ts';
import { plainInsert } from '../write/plain-insert.ts';
import { usedLicenses } from '../read.ts';
import type { OrgRecord } from '../records.ts';
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
    after['CommunityNickname'] ??= freeNickname(draft);
    after['UserPreferencesLightningExperiencePreferred'] = true;
  } else if (before['Id'] === rights.userId && after['IsActive'] === false && before['IsActive'] === true) {
    throw orgError(400, 'FIELD_INTEGRITY_EXCEPTION', 'You cannot deactivate yourself.', ['IsActive']);
  }
  checkUsername(draft);
  checkNickname(draft);
  checkKnownValues(draft);
  checkLicense(draft);
}

function freeNickname({ engine, after }: Draft): string {
  const [wish = ''] = String(after['Username'] ?? '').split('@');
  const nickname = wish.slice(0, 40);
  return nickname !== '' && nicknameHolder(engine, nickname) === undefined
    ? nickname
    : `User${engine.records.nextNumber('nickname').toString().padStart(14, '0')}`;
}

function nicknameHolder(engine: Engine, nickname: string): OrgRecord | undefined {
  const wanted = nickname.toLowerCase();
  const users = engine.records.all(objectOf(engine, 'User'));
  return [...users].find((user) => String(user['CommunityNickname'] ?? '').toLowerCase() === wanted);
}

function checkNickname(draft: Draft) {
  const { engine, after } = draft;
  if (!isChanged(draft, 'CommunityNickname')) return;
  const holder = nicknameHolder(engine, String(after['CommunityNickname'] ?? ''));
  if (holder === undefined || holder['Id'] === after['Id']) return;
  throw orgError(
    400,
    'DUPLICATE_COMM_NICKNAME',
    'Duplicate Nickname.<br>Another user has already selected this nickname.<br>Please select another.',
    ['CommunityNickname'],
  );
}

/** These come from fixed lists, as restricted picklists do. */
function checkKnownValues(draft: Draft) {
  for (const name of ['TimeZoneSidKey', 'LocaleSidKey', 'LanguageLocaleKey', 'EmailEncodingKey']) {
    const value = draft.after[name];
    if (typeof value !== 'string' || !isChanged(draft, name)) continue;
    const field = fieldOf(draft.engine, draft.sObject, name);
    const known = field.picklist.find((entry) => entry.value.toLowerCase() === value.toLowerCase());
    if (known === undefined) throw badPicklistValue(field, value);
    draft.after[name] = known.value;
  }
}

function checkUsername(draft: Draft) {
  const { engine, after } = draft;
  const username = after['Username'];
  if (typeof username !== 'string' || !isChanged(draft, 'Username')) return;
  if (!isEmailAddress(username)) {
    throw orgError(400, 'INVALID_EMAIL_ADDRESS', `Username: invalid email address: ${username}`, [
      'Username',
    ]);
  }
  const others = findRecords(engine, 'User', 'Username', username);
  const isTaken = engine.settings.isUsernameTaken?.(username) === true;
  if (isTaken || others.some((user) => user['Id'] !== after['Id'])) {
    throw orgError(
      400,
      'DUPLICATE_USERNAME',
      "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address).",
      ['Username'],
    );
  }
}

/** An active user takes a licence of the profile's kind, and can hold only what that licence allows. */
function checkLicense(draft: Draft) {
  const { engine, before, after } = draft;
  const license = userLicenseOf(engine, after['ProfileId']);
  if (license === undefined) return;
  const old = before === null ? undefined : userLicenseOf(engine, before['ProfileId']);
  if (old !== undefined && old['Id'] !== license['Id']) {
    const user = { ...after };
    for (const permissionSet of heldSets(engine, after['Id'] ?? null)) {
      checkLicenseHolds(engine, user, permissionSet);
    }
  }
  if (after['IsActive'] !== true) return;
  if (before?.['IsActive'] === true && old?.['Id'] === license['Id']) return;
  if (usedLicenses(engine, license) >= Number(license['TotalLicenses'] ?? 0)) throw licenseLimitExceeded();
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

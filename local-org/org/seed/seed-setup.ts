// What every org has without anybody having made it: licences, profiles with their rights, and roles. Which of it an org
// has been given is kept by the seed's own names, so that an org of an older version gets at its start what has come
// since, and what an administrator renamed, changed or took away stays so.

import type { Table } from '../../store.ts';
import { fieldPermissionName, hasObjectPermissions } from '../rights/access.ts';
import { fieldOf, findRecords, objectOf } from '../engine.ts';
import type { Engine } from '../engine.ts';
import { plainInsert } from '../write/plain-insert.ts';
import { afterProfileSave, ownedSet } from '../rights/profiles.ts';
import type { OrgRecord } from '../records.ts';
import type { SObject } from '../schema/schema.ts';
import { licenses, permissionSetLicenses, profiles, roles } from './seed-profiles.ts';

/** Ids by the seed's names (`Profile/Standard User`); empty: the org is to have none, or the id is not known any more. */
export type Seeded = Table<string>;

type Setup = { engine: Engine; by: string; seeded: Seeded };
type Profile = (typeof profiles)[number];

/** `totals`: number of licences by name where they are not the usual ones. Answers the profiles' ids by name. */
export function seedSetup(
  engine: Engine,
  by: string,
  seeded: Seeded,
  totals: Readonly<Record<string, number>> = {},
): ReadonlyMap<string, string> {
  const setup = { engine, by, seeded };
  const licenseIds = seedLicenses(setup, totals);
  const profileIds = new Map<string, string>();
  for (const profile of profiles) {
    const licenseId = licenseIds.get(profile.license) ?? '';
    // A profile comes with its licence.
    if (licenseId === '') continue;
    const id = once(setup, `Profile/${profile.name}`, () => makeProfile(setup, profile, licenseId));
    profileIds.set(profile.name, id);
    seedRights(setup, profile, id);
  }
  seedRoles(setup);
  seedLeadStatuses(setup);
  return profileIds;
}

function once({ seeded }: Setup, name: string, make: () => string): string {
  const known = seeded.get(name);
  if (known !== undefined) return known;
  const made = make();
  seeded.set(name, made);
  return made;
}

function seedLicenses(setup: Setup, totals: Readonly<Record<string, number>>): ReadonlyMap<string, string> {
  const { engine, by } = setup;
  const licenseIds = new Map<string, string>();
  for (const { name, key, total: usual } of licenses) {
    const TotalLicenses = totals[name] ?? usual;
    const common = { TotalLicenses, Status: 'Active' };
    const id = once(setup, `UserLicense/${name}`, () =>
      TotalLicenses === 0
        ? ''
        : plainInsert(engine, 'UserLicense', by, {
            ...common,
            Name: name,
            MasterLabel: name,
            LicenseDefinitionKey: key,
          }),
    );
    licenseIds.set(name, id);
    if (id === '') continue;
    for (const license of permissionSetLicenses.filter((one) => one.with === name)) {
      once(setup, `PermissionSetLicense/${license.name}`, () =>
        plainInsert(engine, 'PermissionSetLicense', by, {
          ...common,
          DeveloperName: license.name,
          MasterLabel: license.label,
          PermissionSetLicenseKey: license.name,
        }),
      );
    }
  }
  return licenseIds;
}

function makeProfile({ engine, by }: Setup, profile: Profile, licenseId: string): string {
  const id = plainInsert(engine, 'Profile', by, {
    Name: profile.name,
    UserLicenseId: licenseId,
    UserType: 'Standard',
    ...Object.fromEntries(profile.permissions.map((name) => [`Permissions${name}`, true])),
  });
  const sObject = objectOf(engine, 'Profile');
  const record = engine.records.get(sObject, id);
  if (record === undefined) throw new Error(`Seed: profile ${profile.name} is missing.`);
  const rights = engine.access.of(by);
  afterProfileSave({ engine, rights, sObject, before: null, after: { ...record }, given: new Set() }, record);
  return id;
}

function seedRights(setup: Setup, profile: Profile, profileId: string) {
  const { engine, by } = setup;
  const record = engine.records.get(objectOf(engine, 'Profile'), profileId);
  const parent = record === undefined ? undefined : ownedSet(engine, record);
  // An administrator has taken the profile away.
  if (parent === undefined) return;
  const common = { ParentId: parent['Id'] ?? null, PermissionsRead: true, PermissionsEdit: true };
  const isAll = profile.objects === 'all';
  for (const object of objectsWithRights(engine)) {
    const own = { ...common, SobjectType: object.name };
    if (
      hasObjectPermissions(object) &&
      (isAll || (profile.objects === 'own' && !object.flags.has('devHub')))
    ) {
      once(setup, objectKey(profile, object), () =>
        plainInsert(engine, 'ObjectPermissions', by, {
          ...own,
          PermissionsCreate: true,
          PermissionsDelete: isAll || object.name !== 'Case',
          PermissionsViewAllRecords: isAll,
          PermissionsModifyAllRecords: isAll,
        }),
      );
    }
    for (const Field of profile.fields ? fieldNames(object) : []) {
      once(setup, fieldKey(profile, Field), () =>
        plainInsert(engine, 'FieldPermissions', by, { ...own, Field }),
      );
    }
  }
}

function objectsWithRights(engine: Engine): SObject[] {
  return engine.schema
    .objects()
    .filter(
      (object) =>
        !object.custom && (object.name === 'Event' || object.name === 'Task' || hasObjectPermissions(object)),
    );
}

/** Custom fields stay without a right: nobody sees them until a permission set says so. */
function fieldNames(object: SObject): Set<string> {
  const fields = object.fields.filter(
    (field) => field.permissionable && !field.custom && field.mirrors === null,
  );
  return new Set(fields.map((field) => fieldPermissionName(object, field)));
}

const objectKey = (profile: Profile, object: SObject) => `ObjectPermissions/${profile.name}/${object.name}`;
const fieldKey = (profile: Profile, name: string) => `FieldPermissions/${profile.name}/${name}`;

function seedRoles(setup: Setup) {
  for (const { name, developerName, above } of roles) {
    const aboveId = above === null ? '' : (setup.seeded.get(`UserRole/${above}`) ?? '');
    once(setup, `UserRole/${developerName}`, () =>
      plainInsert(setup.engine, 'UserRole', setup.by, {
        Name: name,
        DeveloperName: developerName,
        ParentRoleId: aboveId === '' ? null : aboveId,
        RollupDescription: name,
      }),
    );
  }
}

/** What the values of the picklist mean; the one that stands for a conversion is told apart by its name alone. */
function seedLeadStatuses(setup: Setup) {
  const { engine, by } = setup;
  const status = fieldOf(engine, objectOf(engine, 'Lead'), 'Status');
  for (const [place, { value, label, isDefault }] of status.picklist.entries()) {
    once(setup, `LeadStatus/${value}`, () =>
      plainInsert(engine, 'LeadStatus', by, {
        MasterLabel: label,
        ApiName: value,
        SortOrder: place + 1,
        IsDefault: isDefault,
        IsConverted: value === 'Closed - Converted',
      }),
    );
  }
}

// What an org had from the first version on.
const firstLicenses = ['Salesforce', 'Salesforce Platform', 'Salesforce Integration'];
const firstProfiles = [
  'System Administrator',
  'Standard User',
  'Minimum Access - Salesforce',
  'Standard Platform User',
  'Minimum Access - API Only Integrations',
];

/** An org of a version that did not keep what it had been given: what is there now tells. */
export function recognizeSeed(engine: Engine, seeded: Seeded) {
  const note = (objectName: string, name: string, record: OrgRecord | undefined) =>
    seeded.set(`${objectName}/${name}`, String(record?.['Id'] ?? ''));
  const find = (objectName: string, field: string, value: string) =>
    [...engine.records.all(objectOf(engine, objectName))].find((record) => record[field] === value);
  for (const name of firstLicenses) note('UserLicense', name, find('UserLicense', 'Name', name));
  for (const name of firstProfiles) note('Profile', name, find('Profile', 'Name', name));
  for (const { name } of permissionSetLicenses) {
    const record = find('PermissionSetLicense', 'DeveloperName', name);
    if (record !== undefined) note('PermissionSetLicense', name, record);
  }
  for (const { developerName } of roles) {
    const record = find('UserRole', 'DeveloperName', developerName);
    if (record !== undefined) note('UserRole', developerName, record);
  }
  for (const profile of profiles) recognizeRights(engine, seeded, profile);
}

/** All rights on an object were given together: where a profile has one, it has been given the others too. */
function recognizeRights(engine: Engine, seeded: Seeded, profile: Profile) {
  const profileId = seeded.get(`Profile/${profile.name}`) ?? '';
  const [parent] = profileId === '' ? [] : findRecords(engine, 'PermissionSet', 'ProfileId', profileId);
  const rows = ['ObjectPermissions', 'FieldPermissions'].flatMap((name) =>
    findRecords(engine, name, 'ParentId', parent?.['Id'] ?? null),
  );
  const objectNames = new Set(rows.map((row) => String(row['SobjectType'])));
  for (const object of objectsWithRights(engine).filter(({ name }) => objectNames.has(name))) {
    seeded.set(objectKey(profile, object), '');
    for (const name of fieldNames(object)) seeded.set(fieldKey(profile, name), '');
  }
}

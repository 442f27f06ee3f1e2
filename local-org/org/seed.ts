// Fills a new org: company, licences, profiles with their rights, users, and a few records to work with.

import { fieldPermissionName, hasObjectPermissions } from './access.ts';
import { objectOf } from './engine.ts';
import type { Engine } from './engine.ts';
import type { Person } from './people.ts';
import { plainInsert } from './plain-insert.ts';
import { afterProfileSave, ownedSet } from './profiles.ts';
import * as company from './seed-company.ts';
import { licenses, permissionSetLicenses, profiles, roles } from './seed-profiles.ts';
import type { OrgSettings, SeedPlan, SeedUser } from './settings.ts';
import { moveToProfile } from './users.ts';
import { formatDatetime } from './values.ts';
import { insert } from './write.ts';

export function seedOrg(
  engine: Engine,
  settings: OrgSettings,
  addPerson: (userId: string, person: Person) => void,
) {
  const plan = settings.seed ?? companyPlan(settings);
  const admin = engine.records.newId(objectOf(engine, 'User'));
  const profileIds = seedProfiles(engine, admin, plan);
  for (const [place, user] of plan.users.entries()) {
    const profileId = profileIds.get(user.profile);
    if (profileId === undefined) throw new Error(`Seed: there is no profile ${user.profile}.`);
    const id = seedUser(engine, settings, admin, { ...user, profileId }, place === 0);
    addPerson(id, { password: company.password, role: user.role });
  }
  seedRoles(engine, admin);
  seedOrganization(engine, settings, admin, plan);
  if (plan.records) seedRecords(engine, admin);
}

/** The company everything is tried out with; in its sandbox the usernames end in the sandbox's name. */
function companyPlan(settings: OrgSettings): SeedPlan {
  const suffix = settings.kind === 'sandbox' ? '.dev' : '';
  const [first, ...others] = company.users;
  const withSuffix = (user: Omit<SeedUser, 'email'>): SeedUser => ({
    ...user,
    username: `${user.username}${suffix}`,
    email: user.username,
  });
  return { users: [withSuffix(first), ...others.map(withSuffix)], records: true };
}

function seedProfiles(engine: Engine, admin: string, plan: SeedPlan): Map<string, string> {
  const licenseIds = new Map<string, string>();
  for (const { name, key, total: usual } of licenses) {
    const total = plan.licenses?.[name] ?? usual;
    if (total === 0) continue;
    const values = {
      Name: name,
      MasterLabel: name,
      LicenseDefinitionKey: key,
      TotalLicenses: total,
      Status: 'Active',
    };
    licenseIds.set(name, plainInsert(engine, 'UserLicense', admin, values));
    seedPermissionSetLicenses(engine, admin, name, total);
  }
  const profileIds = new Map<string, string>();
  for (const profile of profiles) {
    // A profile comes with its licence.
    if (!licenseIds.has(profile.license)) continue;
    const permissions = Object.fromEntries(profile.permissions.map((name) => [`Permissions${name}`, true]));
    const id = plainInsert(engine, 'Profile', admin, {
      Name: profile.name,
      UserLicenseId: licenseIds.get(profile.license) ?? null,
      UserType: 'Standard',
      ...permissions,
    });
    profileIds.set(profile.name, id);
    seedProfileRights(engine, admin, id, profile);
  }
  return profileIds;
}

function seedPermissionSetLicenses(engine: Engine, admin: string, userLicense: string, total: number) {
  for (const { name, label } of permissionSetLicenses.filter((one) => one.with === userLicense)) {
    plainInsert(engine, 'PermissionSetLicense', admin, {
      DeveloperName: name,
      MasterLabel: label,
      PermissionSetLicenseKey: name,
      TotalLicenses: total,
      Status: 'Active',
    });
  }
}

function seedRoles(engine: Engine, admin: string) {
  const ids = new Map<string, string>();
  for (const { name, developerName, above } of roles) {
    const parent = above === null ? null : (ids.get(above) ?? null);
    const values = {
      Name: name,
      DeveloperName: developerName,
      ParentRoleId: parent,
      RollupDescription: name,
    };
    ids.set(developerName, plainInsert(engine, 'UserRole', admin, values));
  }
}

function seedProfileRights(
  engine: Engine,
  admin: string,
  profileId: string,
  profile: (typeof profiles)[number],
) {
  const sObject = objectOf(engine, 'Profile');
  const record = engine.records.get(sObject, profileId);
  if (record === undefined) throw new Error(`Seed: profile ${profile.name} is missing.`);
  afterProfileSave(
    {
      engine,
      rights: engine.access.of(admin),
      sObject,
      before: null,
      after: { ...record },
      given: new Set(),
    },
    record,
  );
  const parent = ownedSet(engine, record)?.['Id'] ?? null;
  for (const object of engine.schema.objects()) {
    const isActivity = object.name === 'Event' || object.name === 'Task';
    if (object.custom || !(isActivity || hasObjectPermissions(object))) continue;
    const isAll = profile.objects === 'all';
    if ((isAll || (profile.objects === 'own' && !object.flags.has('devHub'))) && !isActivity) {
      plainInsert(engine, 'ObjectPermissions', admin, {
        ParentId: parent,
        SobjectType: object.name,
        PermissionsCreate: true,
        PermissionsRead: true,
        PermissionsEdit: true,
        PermissionsDelete: isAll || object.name !== 'Case',
        PermissionsViewAllRecords: isAll,
        PermissionsModifyAllRecords: isAll,
      });
    }
    if (!profile.fields) continue;
    // Custom fields stay without a right: nobody sees them until a permission set says so.
    const fields = object.fields.filter((field) => field.permissionable && !field.custom);
    for (const name of new Set(fields.map((field) => fieldPermissionName(object, field)))) {
      plainInsert(engine, 'FieldPermissions', admin, {
        ParentId: parent,
        SobjectType: object.name,
        Field: name,
        PermissionsRead: true,
        PermissionsEdit: true,
      });
    }
  }
}

function seedUser(
  engine: Engine,
  settings: OrgSettings,
  admin: string,
  user: SeedUser & { profileId: string },
  isFirst: boolean,
): string {
  const id = plainInsert(
    engine,
    'User',
    admin,
    {
      Username: user.username,
      Email: user.email,
      FirstName: user.firstName,
      LastName: user.lastName,
      Name: [user.firstName, user.lastName].filter((part) => part !== null).join(' '),
      Alias: user.alias,
      CommunityNickname: user.alias,
      CompanyName: settings.name,
      IsActive: true,
      ProfileId: user.profileId,
      UserType: 'Standard',
      TimeZoneSidKey: user.timeZone,
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      UserPreferencesLightningExperiencePreferred: true,
    },
    isFirst ? admin : undefined,
  );
  plainInsert(engine, 'UserLogin', admin, { UserId: id });
  moveToProfile(engine, id, user.profileId);
  return id;
}

function seedOrganization(engine: Engine, settings: OrgSettings, admin: string, plan: SeedPlan) {
  const [first] = plan.users;
  plainInsert(
    engine,
    'Organization',
    admin,
    {
      Name: settings.name,
      Country: 'US',
      PrimaryContact: [first.firstName, first.lastName].filter((part) => part !== null).join(' '),
      DefaultLocaleSidKey: 'en_US',
      TimeZoneSidKey: first.timeZone,
      LanguageLocaleKey: 'en_US',
      FiscalYearStartMonth: 1,
      DefaultAccountAccess: 'Edit',
      DefaultContactAccess: 'ControlledByParent',
      DefaultOpportunityAccess: 'Edit',
      DefaultLeadAccess: 'ReadEditTransfer',
      DefaultCaseAccess: 'ReadEditTransfer',
      DefaultCalendarAccess: 'HideDetailsInsert',
      DefaultPricebookAccess: 'ReadSelect',
      DefaultCampaignAccess: 'All',
      UiSkin: 'Theme3',
      SignupCountryIsoCode: 'US',
      OrganizationType: settings.edition,
      InstanceName: settings.kind === 'sandbox' ? 'LOC1S' : 'LOC1',
      IsSandbox: settings.kind === 'sandbox',
      TrialExpirationDate: trialExpiration(settings),
      WebToCaseDefaultOrigin: 'Web',
    },
    settings.orgId,
  );
}

function trialExpiration(settings: OrgSettings): string | null {
  const time = settings.trialExpiresAt ?? null;
  return time === null ? null : formatDatetime(new Date(time));
}

function seedRecords(engine: Engine, admin: string) {
  const rights = engine.access.of(admin);
  const put = (objectName: string, values: Parameters<typeof insert>[3]) =>
    insert(engine, rights, objectOf(engine, objectName), values);
  const accountIds = new Map(company.accounts.map((account) => [account.Name, put('Account', account)]));
  const contactIds = new Map(
    company.contacts.map(({ account, ...values }) => [
      values.Email,
      put('Contact', { ...values, AccountId: accountIds.get(account) ?? null }),
    ]),
  );
  for (const lead of company.leads) put('Lead', lead);
  const opportunityIds = company.opportunities.map(({ account, ...values }) =>
    put('Opportunity', { ...values, AccountId: accountIds.get(account) ?? null }),
  );
  for (const { contact, ...values } of company.cases)
    put('Case', { ...values, ContactId: contactIds.get(contact) ?? null });
  const lead = company.convertedLead;
  put('Lead', {
    ...lead,
    IsConverted: true,
    ConvertedDate: engine.now().toISOString().slice(0, 10),
    ConvertedAccountId: accountIds.get(lead.Company) ?? null,
    ConvertedContactId: contactIds.get(lead.Email) ?? null,
    ConvertedOpportunityId: opportunityIds.at(-1) ?? null,
  });
}

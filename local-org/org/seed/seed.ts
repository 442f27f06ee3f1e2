// Fills a new org: company, licences, profiles with their rights, users, and a few records to work with.

import { objectOf } from '../engine.ts';
import type { Engine } from '../engine.ts';
import type { Person } from '../people.ts';
import { plainInsert } from '../write/plain-insert.ts';
import * as company from './seed-company.ts';
import { seedSetup } from './seed-setup.ts';
import type { Seeded } from './seed-setup.ts';
import type { OrgSettings, SeedPlan, SeedUser } from '../settings.ts';
import { moveToProfile } from '../objects/users.ts';
import { formatDatetime } from '../values.ts';
import { insert } from '../write/write.ts';

export function seedOrg(
  engine: Engine,
  settings: OrgSettings,
  seeded: Seeded,
  addPerson: (userId: string, person: Person) => void,
) {
  const plan = settings.seed ?? companyPlan(settings);
  const admin = engine.records.newId(objectOf(engine, 'User'));
  const profileIds = seedSetup(engine, admin, seeded, plan.licenses);
  for (const [place, user] of plan.users.entries()) {
    const profileId = profileIds.get(user.profile);
    if (profileId === undefined) throw new Error(`Seed: there is no profile ${user.profile}.`);
    const id = seedUser(engine, settings, admin, { ...user, profileId }, place === 0);
    addPerson(id, { password: company.password, role: user.role });
  }
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

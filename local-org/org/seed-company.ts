// What a new org holds: licences and profiles of a fresh Salesforce org, three users, and the customers of a small
// bicycle company.

import type { SeedUser } from './settings.ts';

export const licenses = [
  { name: 'Salesforce', key: 'SFDC', total: 10 },
  { name: 'Salesforce Platform', key: 'AUL', total: 5 },
  // The key of this one is known from no public source; clients should look it up by name.
  { name: 'Salesforce Integration', key: 'PID_INTEGRATION', total: 5 },
] as const;

const everyday = [
  'ActivitiesAccess',
  'AllowUniversalSearch',
  'ChatterInternalUser',
  'EnableNotifications',
  'LightningConsoleAllowedForUser',
  'ShowCompanyNameAsUserBadge',
  'ViewHelpLink',
];

const selling = [
  ...everyday,
  'ApiEnabled',
  'ConvertLeads',
  'CreateCustomizeReports',
  'EditEvent',
  'EditOppLineItemUnitPrice',
  'EditTask',
  'EmailSingle',
  'ExportReport',
  'ImportPersonal',
  'LightningExperienceUser',
  'RunReports',
  'ViewRoles',
  'ViewSetup',
];

const administering = [
  ...selling,
  'ApexRestServices',
  'AssignPermissionSets',
  'AuthorApex',
  'BulkApiHardDelete',
  'CustomizeApplication',
  'DataExport',
  'EditPublicTemplates',
  'EditReadonlyFields',
  'EmailMass',
  'FreezeUsers',
  'ImportCustomObjects',
  'ImportLeads',
  'ManageAuthProviders',
  'ManageCustomPermissions',
  'ManageInternalUsers',
  'ManageIpAddresses',
  'ManageLoginAccessPolicies',
  'ManagePasswordPolicies',
  'ManageProfilesPermissionsets',
  'ManageRemoteAccess',
  'ManageRoles',
  'ManageSharing',
  'ManageUsers',
  'ModifyAllData',
  'ModifyMetadata',
  'ResetPasswords',
  'RunFlow',
  'TransferAnyCase',
  'TransferAnyEntity',
  'TransferAnyLead',
  'ViewAllData',
  'ViewAllProfiles',
  'ViewAllUsers',
  'ViewDeveloperName',
];

/** `objects`: rights on Account, Case, Contact, Lead and Opportunity; `fields`: on all their standard fields. */
export const profiles: {
  name: string;
  license: (typeof licenses)[number]['name'];
  permissions: string[];
  objects: 'all' | 'own' | 'none';
  fields: boolean;
}[] = [
  {
    name: 'System Administrator',
    license: 'Salesforce',
    permissions: administering,
    objects: 'all',
    fields: true,
  },
  { name: 'Standard User', license: 'Salesforce', permissions: selling, objects: 'own', fields: true },
  {
    name: 'Minimum Access - Salesforce',
    license: 'Salesforce',
    permissions: everyday,
    objects: 'none',
    fields: false,
  },
  {
    name: 'Standard Platform User',
    license: 'Salesforce Platform',
    permissions: selling.filter((name) => name !== 'ConvertLeads'),
    objects: 'none',
    fields: false,
  },
  {
    name: 'Minimum Access - API Only Integrations',
    license: 'Salesforce Integration',
    permissions: ['ActivitiesAccess', 'ApiEnabled', 'ApiUserOnly', 'ChatterInternalUser'],
    objects: 'none',
    fields: false,
  },
];

export const password = 'acme-bikes-2026';

type CompanyUser = Omit<SeedUser, 'email'>;

export const users: readonly [CompanyUser, ...CompanyUser[]] = [
  {
    username: 'admin@acme.example',
    firstName: 'Alex',
    lastName: 'Admin',
    alias: 'aadmin',
    profile: 'System Administrator',
    role: 'admin',
    timeZone: 'America/New_York',
  },
  {
    username: 'api-user@acme.example',
    firstName: 'Bookbridge',
    lastName: 'API User',
    alias: 'bookapi',
    profile: 'System Administrator',
    role: 'api-user',
    timeZone: 'America/New_York',
  },
  {
    username: 'rep@acme.example',
    firstName: 'Riley',
    lastName: 'Rep',
    alias: 'rrep',
    profile: 'Standard User',
    role: 'standard',
    timeZone: 'America/Chicago',
  },
];

/** The permission set the API user gets when the companion app is deployed. */
export const apiUserPermissionSet = 'Bookbridge_API_User';

export const accounts = [
  {
    Name: 'Harbor Couriers',
    Type: 'Customer - Direct',
    Industry: 'Transportation',
    Website: 'harbor-couriers.example',
  },
  { Name: 'Velo City Rentals', Type: 'Customer - Channel', Industry: 'Recreation', Phone: '+1 312 555 0142' },
  {
    Name: 'Northside Cycling Club',
    Type: 'Prospect',
    BillingCity: 'Chicago',
    BillingCountry: 'United States',
  },
];

/** Contacts by the name of their account. */
export const contacts = [
  {
    account: 'Harbor Couriers',
    FirstName: 'Maria',
    LastName: 'Santos',
    Email: 'maria.santos@harbor-couriers.example',
    Title: 'Fleet Manager',
  },
  {
    account: 'Harbor Couriers',
    FirstName: 'Jonas',
    LastName: 'Berg',
    Email: 'jonas.berg@harbor-couriers.example',
    Phone: '+1 206 555 0110',
  },
  {
    account: 'Velo City Rentals',
    FirstName: 'Priya',
    LastName: 'Nair',
    Email: 'priya@velocity-rentals.example',
  },
  {
    account: 'Northside Cycling Club',
    FirstName: 'Tom',
    LastName: 'Okafor',
    Email: 'tom.okafor@northside.example',
  },
];

export const leads = [
  {
    FirstName: 'Hanna',
    LastName: 'Lind',
    Company: 'Lind Deliveries',
    Email: 'hanna@lind-deliveries.example',
    LeadSource: 'Web',
  },
  {
    FirstName: 'Samuel',
    LastName: 'Ortiz',
    Company: 'Campus Wheels',
    Email: 'sam.ortiz@campus-wheels.example',
    Status: 'Working - Contacted',
  },
  {
    FirstName: 'Yuki',
    LastName: 'Tanaka',
    Company: 'Tanaka Tours',
    Email: 'yuki@tanaka-tours.example',
    Phone: '+1 415 555 0177',
  },
];

/** A lead that has become the contact with this e-mail address. */
export const convertedLead = {
  FirstName: 'Priya',
  LastName: 'Nair',
  Company: 'Velo City Rentals',
  Email: 'priya@velocity-rentals.example',
  LeadSource: 'Partner Referral',
  Status: 'Closed - Converted',
};

export const opportunities = [
  {
    account: 'Harbor Couriers',
    Name: '40 cargo bikes',
    StageName: 'Negotiation/Review',
    CloseDate: '2026-12-18',
    Amount: 118_000,
  },
  {
    account: 'Velo City Rentals',
    Name: 'Summer fleet',
    StageName: 'Prospecting',
    CloseDate: '2027-03-31',
    Amount: 54_500,
  },
];

export const cases = [
  {
    contact: 'jonas.berg@harbor-couriers.example',
    Subject: 'Brake pads wear out too soon',
    Origin: 'Email',
    Priority: 'High',
  },
];

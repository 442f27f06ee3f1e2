// The licences, profiles and roles of a fresh Salesforce org.

/** The name of the licence for users that are programs; it holds next to nothing without the licence below. */
export const integrationLicense = 'Salesforce Integration';

export const licenses = [
  { name: 'Salesforce', key: 'SFDC', total: 10 },
  { name: 'Salesforce Platform', key: 'AUL', total: 5 },
  // The key of this one is known from no public source; clients should look it up by name.
  { name: integrationLicense, key: 'PID_INTEGRATION', total: 5 },
] as const;

/** Widens what a user with the integration licence may be given: objects, above all. */
export const integrationPermissionSetLicense = 'SalesforceAPIIntegrationPsl';

/** `with`: the user licence it comes along with, as often as that. */
export const permissionSetLicenses = [
  {
    name: integrationPermissionSetLicense,
    label: 'Salesforce API Integration',
    with: integrationLicense,
  },
] as const;

/** Some of the roles a new org starts with, each with the one above it. */
export const roles: { name: string; developerName: string; above: string | null }[] = [
  { name: 'CEO', developerName: 'CEO', above: null },
  { name: 'SVP, Sales & Marketing', developerName: 'SVPSalesMarketing', above: 'CEO' },
  { name: 'VP, North American Sales', developerName: 'VPNorthAmericanSales', above: 'SVPSalesMarketing' },
  { name: 'Director, Direct Sales', developerName: 'DirectorDirectSales', above: 'VPNorthAmericanSales' },
];

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

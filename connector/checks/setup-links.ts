// Addresses of pages in the org's own Setup, so that a fix is one click away. Lightning pages live on another host than the
// API; a local org has only one.

export type SetupLinks = {
  user(userId: string): string;
  users(): string;
  profile(profileId: string): string;
  permissionSet(permissionSetId: string | null): string;
  objectFields(sObject: string): string;
  companyInformation(): string;
  sharing(): string;
  appUsage(): string;
  appManager(): string;
  myDomain(): string;
  loginHistory(): string;
};

export function setupLinks(instanceOrigin: string): SetupLinks {
  const host = lightningOrigin(instanceOrigin);
  const setup = (page: string): string => `${host}/lightning/setup/${page}`;
  // Setup shows classic pages in a frame: the record's own address goes in as a parameter.
  const framed = (area: string, address: string): string =>
    setup(`${area}/page?address=${encodeURIComponent(address)}`);
  return {
    user: (userId) => framed('ManageUsers', `/${userId}?noredirect=1&isUserEntityOverride=1`),
    users: () => setup('ManageUsers/home'),
    profile: (profileId) => framed('EnhancedProfiles', `/${profileId}`),
    permissionSet: (id) => (id === null ? setup('PermSets/home') : framed('PermSets', `/${id}`)),
    objectFields: (sObject) => setup(`ObjectManager/${sObject}/FieldsAndRelationships/view`),
    sharing: () => setup('SecuritySharing/home'),
    companyInformation: () => setup('CompanyProfileInfo/home'),
    appUsage: () => setup('ConnectedAppsUsage/home'),
    appManager: () => setup('ManageExternalClientApplication/home'),
    myDomain: () => setup('OrgDomain/home'),
    loginHistory: () => setup('OrgLoginHistory/home'),
  };
}

/** `https://acme--dev.sandbox.my.salesforce.com` → `https://acme--dev.sandbox.lightning.force.com`. */
export function lightningOrigin(instanceOrigin: string): string {
  return instanceOrigin.replace(/^(https:\/\/.+)\.my\.salesforce\.com$/, '$1.lightning.force.com');
}

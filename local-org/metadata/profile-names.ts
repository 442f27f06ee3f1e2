// Standard profiles have another name in metadata than on the screen.
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_profile.htm, read 2026-11-23

const names: Record<string, string> = {
  Admin: 'System Administrator',
  ContractManager: 'Contract Manager',
  MarketingProfile: 'Marketing User',
  MinimumAccess: 'Minimum Access - Salesforce',
  ReadOnly: 'Read Only',
  SolutionManager: 'Solution Manager',
  Standard: 'Standard User',
  StandardAul: 'Standard Platform User',
};

export function profileNameOf(fullName: string): string {
  return names[fullName] ?? fullName;
}

export function profileFullName(name: string): string {
  return Object.entries(names).find(([, label]) => label === name)?.[0] ?? name;
}

// What a scratch org of each edition comes with.

type Edition = { organizationType: string; licenses: Readonly<Record<string, number>> };

/** Two Salesforce licences in a Developer Edition, ten in an Enterprise Edition; the other numbers are assumed. */
const editions: Readonly<Record<string, Edition>> = {
  Developer: {
    organizationType: 'Developer Edition',
    licenses: { Salesforce: 2, 'Salesforce Platform': 3, 'Salesforce Integration': 1 },
  },
  Enterprise: {
    organizationType: 'Enterprise Edition',
    licenses: { Salesforce: 10, 'Salesforce Platform': 5, 'Salesforce Integration': 5 },
  },
  Group: {
    organizationType: 'Team Edition',
    licenses: { Salesforce: 2, 'Salesforce Platform': 0, 'Salesforce Integration': 0 },
  },
  Professional: {
    organizationType: 'Professional Edition',
    licenses: { Salesforce: 10, 'Salesforce Platform': 0, 'Salesforce Integration': 0 },
  },
};

export function editionOf(name: string): Edition | undefined {
  const known = Object.keys(editions).find((one) => one.toLowerCase() === name.toLowerCase());
  return known === undefined ? undefined : editions[known];
}

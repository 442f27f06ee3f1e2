// The API versions this org answers, and what it says to others. Salesforce itself answers 31.0 and up and has retired
// what is older.

const releases: [version: string, label: string][] = [
  ['60.0', "Spring '24"],
  ['61.0', "Summer '24"],
  ['62.0', "Winter '25"],
  ['63.0', "Spring '25"],
  ['64.0', "Summer '25"],
  ['65.0', "Winter '26"],
  ['66.0', "Spring '26"],
  ['67.0', "Summer '26"],
];

// Not listed, but asked for by clients: 50.0 is jsforce's own default, 51.0 is written into @salesforce/core.
const olderAnswered = new Set(['50.0', '51.0']);

export const newestVersion = '67.0';

export function versionList(): { label: string; url: string; version: string }[] {
  return releases.map(([version, label]) => ({ label, url: `/services/data/v${version}`, version }));
}

/** `here`: answered; `missing`: Salesforce has it, we do not; `retired`: 410 at Salesforce; `unknown`: 404. */
export function judgeVersion(version: string): 'here' | 'missing' | 'retired' | 'unknown' {
  if (olderAnswered.has(version) || releases.some(([known]) => known === version)) return 'here';
  if (!/^\d+\.0$/.test(version)) return 'unknown';
  const number = Number.parseFloat(version);
  if (number >= 31 && number < 60) return 'missing';
  return number >= 7 && number < 31 ? 'retired' : 'unknown';
}

// What a ScratchOrgInfo asks for: its mistakes, and the org it describes.

import { newOrgId } from '../org-ids.ts';
import { isEmailAddress } from '../org/write/checks.ts';
import type { OrgRecord } from '../org/records.ts';
import { splitFeatures } from '../org/objects/scratch-org-info.ts';
import type { OrgOrder } from '../sites.ts';
import { editionOf } from './editions.ts';
import { text, timeOf } from './record-values.ts';

const dayMs = 86_400_000;

/** What is known of an order beside its record. */
export type ScratchOrder = { orgId: string; expiresAt: string };

export function newOrder(info: OrgRecord): ScratchOrder {
  const days = Number(info['DurationDays']);
  const expiresAt = new Date(timeOf(info['CreatedDate']) + days * dayMs).toISOString();
  return { orgId: newOrgId('sandbox'), expiresAt };
}

/** Codes: https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_scratch_orgs_error_codes.htm */
export function findMistake(info: OrgRecord): string | undefined {
  const { Country: country, Namespace: namespace, SignupEmail, SignupUsername } = info;
  if (info['Snapshot'] !== undefined) return 'T-0002';
  if (info['SourceOrg'] !== undefined) return 'SH-0002';
  if (!isEmailAddress(text(SignupEmail)) || !isEmailAddress(text(SignupUsername))) return 'S-1006';
  if (country !== undefined && !/^[A-Z]{2}$/.test(text(country))) return 'S-2006';
  if (namespace === undefined) return undefined;
  const isValid = /^[a-z](?!.*__)[a-z0-9_]{0,14}(?<!_)$/i.test(text(namespace));
  // No namespace can be linked to this Dev Hub.
  return isValid ? 'S-1017' : 'S-1026';
}

export function orgOf(info: OrgRecord, order: ScratchOrder, sharedApps: string[]): OrgOrder {
  const edition = editionOf(text(info['Edition']));
  return {
    orgId: order.orgId,
    type: 'scratch',
    label: `scratch org, ends ${order.expiresAt.slice(0, 10)}`,
    name: text(info['OrgName']) || 'Company',
    edition: edition?.organizationType ?? 'Developer Edition',
    features: splitFeatures(info['Features']),
    trialExpiresAt: order.expiresAt,
    sharedApps,
    sourceTracking: true,
    seed: {
      users: [
        {
          username: text(info['SignupUsername']),
          email: text(info['SignupEmail']),
          firstName: 'User',
          lastName: 'User',
          alias: 'UUser',
          profile: 'System Administrator',
          role: 'admin',
          timeZone: 'America/Los_Angeles',
        },
      ],
      records: info['HasSampleData'] === true,
      licenses: edition?.licenses ?? {},
    },
  };
}

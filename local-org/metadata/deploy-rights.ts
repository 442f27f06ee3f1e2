// What a deploy needs beside the right to use the Metadata API: for each component the right to the feature it sets up.
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_modify_metadata_perm.htm (2026-11-24)

import { ComponentProblem } from './deploy-messages.ts';
import type { DeployWork } from './deploy-work.ts';
import type { Component } from './read-package.ts';

const needs: Readonly<Record<string, string>> = {
  PermissionSet: 'ManageProfilesPermissionsets',
  Profile: 'ManageProfilesPermissionsets',
};

/** Who may modify all data may set up everything (assumed, as the words of the refusal are). */
export function refuseWithoutFeature({ engine, userId }: DeployWork, { type, place }: Component) {
  const rights = engine.access.of(userId);
  const needed = needs[type] ?? 'CustomizeApplication';
  if (rights.has('ModifyAllData') || rights.has(needed)) return;
  throw new ComponentProblem(`You do not have sufficient rights to access the metadata type: ${type}`, place);
}

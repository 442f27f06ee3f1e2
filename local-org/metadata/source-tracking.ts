// Whether sandboxes made from an org track what is changed in them, which an administrator of production decides.

import type { OrgMetadata } from './org-metadata.ts';

/** Set here until a deploy of the settings says otherwise.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_sourcetrackingsettings.htm */
export function tracksSandboxes(metadata: OrgMetadata): boolean {
  return metadata.setting('SourceTracking', 'enableSourceTrackingSandboxes') !== 'false';
}

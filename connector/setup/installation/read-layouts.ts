// The page layouts of Event as they are in the org. Only the Metadata API gives all of them, so only a user who may deploy can
// look; for others the page says so and links into Setup.
import type { SalesforceClient } from '../../salesforce/client.ts';
import { listComponents, retrieveComponents } from '../../salesforce/metadata-api.ts';
import { isEventLayout, readLayouts } from './event-layouts.ts';
import type { EventLayout } from './event-layouts.ts';
import { readMetadataRefusal } from './metadata-refusal.ts';

export type LayoutsRead =
  | { ok: true; layouts: EventLayout[] }
  /** What Salesforce said when it does not let this user look. */
  | { ok: false; errorCode: string; message: string };

/** Three API calls or more. Throws what the client throws, except a refusal, which is an answer. */
export async function lookAtLayouts(client: SalesforceClient): Promise<LayoutsRead> {
  try {
    const names = (await listComponents(client, 'Layout')).filter(isEventLayout);
    if (names.length === 0) return { ok: true, layouts: [] };
    return { ok: true, layouts: readLayouts(await retrieveComponents(client, { Layout: names })) };
  } catch (error) {
    const refusal = readMetadataRefusal(error);
    if (refusal === null) throw error;
    return { ok: false, ...refusal };
  }
}

/** One of them, by its full name; null when it is gone. */
export async function lookAtLayout(client: SalesforceClient, fullName: string): Promise<EventLayout | null> {
  const [layout] = readLayouts(await retrieveComponents(client, { Layout: [fullName] }));
  return layout ?? null;
}

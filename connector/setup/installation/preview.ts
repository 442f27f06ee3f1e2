// What an installation would change, before anything is changed: our components beside those in the org, and each layout with
// its new lines. `diffId` says what was shown, so that nothing else than that is done.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { SalesforceClient } from '../../salesforce/client.ts';
import { retrieveComponents } from '../../salesforce/metadata-api.ts';
import { compareComponents } from './compare-components.ts';
import type { ComponentChange } from './compare-components.ts';
import { companionPackage } from './companion-package.ts';
import { withFields } from './event-layouts.ts';
import type { EventLayout } from './event-layouts.ts';
import { layoutOf } from './install-wishes.ts';
import type { Wish } from './install-wishes.ts';
import { lookAtLayout } from './read-layouts.ts';

export type Preview = {
  diffId: string;
  components: ComponentChange[];
  layouts: { name: string; fullName: string; fields: string[]; lines: { text: string; isNew: boolean }[] }[];
};

/** Retrieves; throws what that throws, and `layout_missing`. */
export async function previewInstallation(
  client: SalesforceClient,
  wishes: readonly Wish[],
): Promise<Preview> {
  const marks: Record<string, string> = {};
  const components = wishes.includes('app') ? await compareWithOrg(client) : [];
  if (wishes.includes('app')) marks['app'] = markOfApp(components);
  const layouts: Preview['layouts'] = [];
  for (const wish of wishes) {
    const fullName = layoutOf(wish);
    if (fullName === null) continue;
    const layout = await requireLayout(client, fullName);
    marks[wish] = markOfLayout(layout);
    const { name, missing: fields, xml } = layout;
    layouts.push({ name, fullName, fields, lines: withFields(xml, fields).lines });
  }
  return { diffId: writeDiffId(marks), components, layouts };
}

/** Which of our components the org has, and in what they differ. */
export async function compareWithOrg(client: SalesforceClient): Promise<ComponentChange[]> {
  const { members, files } = await companionPackage();
  return compareComponents(await retrieveComponents(client, members), files);
}

export async function requireLayout(client: SalesforceClient, fullName: string): Promise<EventLayout> {
  const layout = await lookAtLayout(client, fullName);
  if (layout) return layout;
  throw new AppError('layout_missing', 'This page layout is not there any more.', {
    status: 409,
    fix: 'Load the page again to see the layouts that the org has now.',
  });
}

/** The same mark is made of the same differences only. */
export function markOfApp(components: readonly ComponentChange[]): string {
  return hashOf(JSON.stringify(components.filter(({ change }) => change === 'changed')));
}

export function markOfLayout({ xml }: EventLayout): string {
  return hashOf(xml);
}

/** Null when the person had not been shown this. */
export function markIn(diffId: string | null, wish: Wish): string | null {
  if (diffId === null) return null;
  try {
    const text = Buffer.from(diffId, 'base64url').toString('utf8');
    return z.record(z.string(), z.string()).parse(JSON.parse(text))[wish] ?? null;
  } catch {
    return null;
  }
}

function writeDiffId(marks: Record<string, string>): string {
  return Buffer.from(JSON.stringify(marks)).toString('base64url');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

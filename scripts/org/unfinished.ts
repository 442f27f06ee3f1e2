// Orgs whose creation was asked for and is not finished: a file per alias in the data folder, so that the same command
// finds them again, also when Salesforce's answer was lost.
import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeJson } from './org-record.ts';

const schema = z.object({
  alias: z.string(),
  hub: z.string(),
  /** Of the new org's admin; chosen here, because it is unique: with it a lost order is found again. */
  username: z.string(),
  /** Id of the order (ScratchOrgInfo) once it is known. */
  jobId: z.string().nullable(),
});
export type UnfinishedOrg = z.infer<typeof schema>;

function fileOf(dataFolder: string, alias: string): string {
  return join(dataFolder, 'orgs', `unfinished-${encodeURIComponent(alias)}.json`);
}

export async function readUnfinished(dataFolder: string, alias: string): Promise<UnfinishedOrg | null> {
  try {
    return schema.parse(JSON.parse(await readFile(fileOf(dataFolder, alias), 'utf8')));
  } catch {
    return null;
  }
}

export async function keepUnfinished(dataFolder: string, org: UnfinishedOrg): Promise<void> {
  await writeJson(fileOf(dataFolder, org.alias), org);
}

export async function forgetUnfinished(dataFolder: string, alias: string): Promise<void> {
  await rm(fileOf(dataFolder, alias), { force: true });
}

export function newAdminUsername(): string {
  return `scratch-${randomBytes(6).toString('hex')}@bookbridge.example`;
}

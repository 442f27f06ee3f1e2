// What we have put into an org: a file of ours per org in the data folder, because Salesforce keeps no such note. It is a
// memory, never the truth: a step is done only when the org's own dates agree with it.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const deployedSchema = z.object({
  /** Of what was sent. */
  hash: z.string(),
  /** `type:fullName` → lastModifiedDate right after our deploy. */
  components: z.record(z.string(), z.string()),
});
const choicesSchema = z.object({
  mode: z.enum(['standard', 'secure']),
  browser: z.boolean(),
  app: z.enum(['external', 'connected']),
  username: z.string().nullable(),
  profile: z.string().nullable(),
  privateSharing: z.boolean(),
  publicUrl: z.string(),
});
const recordSchema = z.object({
  orgId: z.string(),
  /** Made before the first deploy and kept, so that a deploy whose answer was lost is repeated with the same key. */
  app: z.object({ clientId: z.string(), kind: z.enum(['external', 'connected']) }).nullable(),
  deployed: z.partialRecord(z.enum(['companionApp', 'oauthApp', 'policies']), deployedSchema),
  /** The secret that Salesforce was given or a person copied is in settings.env only; here is whether it was tried. */
  secretWorks: z.boolean().default(false),
  /** When the reset e-mail went out, so that a second run sends none. */
  passwordEmailAt: z.string().nullable().default(null),
  /** What the org was last set up with; null: not to the end yet. */
  choices: choicesSchema.nullable().default(null),
});

type RecordValues = z.infer<typeof recordSchema>;
export type Deployed = z.infer<typeof deployedSchema>;
export type DeployedPart = 'companionApp' | 'oauthApp' | 'policies';

export type OrgRecord = {
  readonly values: Readonly<RecordValues>;
  change(changes: Partial<Omit<RecordValues, 'orgId' | 'deployed'>>): Promise<void>;
  setDeployed(part: DeployedPart, deployed: Deployed | null): Promise<void>;
  remove(): Promise<void>;
};

export async function openRecord(dataFolder: string, orgId: string): Promise<OrgRecord> {
  const file = join(dataFolder, 'orgs', `${orgId}.json`);
  let values: RecordValues = (await readRecord(file)) ?? {
    orgId,
    app: null,
    deployed: {},
    secretWorks: false,
    passwordEmailAt: null,
    choices: null,
  };
  const save = async (next: RecordValues): Promise<void> => {
    await writeJson(file, next);
    values = next;
  };
  return {
    get values() {
      return values;
    },
    change: async (changes) => await save({ ...values, ...changes }),
    async setDeployed(part, deployed) {
      const { [part]: _before, ...others } = values.deployed;
      await save({ ...values, deployed: deployed === null ? others : { ...others, [part]: deployed } });
    },
    async remove() {
      await rm(file, { force: true });
    },
  };
}

/** Unreadable is the same as absent: then everything is looked at anew. */
async function readRecord(file: string): Promise<RecordValues | null> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Replaced as a whole, readable by this user only. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  try {
    await writeFile(aside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
}

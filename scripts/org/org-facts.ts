// What is in the org, read with as few API calls as possible: who the API user is and what it holds in one call, who it
// could be (licences, profiles) in another, and when which component was last changed in one call for three types.
import type { Connection } from '@salesforce/core';
import { z } from 'zod';
import { SetUpProblem } from './problem.ts';
import { apiVersion } from './target-org.ts';

export type ApiUser = {
  id: string;
  isActive: boolean;
  profileId: string;
  profile: string;
  license: string;
  isApiOnly: boolean;
  mayEverything: boolean;
};

export type UserFacts = {
  user: ApiUser | null;
  /** API names of the permission sets it holds. */
  assigned: string[];
  hasIntegrationLicense: boolean;
  /** Ids of our permission sets in this org, by API name. */
  permissionSets: Record<string, string>;
};

export type Profile = {
  id: string;
  name: string;
  license: string;
  isApiOnly: boolean;
  mayEverything: boolean;
};
export type License = { id: string; name: string; total: number; used: number };

export type StaffFacts = {
  profiles: Profile[];
  licenses: License[];
  /** The permission set licence of API-only users; null where the org has none. */
  integrationLicense: License | null;
  /** Who runs the set-up: the API user gets the same address, language and time zone. */
  admin: Record<
    'Email' | 'TimeZoneSidKey' | 'LocaleSidKey' | 'LanguageLocaleKey' | 'EmailEncodingKey',
    string
  >;
};

/** `type:fullName` → when it was last changed and by whom. */
export type Components = Map<string, { changedAt: string; changedBy: string }>;

export type OrgFacts = {
  user(): Promise<UserFacts>;
  staff(): Promise<StaffFacts>;
  components(types: readonly string[]): Promise<Components>;
  /** After a change. */
  forget(): void;
};

export const integrationLicenseName = 'SalesforceAPIIntegrationPsl';

/** `allTypes`: asked for together at the first question about any of them, because one call holds three types. */
export function createFacts(
  connection: () => Connection,
  username: () => string,
  adminUsername: () => string,
  allTypes: () => Promise<readonly string[]>,
): OrgFacts {
  let user: Promise<UserFacts> | undefined;
  let staff: Promise<StaffFacts> | undefined;
  let components: Promise<Map<string, Components>> | undefined;
  const listTypes = async (): Promise<Map<string, Components>> =>
    await listAll(connection(), await allTypes());
  return {
    user: () => (user ??= readUser(connection(), username())),
    staff: () => (staff ??= readStaff(connection(), adminUsername())),
    async components(types) {
      const all = await (components ??= listTypes());
      return new Map(types.flatMap((type) => [...(all.get(type) ?? [])]));
    },
    forget() {
      user = undefined;
      staff = undefined;
      components = undefined;
    },
  };
}

const profileFields = z.object({
  Id: z.string(),
  Name: z.string(),
  PermissionsApiUserOnly: z.boolean(),
  PermissionsModifyAllData: z.boolean(),
  PermissionsCustomizeApplication: z.boolean(),
  UserLicense: z.object({ Name: z.string() }),
});
const userRow = z.object({
  Id: z.string(),
  IsActive: z.boolean(),
  ProfileId: z.string(),
  Profile: profileFields,
});
const licenseRow = z.object({ Id: z.string(), TotalLicenses: z.number(), UsedLicenses: z.number() });
const profileColumns =
  'Id, Name, PermissionsApiUserOnly, PermissionsModifyAllData, PermissionsCustomizeApplication, UserLicense.Name';

async function readUser(connection: Connection, username: string): Promise<UserFacts> {
  const name = quoted(username);
  const answers = await queryTogether(connection, {
    user: `SELECT Id, IsActive, ProfileId, ${profileColumns
      .split(', ')
      .map((column) => `Profile.${column}`)
      .join(', ')} FROM User WHERE Username = ${name}`,
    assigned: `SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE Assignee.Username = ${name}`,
    license: `SELECT Id FROM PermissionSetLicenseAssign WHERE Assignee.Username = ${name} AND PermissionSetLicense.DeveloperName = '${integrationLicenseName}'`,
    sets: `SELECT Id, Name FROM PermissionSet WHERE IsOwnedByProfile = false AND Name LIKE 'Bookbridge%'`,
  });
  const found = z.array(userRow).parse(answers['user'])[0];
  const assigned = z
    .array(z.object({ PermissionSet: z.object({ Name: z.string() }) }))
    .parse(answers['assigned']);
  const sets = z.array(z.object({ Id: z.string(), Name: z.string() })).parse(answers['sets']);
  return {
    user:
      found === undefined
        ? null
        : {
            id: found.Id,
            isActive: found.IsActive,
            profileId: found.ProfileId,
            profile: found.Profile.Name,
            license: found.Profile.UserLicense.Name,
            isApiOnly: found.Profile.PermissionsApiUserOnly,
            mayEverything: mayEverything(found.Profile),
          },
    assigned: assigned.map((row) => row.PermissionSet.Name),
    hasIntegrationLicense: (answers['license'] ?? []).length > 0,
    permissionSets: Object.fromEntries(sets.map((row) => [row.Name, row.Id])),
  };
}

async function readStaff(connection: Connection, adminUsername: string): Promise<StaffFacts> {
  const answers = await queryTogether(connection, {
    profiles: `SELECT ${profileColumns} FROM Profile`,
    licenses: 'SELECT Id, Name, TotalLicenses, UsedLicenses FROM UserLicense',
    integration: `SELECT Id, TotalLicenses, UsedLicenses FROM PermissionSetLicense WHERE DeveloperName = '${integrationLicenseName}'`,
    admin: `SELECT Email, TimeZoneSidKey, LocaleSidKey, LanguageLocaleKey, EmailEncodingKey FROM User WHERE Username = ${quoted(adminUsername)}`,
  });
  const named = licenseRow.extend({ Name: z.string() });
  const integration = z.array(licenseRow).parse(answers['integration'])[0];
  const admin = z.array(z.record(z.string(), z.unknown())).parse(answers['admin'])[0];
  const text = (key: string): string => z.string().parse(admin?.[key]);
  return {
    profiles: z
      .array(profileFields)
      .parse(answers['profiles'])
      .map((row) => ({
        id: row.Id,
        name: row.Name,
        license: row.UserLicense.Name,
        isApiOnly: row.PermissionsApiUserOnly,
        mayEverything: mayEverything(row),
      })),
    licenses: z
      .array(named)
      .parse(answers['licenses'])
      .map((row) => licenseOf(row.Name, row)),
    integrationLicense: integration === undefined ? null : licenseOf(integrationLicenseName, integration),
    admin: {
      Email: text('Email'),
      TimeZoneSidKey: text('TimeZoneSidKey'),
      LocaleSidKey: text('LocaleSidKey'),
      LanguageLocaleKey: text('LanguageLocaleKey'),
      EmailEncodingKey: text('EmailEncodingKey'),
    },
  };
}

function mayEverything(profile: z.infer<typeof profileFields>): boolean {
  return profile.PermissionsModifyAllData && profile.PermissionsCustomizeApplication;
}

function licenseOf(name: string, row: z.infer<typeof licenseRow>): License {
  return { id: row.Id, name, total: row.TotalLicenses, used: row.UsedLicenses };
}

const compositeAnswer = z.object({
  compositeResponse: z.array(
    z.object({ referenceId: z.string(), httpStatusCode: z.number(), body: z.unknown() }),
  ),
});
const refusal = z.array(z.object({ errorCode: z.string(), message: z.string() })).min(1);

/** Up to five queries (Salesforce's limit) in one API call; rows by name. Throws an Error with Salesforce's errorCode. */
export async function queryTogether(
  connection: Connection,
  queries: Record<string, string>,
): Promise<Record<string, unknown[]>> {
  const answer: unknown = await connection.request({
    method: 'POST',
    url: `/services/data/v${apiVersion}/composite`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      compositeRequest: Object.entries(queries).map(([referenceId, soql]) => ({
        method: 'GET',
        url: `/services/data/v${apiVersion}/query?q=${encodeURIComponent(soql)}`,
        referenceId,
      })),
    }),
  });
  const rows = compositeAnswer
    .parse(answer)
    .compositeResponse.map(({ referenceId, httpStatusCode, body }) => {
      if (httpStatusCode >= 300) {
        const said = refusal.safeParse(body);
        const first = said.success ? said.data[0] : undefined;
        throw Object.assign(new Error(first?.message ?? `HTTP ${httpStatusCode}`), {
          errorCode: first?.errorCode ?? `ERROR_HTTP_${httpStatusCode}`,
        });
      }
      return [referenceId, z.object({ records: z.array(z.unknown()) }).parse(body).records] as const;
    });
  return Object.fromEntries(rows);
}

export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const listed = z.object({
  type: z.string(),
  fullName: z.string(),
  lastModifiedDate: z.string(),
  lastModifiedByName: z.string().catch('somebody'),
});

async function listAll(connection: Connection, types: readonly string[]): Promise<Map<string, Components>> {
  const found = new Map<string, Components>(types.map((type) => [type, new Map()]));
  const threes = Array.from({ length: Math.ceil(types.length / 3) }, (_, at) =>
    types.slice(at * 3, at * 3 + 3),
  );
  const answers = await Promise.all(
    threes.map(
      async (three): Promise<unknown> =>
        await connection.metadata.list(
          three.map((type) => ({ type })),
          apiVersion,
        ),
    ),
  );
  for (const answer of answers) {
    const rows = z.array(listed).safeParse(answer === undefined || answer === null ? [] : [answer].flat());
    if (!rows.success)
      throw new SetUpProblem(
        'list_unreadable',
        'The org’s list of components could not be read.',
        'Run the same command again.',
        rows.error,
      );
    for (const row of rows.data) {
      found.get(row.type)?.set(`${row.type}:${row.fullName}`, {
        changedAt: new Date(row.lastModifiedDate).toISOString(),
        changedBy: row.lastModifiedByName,
      });
    }
  }
  return found;
}

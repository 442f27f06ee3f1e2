// What of the installation the org has now, in one API call and without any right of an admin: the app and its version from
// describes, the permission set from its marker field, and whether this API user could install it.
import { z } from 'zod';
import {
  askTogether,
  bookingObject,
  firstRow,
  lookUp,
  lookUpDescribe,
  markerField,
  markerObject,
  permissionSetName,
  rowsOf,
} from '../../checks/org-facts.ts';
import type { Answers } from '../../checks/org-facts.ts';
import type { SalesforceClient } from '../../salesforce/client.ts';
import { soql } from '../../salesforce/soql.ts';
import { compareVersions, companionPackage, ourVersion, versionIn } from './companion-package.ts';

export type AppState = {
  /** `unknown`: it is there, and its version shows once the permission set is assigned. */
  state: 'missing' | 'current' | 'older' | 'newer' | 'unknown';
  version: string | null;
  ours: string;
  /** False: it may be there, hidden from this user. */
  certain: boolean;
  /** Fields of ours that this user does not see, as `Booking__c.Start__c`. */
  missingFields: string[];
};

export type PermissionSetState = {
  state: 'assigned' | 'not_assigned' | 'not_deployed' | 'unknown';
  id: string | null;
  /** Whether this user may assign it. */
  assignable: boolean;
};

export type CanInstall =
  | { ok: true }
  /** `no_right`: the user may not deploy. `rights_unknown`: Salesforce did not say, so it may be tried. */
  | { ok: false; reason: 'no_right' };

export type Installation = { app: AppState; permissionSet: PermissionSetState; canInstall: CanInstall };

const rightsQuery =
  'SELECT PermissionsModifyAllData, PermissionsModifyMetadata, PermissionsAssignPermissionSets, PermissionsManageUsers FROM UserPermissionAccess';

/** One API call. Throws what the client throws. */
export async function readInstallation(client: SalesforceClient): Promise<Installation> {
  const { answers } = await askTogether(client, [
    lookUpDescribe(client, 'booking', bookingObject),
    lookUpDescribe(client, 'marker', markerObject),
    lookUpDescribe(client, 'event', 'Event'),
    lookUp(client, 'rights', rightsQuery),
    lookUp(client, 'permissionSet', soql`SELECT Id FROM PermissionSet WHERE Name = ${permissionSetName}`),
  ]);
  const rights = firstRow(answers, 'rights', rightsRow);
  return {
    app: await readApp(answers),
    permissionSet: readPermissionSet(answers, rights),
    canInstall: mayDeploy(rights) ? { ok: true } : { ok: false, reason: 'no_right' },
  };
}

const describe = z.looseObject({
  fields: z.array(z.looseObject({ name: z.string(), inlineHelpText: z.string().nullish() })),
});

/** Field names with their help texts; null when the object is not there or not visible. */
function fieldsOf(answers: Answers, referenceId: string): Map<string, string | null> | null {
  const part = answers.get(referenceId);
  if (!part || part.failure) return null;
  const read = describe.safeParse(part.body);
  return read.success
    ? new Map(read.data.fields.map(({ name, inlineHelpText }) => [name, inlineHelpText ?? null]))
    : null;
}

async function readApp(answers: Answers): Promise<AppState> {
  const ours = await ourVersion();
  const booking = fieldsOf(answers, 'booking');
  const marker = fieldsOf(answers, 'marker');
  const event = fieldsOf(answers, 'event');
  const permissionSets = rowsOfPart(answers, 'permissionSet');
  if (!booking && !marker) {
    const isThere = permissionSets !== null && permissionSets.length > 0;
    const state = isThere ? 'unknown' : 'missing';
    return { state, version: null, ours, certain: permissionSets !== null, missingFields: [] };
  }
  const helpText = marker?.get(markerField);
  // Without the permission set no field of ours is visible, which says nothing about them.
  if (helpText === undefined)
    return { state: 'unknown', version: null, ours, certain: true, missingFields: [] };
  const version = versionIn(helpText);
  const missingFields = await missingOf({ booking, marker, event });
  const age = version === null ? -1 : compareVersions(version, ours);
  const whole = missingFields.length === 0 ? 'current' : 'older';
  const state = age < 0 ? 'older' : age > 0 ? 'newer' : whole;
  return { state, version, ours, certain: true, missingFields };
}

async function missingOf(
  seen: Record<'booking' | 'marker' | 'event', Map<string, string | null> | null>,
): Promise<string[]> {
  const { fields } = await companionPackage();
  const places = [
    { object: bookingObject, shownAs: bookingObject, there: seen.booking },
    { object: markerObject, shownAs: markerObject, there: seen.marker },
    { object: 'Activity', shownAs: 'Event', there: seen.event },
  ];
  return places.flatMap(({ object, shownAs, there }) =>
    (fields.get(object) ?? []).filter((name) => !there?.has(name)).map((name) => `${shownAs}.${name}`),
  );
}

const rightsRow = z.looseObject({
  PermissionsModifyAllData: z.boolean(),
  PermissionsModifyMetadata: z.boolean(),
  PermissionsAssignPermissionSets: z.boolean(),
  PermissionsManageUsers: z.boolean(),
});
type Rights = z.infer<typeof rightsRow>;

/** https://help.salesforce.com/s/articleView?id=sf.perm_modify_metadata.htm; unknown rights may be tried. */
function mayDeploy(rights: Rights | null): boolean {
  return rights === null || rights.PermissionsModifyAllData || rights.PermissionsModifyMetadata;
}

function readPermissionSet(answers: Answers, rights: Rights | null): PermissionSetState {
  const rows = rowsOfPart(answers, 'permissionSet');
  const id = z.looseObject({ Id: z.string() }).safeParse(rows?.[0]).data?.Id ?? null;
  const assignable =
    rights === null || rights.PermissionsAssignPermissionSets || rights.PermissionsManageUsers;
  const isAssigned = fieldsOf(answers, 'marker')?.has(markerField) === true;
  if (isAssigned) return { state: 'assigned', id, assignable };
  if (rows === null) return { state: 'unknown', id, assignable };
  return { state: id === null ? 'not_deployed' : 'not_assigned', id, assignable };
}

function rowsOfPart(answers: Answers, referenceId: string): unknown[] | null {
  const part = answers.get(referenceId);
  return part?.failure === null ? rowsOf(part.body) : null;
}

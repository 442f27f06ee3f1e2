// What secure mode judges by beside the common facts, in at most two API calls: rights that this user may see of itself without
// any right of an admin, and what is known about records that sharing could hide from it.
import { z } from 'zod';
import type { SalesforceClient } from '../salesforce/client.ts';
import type { PartAnswer, Subrequest } from '../salesforce/composite.ts';
import { soql } from '../salesforce/soql.ts';
import { sharedObjects } from './facts.ts';
import type { Facts, Looked, SharedObject } from './facts.ts';
import {
  askTogether,
  commonFacts,
  commonLookUps,
  firstRow,
  looked,
  lookedDescribe,
  lookUp,
  lookUpDescribe,
  rowsOf,
  whyNot,
} from './org-facts.ts';
import type { Answers } from './org-facts.ts';

/** At most two API calls. Throws what the client throws. */
export async function lookUpSecureFacts(client: SalesforceClient): Promise<Facts> {
  const { answers, usage } = await askTogether(client, [
    ...commonLookUps(client),
    lookUp(client, 'rights', ownRights),
    lookUp(client, 'viewAll', viewAllQuery(client)),
    ...sharedObjects.map((sObject) => lookUpDescribe(client, sObject, sObject)),
  ]);
  const sharing = await askTogether(client, sharingLookUps(client));
  const rights = firstRow(answers, 'rights', rightsRow);
  return {
    ...commonFacts(client, answers, sharing.usage ?? usage),
    // Whether the permission set is there needs the right to view Setup; its marker field says whether it is assigned.
    permissionSetId: { ok: false, why: 'a user of secure mode may not look at permission sets.' },
    secure: {
      rights: looked(
        answers.get('rights'),
        rights && {
          apiEnabled: rights.PermissionsApiEnabled,
          viewAllData: rights.PermissionsViewAllData,
          modifyAllData: rights.PermissionsModifyAllData,
        },
      ),
      objects: byObject((sObject) => lookedDescribe(answers.get(sObject))),
      sharing: byObject((sObject) => ({
        orgWide: readOrgWide(sharing.answers, sObject),
        viewAll: readViewAll(answers.get('viewAll'), sObject),
        seesOthers: readSeesOthers(sharing.answers.get(sObject)),
      })),
      eventSharing: readOrgWide(sharing.answers, 'Event'),
    },
  };
}

// https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userpermissionaccess.htm
const ownRights =
  'SELECT PermissionsApiEnabled, PermissionsApiUserOnly, PermissionsViewAllData, PermissionsModifyAllData FROM UserPermissionAccess';
const rightsRow = z.looseObject({
  PermissionsApiEnabled: z.boolean(),
  PermissionsViewAllData: z.boolean(),
  PermissionsModifyAllData: z.boolean(),
});

function viewAllQuery({ userId }: SalesforceClient): string {
  return soql`SELECT SobjectType, PermissionsViewAllRecords FROM ObjectPermissions WHERE SobjectType IN ${sharedObjects}
    AND ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${userId})`;
}

function sharingLookUps(client: SalesforceClient): Subrequest[] {
  const { userId } = client;
  const ofOthers: Record<SharedObject, string> = {
    Lead: soql`SELECT Id FROM Lead WHERE OwnerId != ${userId} LIMIT 1`,
    Contact: soql`SELECT Id FROM Contact WHERE OwnerId != ${userId} LIMIT 1`,
    Account: soql`SELECT Id FROM Account WHERE OwnerId != ${userId} LIMIT 1`,
    Case: soql`SELECT Id FROM Case WHERE OwnerId != ${userId} LIMIT 1`,
  };
  const orgWide = soql`SELECT QualifiedApiName, InternalSharingModel FROM EntityDefinition WHERE QualifiedApiName IN ${[...sharedObjects, 'Event']}`;
  return [
    lookUp(client, 'orgWide', orgWide),
    ...sharedObjects.map((sObject) => lookUp(client, sObject, ofOthers[sObject])),
  ];
}

const orgWideRow = z.looseObject({ QualifiedApiName: z.string(), InternalSharingModel: z.string() });

function readOrgWide(answers: Answers, sObject: SharedObject | 'Event'): Looked<string> {
  const part = answers.get('orgWide');
  const rows = (part?.failure === null ? rowsOf(part.body) : null) ?? [];
  const models = rows.flatMap((row) => orgWideRow.safeParse(row).data ?? []);
  return looked(part, models.find((row) => row.QualifiedApiName === sObject)?.InternalSharingModel);
}

const viewAllRow = z.looseObject({ SobjectType: z.string(), PermissionsViewAllRecords: z.boolean() });

function readViewAll(part: PartAnswer | undefined, sObject: SharedObject): Looked<boolean> {
  const rows = part?.failure === null ? rowsOf(part.body) : null;
  // No row at all is what a user sees who may not look: its own rights cannot be that empty.
  if (!rows || rows.length === 0) return { ok: false, why: whyNot(part) };
  const own = rows.flatMap((row) => viewAllRow.safeParse(row).data ?? []);
  return {
    ok: true,
    value: own.some((row) => row.SobjectType === sObject && row.PermissionsViewAllRecords),
  };
}

function readSeesOthers(part: PartAnswer | undefined): Looked<boolean> {
  const rows = part?.failure === null ? rowsOf(part.body) : null;
  return rows ? { ok: true, value: rows.length > 0 } : { ok: false, why: whyNot(part) };
}

function byObject<T>(make: (sObject: SharedObject) => T): Record<SharedObject, T> {
  return { Lead: make('Lead'), Contact: make('Contact'), Account: make('Account'), Case: make('Case') };
}

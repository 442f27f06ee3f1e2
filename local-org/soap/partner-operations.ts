// The operations of the partner API that are here: about the session, about passwords, and the two of records that REST
// does not have (record-operations.ts). Other records go over REST.

import { randomBytes } from 'node:crypto';
import type { Grants } from '../oauth/grants.ts';
import { orgError } from '../org/errors.ts';
import { parseId } from '../org/ids.ts';
import type { OrgUser } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
import { convertLeads, mergeAll } from './record-operations.ts';
import type { MetadataRights } from './rights.ts';
import { userInfo } from './user-info.ts';
import { textOf, XmlText } from './xml.ts';
import type { XmlElement, XmlValue } from './xml.ts';

export type PartnerCall = {
  args: XmlElement;
  site: OrgSite;
  userId: string;
  /** `67.0` */
  version: string;
  token: string;
  grants: Grants;
  rights: MetadataRights;
  now: Date;
};

export const partnerOperations: Record<string, (call: PartnerCall) => XmlValue> = {
  convertLead: convertLeads,
  merge: mergeAll,
  getServerTimestamp: ({ now }) => ({ timestamp: now.toISOString() }),
  getUserInfo: ({ site, userId }) => userInfo(site, mustFind(site, userId)),
  logout({ grants, token }) {
    grants.endSession(token);
    return undefined;
  },
  setPassword(call) {
    const user = findChangeable(call);
    const password = textOf(call.args, 'password') ?? '';
    refusePassword(user, password);
    call.site.org.setPassword(user.id, password);
    return new XmlText('');
  },
  resetPassword(call) {
    const user = findChangeable(call);
    const password = `${randomBytes(6).toString('base64url')}a1`;
    call.site.org.setPassword(user.id, password);
    return { password };
  },
};

/** What Salesforce has here and we do not. */
export const otherPartnerOperations: ReadonlySet<string> = new Set(
  `changeOwnPassword create delete deleteByExample describeAllTabs describeAppMenu
   describeApprovalLayout describeAvailableQuickActions describeCompactLayouts describeDataCategoryGroupStructures
   describeDataCategoryGroups describeDataCategoryMappings describeGlobal describeGlobalTheme
   describeKnowledgeSettings describeLayout describeNouns describePathAssistants describePrimaryCompactLayouts
   describeQuickActions describeQuickActionsForRecordType describeSObject describeSObjectListViews describeSObjects
   describeSearchLayouts describeSearchScopeOrder describeSearchableEntities describeSoftphoneLayout
   describeSoqlListViews describeTabs describeTheme describeVisualForce emptyRecycleBin executeListView
   findDuplicates findDuplicatesByIds getDeleted getUpdated invalidateSessions performQuickActions process query
   queryAll queryMore renderEmailTemplate renderStoredEmailTemplate retrieve retrieveMassQuickActionTemplates
   retrieveQuickActionTemplates search sendEmail sendEmailMessage undelete update upsert`.split(/\s+/),
);

function mustFind(site: OrgSite, userId: string): OrgUser {
  const user = site.org.user(userId);
  if (user === undefined) throw orgError(500, 'INVALID_SESSION_ID', 'The user of this session is gone');
  return user;
}

/** Everybody may set the own password; others' only with the right to. */
function findChangeable({ args, site, userId, rights }: PartnerCall): OrgUser {
  const given = textOf(args, 'userId') ?? '';
  const id = parseId(given);
  const user = id === undefined ? undefined : site.org.user(id);
  if (user === undefined) throw orgError(500, 'INVALID_ID_FIELD', `invalid user id: ${given}`);
  if (user.id !== userId && !rights.has('ResetPasswords') && !rights.has('ManageUsers')) {
    throw orgError(500, 'INSUFFICIENT_ACCESS', 'insufficient access rights on object id');
  }
  return user;
}

/** The rules of a new org: eight characters, letters and numbers, not the one before. */
function refusePassword(user: OrgUser, password: string) {
  if (password.length < 8) throw badPassword('Your password must be at least 8 characters long.');
  if (!/\d/.test(password) || !/[a-z]/i.test(password)) {
    throw badPassword('Your password must include letters and numbers');
  }
  if (password === user.password) throw badPassword('invalid repeated password');
}

function badPassword(message: string) {
  return orgError(500, 'INVALID_NEW_PASSWORD', message);
}

// Secure mode: a user with the Salesforce Integration licence can hold rights on objects only after it was given this
// permission set licence, so it comes before the permission sets.
import { noLicenseLeft } from '../api-user-definition.ts';
import { integrationLicenseName } from '../org-facts.ts';
import { codesOf, SetUpProblem } from '../problem.ts';
import { orgOf } from '../step.ts';
import type { Step } from '../step.ts';
import { nameOf } from '../target-org.ts';
import { userModeOf } from '../wish.ts';

const integrationUserLicense = 'Salesforce Integration';

export const permissionSetLicense: Step = {
  id: 'permission-set-license',
  title: 'Permission set licence',
  plan: (wish) => (userModeOf(wish) === 'secure' ? 'assign Salesforce API Integration' : null),
  async isDone(context) {
    const { user, hasIntegrationLicense } = await context.facts.user();
    if (user?.license !== integrationUserLicense)
      return { state: 'not-needed', detail: 'not needed for this user licence' };
    if (hasIntegrationLicense) return { state: 'done', detail: 'Salesforce API Integration' };
    return { state: 'open', detail: 'assign Salesforce API Integration' };
  },
  async do(context) {
    const org = orgOf(context);
    const { user } = await context.facts.user();
    const { integrationLicense } = await context.facts.staff();
    if (integrationLicense === null) {
      throw new SetUpProblem(
        'permission_set_license_missing',
        `${nameOf(org)} has no permission set licence Salesforce API Integration (${integrationLicenseName}).`,
        'Leave out --secure, or add --browser to it; or ask Salesforce for the licence.',
      );
    }
    if (user === null) throw new Error('The API user is gone.');
    try {
      await org.connection
        .sobject('PermissionSetLicenseAssign')
        .create({ AssigneeId: user.id, PermissionSetLicenseId: integrationLicense.id });
    } catch (error) {
      const codes = codesOf(error);
      if (codes.includes('LICENSE_LIMIT_EXCEEDED'))
        throw noLicenseLeft('Salesforce API Integration', integrationLicense);
      // It was assigned before, and the answer was lost.
      if (!codes.includes('DUPLICATE_VALUE')) throw error;
    }
    context.facts.forget();
    return `Salesforce API Integration assigned (${integrationLicense.used + 1} of ${integrationLicense.total})`;
  },
  byHand: (context) =>
    `sf org assign permsetlicense --name ${integrationLicenseName} --on-behalf-of API-USER --target-org ${orgOf(context).username}`,
};

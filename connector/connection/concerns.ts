// What speaks against the user who logged in, in plain words, for the wrong-user question. Pure; nothing is refused here:
// the person decides, and the checks judge afterwards.
import type { UserFacts } from '../checks/facts.ts';
import type { ConnectionMode } from '../store/schema.ts';

/** `userType` is the identity's own word; null facts mean that this user's record could not be read. */
export function concernsAbout(user: UserFacts | null, userType: string, mode: ConnectionMode): string[] {
  const concerns: string[] = [];
  if (userType.toUpperCase() !== 'STANDARD') {
    concerns.push(`This is not an internal user of the org (its type is ${userType}).`);
  }
  // In secure mode a user with few rights is what is wanted.
  if (mode === 'secure') return concerns;
  if (user === null) {
    concerns.push('This user may not read its own profile and licence through the API.');
    return concerns;
  }
  if (user.licenseName !== null && !user.hasSalesforceLicense) {
    concerns.push(
      `Its licence is "${user.licenseName}". Bookbridge needs "Salesforce", or records on Leads and Cases cannot be created.`,
    );
  }
  if (user.profile !== null && !user.profile.modifyAllData) {
    concerns.push(
      `Its profile is "${user.profileName ?? 'unknown'}": it cannot create and change records for everyone.`,
    );
  }
  return concerns;
}

// Whose username it is: usernames are unique over all orgs, a login host looks through the orgs behind it.

import type { OrgUser } from '../org/org-user.ts';
import type { Host, OrgSite } from '../site.ts';

export function findUser(host: Host, username: string): { site: OrgSite; user: OrgUser } | undefined {
  for (const site of host.sites) {
    const user = site.org.userByUsername(username);
    if (user !== undefined) return { site, user };
  }
  return undefined;
}

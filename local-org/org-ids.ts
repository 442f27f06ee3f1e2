// Ids of orgs: 00D, two characters for the kind of instance, and the rest by chance.

import { randomInt } from 'node:crypto';
import { toLongId } from './org/ids.ts';
import type { OrgKind } from './org/org.ts';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function newOrgId(kind: OrgKind): string {
  const random = Array.from({ length: 8 }, () => digits[randomInt(digits.length)]).join('');
  return toLongId(`00D${kind === 'production' ? '5e' : '7Z'}00${random}`);
}

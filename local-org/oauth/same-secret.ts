// Compares secrets in a time that does not tell how much of them is right.

import { timingSafeEqual } from 'node:crypto';

export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

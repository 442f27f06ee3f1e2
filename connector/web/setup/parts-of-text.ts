// A text with parts that are more than text (`<owner></owner>` in the catalogue): each tag by the element that stands there.
import type { ReactNode } from 'react';

export function withParts(parts: Record<string, ReactNode>): Record<string, () => ReactNode> {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, () => part]));
}

// How an org is named in a sentence.
import type { OrgKind } from '../api.ts';

export function orgLabel({ orgName, kind }: { orgName: string; kind: OrgKind }): string {
  return kind === 'sandbox' ? `${orgName} (sandbox)` : orgName;
}

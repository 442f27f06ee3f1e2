// SourceMember rows: what the org's metadata says about changes, kept as records so that any query finds them.

import type { SourceMemberRow } from '../metadata/org-metadata.ts';
import { toShortId } from '../org/ids.ts';
import { formatDatetime } from '../org/values.ts';
import type { OrgSite } from '../site.ts';

const sObject = 'SourceMember';

/** Brings the records up to date; before every look at them. */
export function refreshSourceMembers(site: OrgSite): void {
  const { own, metadata } = site.org;
  const rows = metadata.sourceMembers();
  const known = new Map(own.all(sObject).map((record) => [keyOf(record), record]));
  for (const row of rows) {
    const values = valuesOf(row);
    const key = keyOf(values);
    const record = known.get(key);
    known.delete(key);
    if (record === undefined) own.insert(sObject, row.changedBy, values);
    else if (
      record['RevisionCounter'] !== values.RevisionCounter ||
      record['IsNameObsolete'] !== values.IsNameObsolete
    )
      own.change(sObject, String(record['Id']), values);
  }
  for (const record of known.values()) own.drop(sObject, String(record['Id']));
}

/** What a PATCH of a row changes: its counter, so that a fresh scratch org starts without changes. */
export function resetSourceMember(site: OrgSite, id: string, revisionCounter: number): boolean {
  const record = site.org.own.all(sObject).find((one) => one['Id'] === id);
  if (record === undefined) return false;
  site.org.metadata.resetSourceMember(String(record['MemberIdOrName']), revisionCounter);
  site.org.own.change(sObject, id, { RevisionCounter: revisionCounter });
  return true;
}

function valuesOf(row: SourceMemberRow) {
  const time = formatDatetime(new Date(row.lastModifiedDate));
  return {
    MemberIdOrName: row.memberIdOrName,
    MemberType: row.memberType,
    MemberName: row.memberName,
    IsNameObsolete: row.isNameObsolete,
    IsNewMember: row.isNewMember,
    RevisionNum: row.revisionCounter,
    RevisionCounter: row.revisionCounter,
    ChangedBy: toShortId(row.changedBy),
    LastModifiedDate: time,
    SystemModstamp: time,
  };
}

function keyOf(row: Readonly<Record<string, unknown>>): string {
  return `${String(row['MemberType'])} ${String(row['MemberName'])}`;
}

// At an org's start: the project's folder is deployed through the same door as everything else; again only when its
// content has changed, so that what an admin changed in between stays.

import { createHash } from 'node:crypto';
import type { OrgMetadata, PackageFiles } from '../metadata/org-metadata.ts';
import { readSourceFolder } from '../metadata/source-folder.ts';
import type { Table } from '../store.ts';
import { objectOf } from './engine.ts';
import type { Engine } from './engine.ts';
import { plainInsert } from './write/plain-insert.ts';
import { apiUserPermissionSet } from './seed/seed-company.ts';

export function deployForceApp(
  engine: Engine,
  metadata: OrgMetadata,
  state: Table<string>,
  order: { folder: string | null; adminId: string; apiUserIds: string[] },
) {
  const { files, mark } = readFolder(order.folder);
  if (state.get('deployed') === mark) return;
  const hadSet = apiUserSet(engine) !== undefined;
  if (files.size > 1) {
    const known = new Map(metadata.sourceMembers().map((row) => [row.memberIdOrName, row.revisionCounter]));
    const { success, messages } = metadata.deploy({ userId: order.adminId, version: '67.0' }, files, {
      checkOnly: false,
      rollbackOnError: true,
      ignoreWarnings: true,
      purgeOnDelete: false,
      testLevel: null,
    });
    if (!success) {
      const problems = messages
        .filter((message) => !message.success)
        .map(({ componentType, fullName, problem }) => `${componentType} ${fullName}: ${problem}`);
      throw new Error(`The metadata in ${order.folder} cannot be deployed:\n${problems.join('\n')}`);
    }
    // What is there from the start, nobody has changed: a copy of production has it too.
    for (const { memberIdOrName, revisionCounter } of metadata.sourceMembers()) {
      if (known.get(memberIdOrName) !== revisionCounter) metadata.resetSourceMember(memberIdOrName, 0);
    }
  }
  const added = hadSet ? undefined : apiUserSet(engine);
  if (added !== undefined) {
    for (const userId of order.apiUserIds) {
      plainInsert(engine, 'PermissionSetAssignment', order.adminId, {
        AssigneeId: userId,
        PermissionSetId: added['Id'] ?? null,
        IsActive: true,
      });
    }
  }
  state.set('deployed', mark);
}

let last: { files: PackageFiles; mark: string } | undefined;

/** The same object for the same content, so that orgs that start together share what is read of it. */
function readFolder(folder: string | null) {
  const files = readSourceFolder(folder);
  const mark = fingerprint(files);
  if (last?.mark !== mark) last = { files, mark };
  return last;
}

function apiUserSet(engine: Engine) {
  return [...engine.records.all(objectOf(engine, 'PermissionSet'))].find(
    (record) => record['Name'] === apiUserPermissionSet,
  );
}

function fingerprint(files: PackageFiles): string {
  const hash = createHash('sha256');
  for (const [path, bytes] of files) hash.update(path).update('\0').update(bytes).update('\0');
  return hash.digest('hex');
}

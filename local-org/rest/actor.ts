// Who makes a call, and what its headers ask of every write in it.

import type { Actor } from '../org/org.ts';
import type { RestCall } from './answer.ts';

export function actorOf(call: RestCall, userId: string): Actor {
  const header = call.headers['sforce-duplicate-rule-header'];
  const autoAssign = call.headers['sforce-auto-assign'];
  if (header === undefined) return { userId, version: call.version, autoAssign };
  const asks = (name: string) => new RegExp(`\\b${name}\\s*=\\s*true\\b`, 'i').test(header);
  const duplicates = {
    allowSave: asks('allowSave'),
    includeRecordDetails: asks('includeRecordDetails'),
    runAsCurrentUser: asks('runAsCurrentUser'),
  };
  return { userId, version: call.version, duplicates, autoAssign };
}

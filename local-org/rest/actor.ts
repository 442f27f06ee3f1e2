// Who makes a call, and what its headers ask of every write in it.

import type { Actor } from '../org/org.ts';
import type { RestCall } from './answer.ts';

export function actorOf(call: RestCall, userId: string): Actor {
  return { userId, version: call.version };
}

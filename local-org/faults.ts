// Faults on demand: each is set over the control API, hits the next matching requests, and is gone.
// What each kind does on the wire is in rest/rest-api.ts (REST), soap/soap-routes.ts (SOAP), oauth/token.ts (token
// endpoint) and oauth/authorize.ts (callback and error page).

import { z } from 'zod';

export const faultKinds = [
  'session_expired',
  'request_limit',
  'unavailable',
  'html',
  'html_200',
  'row_lock',
  'timeout_after_commit',
  'reset',
  'slow',
  'token_unavailable',
  'token_html',
  'token_invalid_grant',
  'token_lost',
  'token_error',
  'authorize_error',
  'scratch_error',
  'sandbox_stuck',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  on: z
    .enum([
      'any',
      'composite',
      'graph',
      'query',
      'describe',
      'sobjects',
      'limits',
      'token',
      'soap',
      'metadata',
      'tooling',
    ])
    .default('any'),
  times: z.int().min(1).max(10_000).default(1),
  /** So many matching requests pass before the first is hit. */
  after: z.int().min(0).max(10_000).default(0),
  delayMs: z.int().min(0).max(600_000).default(1_000),
  org: z.string().optional(),
  /** Of `scratch_error`: what ends up in ScratchOrgInfo.ErrorCode. */
  code: z
    .string()
    .regex(/^[A-Z]{1,2}-\d{4}$/)
    .default('S-9999'),
  /** Of `token_error` and `authorize_error`: what is answered, for what cannot be brought about here, such as IP ranges. */
  error: z
    .string()
    .regex(/^[A-Za-z_]{1,60}$/)
    .default('rate_limit_exceeded'),
  description: z.string().max(200).default('too many requests'),
  /** Of `authorize_error`: where the user's browser ends. */
  place: z.enum(['callback', 'error_page']).default('callback'),
});

export type FaultOrder = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema> & { id: string };

/** A request that a fault may hit. `writes`: it would change a record, so a row lock can happen. */
export type Target = { resource: string; orgId: string | undefined; writes: boolean };

export type Faults = {
  add(order: FaultOrder): Fault;
  pending(): Fault[];
  clear(): void;
  /** The faults for this request, used up by asking: at most one `slow` and one of another kind. */
  take(target: Target): { slow: Fault | undefined; hit: Fault | undefined };
};

export function createFaults(): Faults {
  let waiting: Fault[] = [];
  let nextId = 1;

  function takeFirst(matches: (fault: Fault) => boolean): Fault | undefined {
    const fault = waiting.find(matches);
    if (fault === undefined) return undefined;
    if (fault.after > 0) {
      fault.after -= 1;
      return undefined;
    }
    fault.times -= 1;
    if (fault.times === 0) waiting = waiting.filter((other) => other !== fault);
    return fault;
  }

  return {
    add(order) {
      const fault = { ...faultSchema.parse(order), id: `fault-${nextId++}` };
      waiting.push(fault);
      return { ...fault };
    },
    pending: () => waiting.map((fault) => ({ ...fault })),
    clear() {
      waiting = [];
    },
    take(target) {
      return {
        slow: takeFirst((fault) => fault.kind === 'slow' && hits(fault, target)),
        hit: takeFirst((fault) => fault.kind !== 'slow' && hits(fault, target)),
      };
    },
  };
}

function hits(fault: Fault, target: Target): boolean {
  if (fault.org !== undefined && fault.org.slice(0, 15) !== target.orgId?.slice(0, 15)) return false;
  if (fault.kind === 'authorize_error') return target.resource === 'authorize';
  if (target.resource === 'authorize') return false;
  if (fault.kind.startsWith('token_')) return target.resource === 'token';
  // No request: the making of an org.
  if (fault.kind === 'scratch_error') return target.resource === 'scratch org';
  if (fault.kind === 'sandbox_stuck' || target.resource === 'scratch org') return false;
  if (fault.kind === 'row_lock' && !target.writes) return false;
  return fault.on === 'any' ? target.resource !== 'token' : fault.on === target.resource;
}

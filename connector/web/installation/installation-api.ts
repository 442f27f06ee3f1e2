// What the connector answers about the companion app in the org, and about putting it there.
import { z } from 'zod';
import { get, post } from '../request.ts';

const component = z.object({
  type: z.string(),
  name: z.string(),
  state: z.enum(['created', 'changed', 'unchanged', 'failed']),
  problem: z.string().nullable(),
  kind: z
    .enum([
      'name_taken',
      'type_differs',
      'reference_missing',
      'limit_reached',
      'no_right',
      'feature_missing',
      'license_needed',
      'other',
    ])
    .nullable(),
  line: z.number().nullable(),
});
export type InstalledComponent = z.infer<typeof component>;

const step = z.object({
  /** `app`, `permission_set` or `layout:` with its full name. */
  what: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  done: z.number(),
  total: z.number(),
  components: z.array(component),
  problem: z.object({ code: z.string(), message: z.string(), fix: z.string() }).nullable(),
});
export type InstallStep = z.infer<typeof step>;

const job = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  startedBy: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  steps: z.array(step),
});
export type InstallationJob = z.infer<typeof job>;

const installation = z.object({
  app: z.object({
    state: z.enum(['missing', 'current', 'older', 'newer', 'unknown']),
    version: z.string().nullable(),
    ours: z.string(),
    certain: z.boolean(),
    missingFields: z.array(z.string()),
  }),
  permissionSet: z.object({
    state: z.enum(['assigned', 'not_assigned', 'not_deployed', 'unknown']),
    assignable: z.boolean(),
  }),
  canInstall: z.object({ ok: z.boolean(), reason: z.literal('no_right').optional() }),
  cli: z.object({
    commands: z.array(z.object({ id: z.enum(['log_in', 'check', 'deploy', 'assign']), command: z.string() })),
  }),
  packageUrl: z.string().nullable(),
  links: z.object({ permissionSet: z.string(), eventLayouts: z.string(), apiUser: z.string() }),
  org: z.object({
    name: z.string(),
    kind: z.enum(['production', 'sandbox']),
    edition: z.string(),
    username: z.string(),
    mode: z.enum(['standard', 'secure']),
  }),
  job: job.nullable(),
});
export type Installation = z.infer<typeof installation>;

const layouts = z.object({
  state: z.enum(['none', 'complete', 'incomplete', 'unknown']),
  fields: z.array(z.string()),
  layouts: z.array(z.object({ fullName: z.string(), name: z.string(), fields: z.array(z.string()) })),
  refusal: z.object({ errorCode: z.string(), message: z.string() }).nullable(),
});
export type Layouts = z.infer<typeof layouts>;

const preview = z.object({
  diffId: z.string(),
  components: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      change: z.enum(['added', 'changed', 'same']),
      lines: z.array(
        z.object({ path: z.string(), inOrg: z.string().nullable(), ours: z.string().nullable() }),
      ),
    }),
  ),
  layouts: z.array(
    z.object({
      name: z.string(),
      fullName: z.string(),
      fields: z.array(z.string()),
      lines: z.array(z.object({ text: z.string(), isNew: z.boolean() })),
    }),
  ),
});
export type Preview = z.infer<typeof preview>;

export const installationApi = {
  installation: (signal?: AbortSignal) => get('/api/installation', installation, signal),
  layouts: (signal?: AbortSignal) => get('/api/installation/layouts', layouts, signal),
  preview: (what: string[]) => post('/api/installation/preview', preview, { what }),
  start: (input: { what: string[]; diffId?: string }) =>
    post('/api/installation/jobs', z.object({ jobId: z.string() }), input),
  job: (id: string, signal?: AbortSignal) =>
    get(`/api/installation/jobs/${encodeURIComponent(id)}`, job, signal),
};

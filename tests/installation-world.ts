// What the tests of phase 2 share: an org without the companion app, an API user connected to it, and the calls of the page.
import type { Browser } from '../connector/tests/browser.ts';
import { field } from './connect-world.ts';
import type { World } from './connect-world.ts';

export type Step = {
  what: string;
  state: string;
  done: number;
  total: number;
  components: { type: string; name: string; state: string; problem: string | null; kind: string | null }[];
  problem: { code: string; message: string; fix: string } | null;
};
export type Job = { id: string; state: string; startedBy: string; steps: Step[] };
export type Installation = {
  app: { state: string; version: string | null; ours: string; certain: boolean; missingFields: string[] };
  permissionSet: { state: string; assignable: boolean };
  canInstall: { ok: boolean; reason?: string };
  cli: { commands: { id: string; command: string }[] };
  packageUrl: string | null;
  links: Record<string, string>;
  job: Job | null;
};
export type Layouts = {
  state: string;
  layouts: { fullName: string; name: string; fields: string[] }[];
  refusal: { errorCode: string; message: string } | null;
};
export type Preview = {
  diffId: string;
  components: {
    type: string;
    name: string;
    change: string;
    lines: { path: string; inOrg: string | null; ours: string | null }[];
  }[];
  layouts: { name: string; fullName: string; fields: string[]; lines: { text: string; isNew: boolean }[] }[];
};

export const readInstallation = (world: World): Promise<Installation> =>
  read(world.browser, '/api/installation', isInstallation);
export const readLayouts = (world: World): Promise<Layouts> =>
  read(world.browser, '/api/installation/layouts', isLayouts);

export async function preview(world: World, what: string[]): Promise<Preview> {
  const answer = await world.browser.post('/api/installation/preview', { what });
  if (answer.status !== 200 || !isPreview(answer.body)) throw new Error(`No preview: ${answer.text}`);
  return answer.body;
}

/** Presses "Install for me" and waits until it has ended. */
export async function install(world: World, what: string[], diffId?: string): Promise<Job> {
  const answer = await world.browser.post('/api/installation/jobs', { what, diffId });
  if (answer.status !== 202) throw new Error(`Not started: ${answer.status} ${answer.text}`);
  return endOf(world, String(field(answer.body, 'jobId')));
}

export async function endOf(world: World, jobId: string): Promise<Job> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const job = await readJob(world, jobId);
    if (job.state !== 'running') return job;
    if (Date.now() > deadline) throw new Error(`The installation does not end: ${JSON.stringify(job)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const readJob = (world: World, jobId: string): Promise<Job> =>
  read(world.browser, `/api/installation/jobs/${jobId}`, isJob);

async function read<T>(browser: Browser, path: string, is: (body: unknown) => body is T): Promise<T> {
  const answer = await browser.get(path);
  if (answer.status !== 200 || !is(answer.body)) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

const isInstallation = (body: unknown): body is Installation => typeof field(body, 'app') === 'object';
const isLayouts = (body: unknown): body is Layouts => Array.isArray(field(body, 'layouts'));
const isPreview = (body: unknown): body is Preview => typeof field(body, 'diffId') === 'string';
const isJob = (body: unknown): body is Job => Array.isArray(field(body, 'steps'));

// What can go wrong with "Install for me", each told by its component or cause, and the org as it was; and what a page that was
// closed, or a process that died, finds again.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { connect, field, openWorld } from './connect-world.ts';
import type { World } from './connect-world.ts';
import { endOf, install, preview, readInstallation, readJob, readLayouts } from './installation-world.ts';
import { adminOf, plantFault } from './salesforce-side.ts';

const deployMs = 250;
let world: World;

beforeAll(async () => {
  world = await openWorld({ localOrg: { forceApp: null, orgSpeed: { deployMs } } });
}, 60_000);
afterAll(() => world.close());

const start = (what: unknown, diffId?: string) =>
  world.browser.post('/api/installation/jobs', { what, diffId });
const errorOf = (body: unknown): unknown => field(body, 'error');

describe('before a connection', () => {
  test('every question about the org says what comes first', async () => {
    for (const path of ['/api/installation', '/api/installation/layouts']) {
      const answer = await world.browser.get(path);
      expect([answer.status, field(errorOf(answer.body), 'code')]).toEqual([409, 'not_connected']);
    }
    expect((await start(['app'])).status).toBe(409);
  });
});

describe('an installation', () => {
  beforeAll(async () => {
    await connect(world);
  }, 60_000);

  test.each([[undefined], [[]], [['everything']], [['layout:']], ['app']])(
    'refuses to install %j',
    async (what) => {
      const answer = await start(what);
      expect([answer.status, field(errorOf(answer.body), 'code')]).toEqual([400, 'bad_input']);
    },
  );

  test('names the component that Salesforce refuses, in its words and with a kind, and keeps nothing', async () => {
    const admin = await adminOf(world, 'production');
    await admin.metadata.create('CustomField', {
      fullName: 'Activity.Booking_Status__c',
      label: 'Somebody’s own status',
      type: 'Number',
      precision: 4,
      scale: 0,
    });
    const { diffId, components } = await preview(world, ['app']);
    expect(components.find(({ name }) => name === 'Activity')?.lines).toContainEqual({
      path: 'fields[Booking_Status__c].type',
      inOrg: 'Number',
      ours: 'Picklist',
    });
    const job = await install(world, ['app', 'permission_set'], diffId);
    expect(job.state).toBe('failed');
    expect(job.steps.map(({ what, state }) => [what, state])).toEqual([
      ['app', 'failed'],
      ['permission_set', 'skipped'],
    ]);
    const [app] = job.steps;
    expect(app?.problem?.code).toBe('deploy_refused');
    const refused = app?.components.filter(({ state }) => state === 'failed') ?? [];
    expect(refused).toContainEqual(
      expect.objectContaining({
        type: 'CustomField',
        name: 'Activity.Booking_Status__c',
        kind: 'type_differs',
        problem: expect.stringMatching(/type/i),
      }),
    );
    expect((await readInstallation(world)).app.state).toBe('missing');
    await admin.metadata.delete('CustomField', ['Activity.Booking_Status__c']);
  });

  test('goes on when the page is closed, and another press is told of the one under way', async () => {
    const begun = await start(['app', 'permission_set']);
    const jobId = String(field(begun.body, 'jobId'));
    const second = await start(['app']);
    expect(second.status).toBe(409);
    expect(errorOf(second.body)).toMatchObject({ code: 'installation_running', fields: { jobId } });
    // What a page sees that is loaded now.
    expect((await readInstallation(world)).job).toMatchObject({ id: jobId, state: 'running' });
    expect(await endOf(world, jobId)).toMatchObject({ state: 'done' });
  });

  test('is not disturbed by answers that are lost', async () => {
    const begun = await start(['app']);
    await plantFault(world, { kind: 'unavailable', on: 'metadata', times: 2, after: 1 });
    expect(await endOf(world, String(field(begun.body, 'jobId')))).toMatchObject({ state: 'done' });
  });

  test('is taken over when its process is gone, and deploys nothing twice', async () => {
    const begun = await start(['app']);
    const jobId = String(field(begun.body, 'jobId'));
    await endOf(world, jobId);
    // As a process leaves it that died while Salesforce was at work.
    const { db } = world.database;
    const row = await db
      .selectFrom('installation_jobs')
      .selectAll()
      .where('id', '=', jobId)
      .executeTakeFirstOrThrow();
    const step = firstOf(row.steps);
    const deployId = field(step, 'deployId');
    await db
      .updateTable('installation_jobs')
      .set({
        state: 'running',
        ended_at: null,
        beat_at: new Date(Date.now() - 60_000),
        steps: JSON.stringify([{ ...(typeof step === 'object' ? step : {}), state: 'running', done: 0 }]),
      })
      .where('id', '=', jobId)
      .execute();
    expect((await readJob(world, jobId)).state).toBe('running');
    expect(await endOf(world, jobId)).toMatchObject({ state: 'done' });
    const after = await db
      .selectFrom('installation_jobs')
      .select('steps')
      .where('id', '=', jobId)
      .executeTakeFirstOrThrow();
    expect(field(firstOf(after.steps), 'deployId')).toBe(deployId);
  });

  test('is nobody else’s business', async () => {
    expect((await world.browser.get('/api/installation/jobs/not-one')).status).toBe(404);
  });
});

describe('page layouts of Event', () => {
  const layout = 'layout:Event-Event Layout';

  test('are never changed before their change was shown', async () => {
    expect(await readLayouts(world)).toMatchObject({
      state: 'incomplete',
      layouts: [{ name: 'Event Layout', fields: ['Booking_Status__c', 'Cancel_Reschedule_Reason__c'] }],
    });
    const job = await install(world, [layout]);
    expect(job.steps[0]?.problem?.code).toBe('changes_not_shown');
    expect((await readLayouts(world)).state).toBe('incomplete');
  });

  test('are changed as shown, once', async () => {
    const shown = await preview(world, [layout]);
    const added = shown.layouts[0]?.lines.filter(({ isNew }) => isNew).map(({ text }) => text.trim()) ?? [];
    expect(added[0]).toBe('<layoutSections>');
    expect(added.at(-1)).toBe('</layoutSections>');
    expect(added).toContain('<field>Booking_Status__c</field>');
    expect(await install(world, [layout], shown.diffId)).toMatchObject({ state: 'done' });
    expect((await readLayouts(world)).state).toBe('complete');
    expect(await install(world, [layout])).toMatchObject({ state: 'done' });
  });

  test('that are gone are told', async () => {
    const answer = await world.browser.post('/api/installation/preview', { what: ['layout:Event-Nowhere'] });
    expect([answer.status, field(errorOf(answer.body), 'code')]).toEqual([409, 'layout_missing']);
  });
});

describe('where Bookbridge cannot install', () => {
  test('the commands are those of the documentation, with this org and user in them', async () => {
    const { cli } = await readInstallation(world);
    const docs = readFileSync(new URL('../docs/deploy-with-the-sf-cli.md', import.meta.url), 'utf8');
    const known = new Set(docs.split(/\s+/));
    for (const { command } of cli.commands)
      expect(command.split(' ').filter((word) => word.startsWith('-') && !known.has(word))).toEqual([]);
    expect(docs).toContain('sf project deploy start --source-dir force-app --target-org my-org --dry-run\n');
    expect(cli.commands.map(({ command }) => command)).toEqual([
      expect.stringMatching(/^sf org login web --alias my-org --instance-url http:\/\/localhost:\d+$/),
      'sf project deploy start --source-dir force-app --target-org my-org --dry-run',
      'sf project deploy start --source-dir force-app --target-org my-org',
      'sf org assign permset --name Bookbridge_API_User --on-behalf-of api-user@acme.example --target-org my-org',
    ]);
  });

  test('a user without the right is told so, and Salesforce’s words stand with the step that was tried', async () => {
    await connect(world, { username: 'rep@acme.example' });
    const found = await readInstallation(world);
    expect(found.canInstall).toEqual({ ok: false, reason: 'no_right' });
    expect(found.permissionSet.assignable).toBe(false);
    expect((await readLayouts(world)).refusal?.errorCode).toBe('INSUFFICIENT_ACCESS');
    const job = await install(world, ['app']);
    expect(job.steps[0]?.problem).toMatchObject({
      code: 'metadata_api_refused',
      message: expect.stringContaining('ModifyMetadata'),
      fix: expect.stringContaining('sf CLI'),
    });
  });
});

test('an edition without the Metadata API is told in Salesforce’s words; the app can still be installed by hand', async () => {
  const packageLink = 'https://login.salesforce.com/packaging/installPackage.apexp?p0=04t000000000001AAA';
  const small = await openWorld({
    localOrg: { forceApp: null, edition: 'Professional Edition' },
    environment: () => ({ COMPANION_PACKAGE_URL: packageLink }),
  });
  try {
    await connect(small);
    const layouts = await readLayouts(small);
    expect(layouts).toMatchObject({ state: 'unknown', refusal: { errorCode: 'API_DISABLED_FOR_ORG' } });
    const job = await install(small, ['app']);
    expect(job.steps[0]?.problem?.code).toBe('metadata_api_refused');
    const { packageUrl } = await readInstallation(small);
    expect(packageUrl).toMatch(
      /^http:\/\/localhost:\d+\/packaging\/installPackage\.apexp\?p0=04t000000000001AAA$/,
    );
  } finally {
    await small.close();
  }
}, 60_000);

function firstOf(list: unknown): unknown {
  return field(list, '0');
}

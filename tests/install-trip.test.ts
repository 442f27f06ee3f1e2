// Phase 2 from an org that has nothing of ours to one where bookings can be written: "Install for me" with its progress, its
// failures, and an upgrade. The org is changed from the other side through jsforce, as an admin would.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { connect, openWorld, readConnection } from './connect-world.ts';
import type { World } from './connect-world.ts';
import { install, preview, readInstallation, readLayouts } from './installation-world.ts';
import { adminOf } from './salesforce-side.ts';

let world: World;
let admin: Connection;

beforeAll(async () => {
  world = await openWorld({ localOrg: { forceApp: null } });
  admin = await adminOf(world, 'production');
  await connect(world);
}, 60_000);
afterAll(() => world.close());

describe('an org without the companion app', () => {
  test('is told as such, with the version that would come and who can install it', async () => {
    const found = await readInstallation(world);
    expect(found.app).toMatchObject({ state: 'missing', version: null, certain: true });
    expect(found.app.ours).toMatch(/^\d+\.\d+\.\d+$/);
    expect(found.permissionSet).toMatchObject({ state: 'not_deployed', assignable: true });
    expect(found.canInstall).toEqual({ ok: true });
    expect((await readConnection(world)).state).toBe('needs_attention');
  });

  test('gets the app and the permission set, and bookings can flow', async () => {
    const job = await install(world, ['permission_set', 'app']);
    expect(job).toMatchObject({ state: 'done', startedBy: 'Olga Owner' });
    expect(job.steps.map(({ what, state }) => [what, state])).toEqual([
      ['app', 'done'],
      ['permission_set', 'done'],
    ]);
    const [app] = job.steps;
    expect(app?.done).toBe(app?.total);
    expect(app?.components).toContainEqual(
      expect.objectContaining({ type: 'CustomField', name: 'Booking__c.Start__c', state: 'created' }),
    );
    const found = await readInstallation(world);
    expect(found.app).toMatchObject({ state: 'current', version: found.app.ours, missingFields: [] });
    expect(found.permissionSet.state).toBe('assigned');
    // The checks followed without anybody asking.
    expect((await readConnection(world)).state).toBe('ready');
  });

  test('is left as it is when it is installed once more', async () => {
    const job = await install(world, ['app', 'permission_set']);
    expect(job.state).toBe('done');
    expect(new Set(job.steps[0]?.components.map(({ state }) => state))).toEqual(new Set(['unchanged']));
  });
});

describe('an org whose companion app differs from ours', () => {
  test('is offered an upgrade when its version is older', async () => {
    await setHelpText('Bookbridge companion app, version 0.9.0');
    expect((await readInstallation(world)).app).toMatchObject({ state: 'older', version: '0.9.0' });
    await setHelpText('Bookbridge companion app, version 99.0.0');
    expect((await readInstallation(world)).app).toMatchObject({ state: 'newer', version: '99.0.0' });
    await setHelpText(null);
    expect((await readInstallation(world)).app).toMatchObject({ state: 'older', version: null });
  });

  test('is not changed before the difference was shown', async () => {
    const job = await install(world, ['app']);
    expect(job.state).toBe('failed');
    expect(job.steps[0]?.problem?.code).toBe('changes_not_shown');
    expect((await readInstallation(world)).app.version).toBeNull();
  });

  test('shows the difference element by element, and is upgraded as shown', async () => {
    const shown = await preview(world, ['app']);
    const marker = shown.components.find(({ name }) => name === 'Booking_Connection__c');
    expect(marker?.change).toBe('changed');
    expect(marker?.lines).toContainEqual(
      expect.objectContaining({ path: 'fields[Access_Marker__c].inlineHelpText', inOrg: null }),
    );
    const job = await install(world, ['app'], shown.diffId);
    expect(job).toMatchObject({ state: 'done' });
    expect((await readInstallation(world)).app.state).toBe('current');
  });

  test('is not changed when somebody changes it after the difference was shown', async () => {
    await setHelpText('Bookbridge companion app, version 0.9.0');
    const shown = await preview(world, ['app']);
    await setHelpText('Somebody was faster');
    expect((await install(world, ['app'], shown.diffId)).steps[0]?.problem?.code).toBe('changes_not_shown');
    const again = await preview(world, ['app']);
    expect((await install(world, ['app'], again.diffId)).state).toBe('done');
  });
});

/** As Setup does it: the field is saved as a whole. */
async function setHelpText(inlineHelpText: string | null): Promise<void> {
  const result = await admin.metadata.update('CustomField', {
    fullName: 'Booking_Connection__c.Access_Marker__c',
    label: 'Access Marker',
    type: 'Checkbox',
    defaultValue: 'false',
    ...(inlineHelpText !== null && { inlineHelpText }),
  });
  const [saved] = [result].flat();
  if (saved?.success !== true) throw new Error(JSON.stringify(result));
}

describe('page layouts of Event', () => {
  test('are told with the fields they lack', async () => {
    expect(await readLayouts(world)).toMatchObject({
      state: 'incomplete',
      layouts: [{ name: 'Event Layout', fields: ['Booking_Status__c', 'Cancel_Reschedule_Reason__c'] }],
    });
  });
});

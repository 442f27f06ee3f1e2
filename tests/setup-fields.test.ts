// The set-up against an org that changes: hundreds of fields, labels in other scripts, a field that becomes required or goes,
// a right that is lost, and an API user who is shut out in the middle.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { until } from './booking-world.ts';
import { lookForDrift } from '../connector/setup/drift/look-for-drift.ts';
import { createGatherer } from '../connector/setup/surroundings.ts';
import { apiUser, readConnection } from './connect-world.ts';
import type { World } from './connect-world.ts';
import { addFields, removeField, textField } from './setup-org-changes.ts';
import { adminOf, clearFaults, countCalls, plantFault } from './salesforce-side.ts';
import {
  bodyOf,
  errorSchema,
  fixed,
  from,
  objectSchema,
  openSetUpWorld,
  readSetUp,
  row,
  save,
  setUpOf,
  statesOf,
} from './setup-world.ts';

let world: World;
let admin: Connection;

beforeAll(async () => {
  world = await openSetUpWorld();
  admin = await adminOf(world, 'production');
}, 60_000);
afterAll(() => world.close());

/** What the connector knows of the org is old, as after half a minute. */
const later = (): void => world.advance(31_000);
const readLead = async () => bodyOf(objectSchema, await world.browser.get('/api/setup/objects/Lead'));

describe('an org with 500 custom fields on one object', () => {
  const labels = ['Größe', 'عدد الموظفين', '会社規模', 'งบประมาณ', 'Προϋπολογισμός', '<b>Bold</b> & "Co"'];
  const escaped = (label: string): string => label.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

  beforeAll(async () => {
    const fields: Record<string, string> = {};
    for (let at = 0; at < 500; at += 1)
      fields[`Many_${at}__c`] = textField(escaped(`${labels[at % labels.length]} ${at}`));
    await addFields(admin, 'Lead', fields);
    later();
  }, 120_000);

  test('shows them all, with labels as they are, within a second', async () => {
    const startedAt = performance.now();
    const { fields } = await readLead();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    const own = fields.filter(({ name }) => name.startsWith('Many_'));
    expect(own).toHaveLength(500);
    expect(own.every(({ mappable }) => mappable)).toBe(true);
    const byName = new Map(own.map(({ name, label }) => [name, label]));
    expect(byName.get('Many_1__c')).toBe('عدد الموظفين 1');
    expect(byName.get('Many_5__c')).toBe('<b>Bold</b> & "Co" 5');
  });

  test('takes a row for each of them in one save', async () => {
    const saved = await save(world, ({ fields }) => {
      for (let at = 0; at < 500; at += 1)
        fields['Lead']?.push(row(`Many_${at}__c`, from('utm.source', 'Größe ≥ 10')));
    });
    expect(setUpOf(saved).setUp.fields['Lead']).toHaveLength(505);
    expect(setUpOf(saved).problems).toEqual([]);
  });

  test('is asked again for a change alone: one call, and nothing is sent that is as it was', async () => {
    later();
    await readSetUp(world);
    later();
    const before = await countCalls(world);
    await readSetUp(world);
    expect((await countCalls(world)) - before).toBe(1);
  });
});

describe('a field that is made required after the set-up was confirmed', () => {
  beforeAll(async () => {
    for (const phase of ['field-validation', 'field-mapping', 'creation-rules']) {
      const { revision } = await readSetUp(world);
      setUpOf(await world.browser.post('/api/setup/confirm', { phase, revision }));
    }
    // Salesforce tells when a describe changed to the second; the connector's own clock runs ahead here.
    const second = Math.floor(Date.now() / 1000);
    await until('the next second', 5_000, () => Promise.resolve(Math.floor(Date.now() / 1000) > second));
    await addFields(admin, 'Lead', {
      Region__c: '<label>Region</label><type>Text</type><length>20</length><required>true</required>',
    });
  });

  test('is found by the hourly look, before any booking meets it, and told in the log', async () => {
    world.advance(3_600_001);
    const setUp = { ...world.deps, describes: world.describes, clientFor: world.clients.clientFor };
    await lookForDrift(setUp, createGatherer(setUp));
    const { checks } = await readConnection(world);
    expect(checks.find(({ id }) => id === 'required_fields')).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('Lead.Region__c'),
      fix: { href: expect.stringContaining('/lightning/setup/ObjectManager/Lead/FieldsAndRelationships') },
    });
    expect(world.log()).toContain('"alert":"set_up_drift"');
    const alerts = world.log().split('set_up_drift').length;
    world.advance(3_600_001);
    await lookForDrift(setUp, createGatherer(setUp));
    expect(world.log().split('set_up_drift').length).toBe(alerts);
  });

  test('breaks its phase, takes nothing from the others, and is named', async () => {
    const answer = await readSetUp(world);
    expect(answer.drift).toBe(true);
    expect(statesOf(answer)).toMatchObject({
      'field-validation': 'broken',
      'field-mapping': 'done',
      'creation-rules': 'done',
    });
    expect(answer.problems).toEqual([
      {
        phase: 'field-validation',
        object: 'Lead',
        field: 'Region__c',
        code: 'required_unsatisfied',
        values: { label: 'Region', why: 'no_row', missing: 0, of: 0, eventTypes: '' },
        blocks: true,
      },
    ]);
  });

  test('is satisfied by a fixed value, and the check passes', async () => {
    const answer = setUpOf(
      await save(world, ({ fields }) => fields['Lead']?.push(row('Region__c', fixed('North')))),
    );
    expect(statesOf(answer)['field-validation']).toBe('done');
    const { checks } = await readConnection(world);
    expect(checks.find(({ id }) => id === 'required_fields')?.status).toBe('pass');
  });
});

describe('while the page is open', () => {
  test('a field that is deleted in Salesforce is refused by name, though the page still shows it', async () => {
    await nextSecond();
    await addFields(admin, 'Lead', { Gone__c: textField('Gone') });
    later();
    expect((await readLead()).fields.map(({ name }) => name)).toContain('Gone__c');
    const { orgVersion } = await readSetUp(world);
    await nextSecond();
    await removeField(admin, 'Lead', 'Gone__c');
    world.advance(3_000);
    const refused = await save(world, ({ fields }) => fields['Lead']?.push(row('Gone__c', fixed('x'))));
    expect(bodyOf(errorSchema, refused, 422).error).toMatchObject({
      code: 'setup_refused',
      fields: { 'Lead.Gone__c': 'This org has no such field, or the API user may not see it.' },
    });
    expect((await readSetUp(world)).orgVersion).not.toBe(orgVersion);
  });

  test('what the connector sets itself is refused by name', async () => {
    const refused = await save(world, ({ fields }) =>
      fields['Event']?.push(row('StartDateTime', from('meeting.start'))),
    );
    expect(bodyOf(errorSchema, refused, 422).error.fields).toEqual({
      'Event.StartDateTime': expect.stringContaining('set by Bookbridge'),
    });
  });

  test('an owner who is inactive is refused by the rule that names them', async () => {
    const { id, name } = await deactivateSomebody();
    const refused = await save(world, ({ rules }) => (rules.lead.ownerOfNew = { kind: 'user', id, name }));
    expect(bodyOf(errorSchema, refused, 422).error.fields).toEqual({
      'rules.lead.ownerOfNew': `${name} is inactive and can own nothing.`,
    });
  });

  test.each([
    [{ revision: 1 }, 'setUp'],
    [{ revision: 'x', setUp: {} }, 'revision'],
    [[], 'setUp'],
  ])('a body that is no set-up is refused by path: %j', async (body, path) => {
    const { error } = bodyOf(errorSchema, await world.browser.put('/api/setup', body), 400);
    expect(error.code).toBe('bad_input');
    expect(Object.keys(error.fields ?? {})).toContain(path);
  });

  test('a set-up larger than any is refused, and nobody else may send one', async () => {
    const huge = { revision: 0, setUp: 'x'.repeat(4_200_000) };
    expect((await world.browser.put('/api/setup', huge)).status).toBe(413);
    const stranger = await fetch(new URL('/api/setup', world.origin), {
      method: 'PUT',
      headers: { origin: world.origin, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(stranger.status).toBe(401);
  });
});

test.each(['unavailable', 'html', 'request_limit', 'reset'])(
  'when Salesforce answers with %s, the set-up is shown by what is known of the org, with the reason',
  async (kind) => {
    later();
    await plantFault(world, { kind, on: 'any', times: 1 });
    const answer = await readSetUp(world);
    await clearFaults(world);
    expect(answer).toMatchObject({
      connected: true,
      failure: { code: expect.stringMatching(/^salesforce_/) },
    });
    expect(statesOf(answer)['field-mapping']).toBe('done');
    expect((await readSetUp(world)).failure).toBeNull();
  },
);

describe('an API user who is shut out in the middle', () => {
  test('leaves the fields on the screen, says why owners cannot be listed, and a save is kept', async () => {
    const [user] = (await admin.query(`SELECT Id FROM User WHERE Username = '${apiUser('production')}'`))
      .records;
    await admin.sobject('User').update({ Id: String(user?.['Id']), IsActive: false });
    later();
    const answer = await readSetUp(world);
    expect(answer).toMatchObject({ connected: true, failure: { code: expect.any(String) } });
    expect((await readLead()).fields.length).toBeGreaterThan(500);
    const owners = await world.browser.get('/api/setup/owners?q=a');
    expect(bodyOf(errorSchema, owners, owners.status).error.code).toBe(answer.failure?.code);
    expect(owners.status).toBeGreaterThanOrEqual(400);
    const saved = await save(world, ({ fields }) => fields['Lead']?.pop());
    expect(saved.status).toBe(200);
    await admin.sobject('User').update({ Id: String(user?.['Id']), IsActive: true });
  });
});

/** Salesforce's time of a change has no parts of a second, and our clock is far ahead of it in these tests. */
async function nextSecond(): Promise<void> {
  const now = Math.floor(Date.now() / 1_000);
  while (Math.floor(Date.now() / 1_000) === now) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function deactivateSomebody(): Promise<{ id: string; name: string }> {
  const found = await admin.query(
    "SELECT Id, Name FROM User WHERE IsActive = true AND Profile.Name = 'Standard User' LIMIT 1",
  );
  const [user] = found.records;
  if (!user) throw new Error('nobody can be deactivated');
  const id = String(user['Id']);
  await admin.sobject('User').update({ Id: id, IsActive: false });
  return { id, name: String(user['Name']) };
}

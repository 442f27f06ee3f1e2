// What was booked before, over real HTTP: an API key that is checked, the backfill with its preview, the comparison on demand, and
// files. Everything is shown before it is filed, and is in the org once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { calComApi, restBooking, startToolServer } from '../connector/tests/source-tool-server.ts';
import type { ToolServer } from '../connector/tests/source-tool-server.ts';
import { calComEvent } from '../connector/tests/source-events.ts';
import { openWorld, readCounts, settled, uniqueId, until } from './booking-world.ts';
import type { World } from './booking-world.ts';
import { records } from './booking-org.ts';
import { act, addKind, sendAs, view } from './source-requests.ts';
import type { AddedSource } from './source-requests.ts';

let world: World;
let tool: ToolServer;
let listed: Record<string, unknown>[] = [];
beforeAll(async () => {
  world = await openWorld();
  tool = await startToolServer(calComApi(() => listed, '2026-05-01'));
}, 120_000);
afterAll(async () => {
  await tool?.close();
  await world?.close();
});

const importSchema = z.object({
  import: z.looseObject({
    id: z.string(),
    state: z.string(),
    total: z.number(),
    position: z.number(),
    counts: z.object({ filed: z.number(), same: z.number() }),
    preview: z.looseObject({
      counts: z.record(z.string(), z.number()),
      refusedLines: z.number(),
      refused: z.array(z.object({ line: z.number(), field: z.string(), problem: z.string() })),
    }),
  }),
});

async function untilState(source: AddedSource, id: string, state: string) {
  let found = null;
  await until(`the import is ${state}`, 30_000, async () => {
    const answer = await world.browser.get(`/api/sources/${source.id}/imports/${id}`);
    found = importSchema.parse(answer.body).import;
    return found.state === state;
  });
  return importSchema.parse((await world.browser.get(`/api/sources/${source.id}/imports/${id}`)).body).import;
}

const leads = async (email: string) => records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`);

describe('an API key', () => {
  test.each([
    [{ apiKey: 'cal_wrong_key' }, 422, 'api_key_refused'],
    [{ apiKey: 'cal_live_right', baseUrl: 'http://api.cal.example' }, 400, 'bad_input'],
    [{ apiKey: 'cal_live_right', baseUrl: 'ftp://127.0.0.1' }, 400, 'bad_input'],
    [{ apiKey: 'cal_live_right', baseUrl: 'https://user:pass@api.cal.example' }, 400, 'bad_input'],
    [{ apiKey: '' }, 400, 'bad_input'],
  ])('%j is refused and not kept', async (input, status, code) => {
    const source = await addKind(world, 'cal-com');
    const answer = await world.browser.post(`/api/sources/${source.id}/api-key`, {
      baseUrl: tool.url,
      ...input,
    });
    expect(answer).toMatchObject({ status, body: { error: { code } } });
    expect((await view(world, source.id)).api).toMatchObject({ hasKey: false });
    expect(await world.browser.post(`/api/sources/${source.id}/backfill`)).toMatchObject({ status: 409 });
  });

  test('that works says whose it is, and can be taken away', async () => {
    const source = await addKind(world, 'cal-com');
    const input = { apiKey: 'cal_live_right', baseUrl: `${tool.url}/v2/` };
    const kept = await act(world, source.id, 'api-key', input);
    expect(kept.source.api).toMatchObject({ hasKey: true, account: 'robin@acme.example' });
    expect(JSON.stringify(kept)).not.toContain('cal_live_right');
    expect((await world.browser.delete(`/api/sources/${source.id}/api-key`)).status).toBe(204);
    expect((await view(world, source.id)).api).toMatchObject({ hasKey: false, account: null });
  });

  test('is of no use where the tool cannot be asked', async () => {
    const source = await addKind(world, 'generic');
    const answer = await world.browser.post(`/api/sources/${source.id}/api-key`, { apiKey: 'some-api-key' });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'no_tool' } } });
  });
});

describe('with an API key', () => {
  let source: AddedSource;
  beforeEach(async () => {
    source = await addKind(world, 'cal-com');
    await act(world, source.id, 'api-key', { apiKey: 'cal_live_right', baseUrl: tool.url });
  });

  test('the backfill is shown, then written once; a webhook about the same booking changes nothing', async () => {
    const uid = uniqueId('uid');
    listed = [restBooking(uid), restBooking(uniqueId('uid'))];
    const begun = await world.browser.post(`/api/sources/${source.id}/backfill`);
    expect(begun.status).toBe(202);
    const { importId } = z.object({ importId: z.string() }).parse(begun.body);
    const preview = await untilState(source, importId, 'previewed');
    expect(preview).toMatchObject({ total: 2, preview: { counts: { new: 2 } } });
    expect(await leads(`${uid}@customer.example`)).toEqual([]);
    expect((await world.browser.post(`/api/sources/${source.id}/imports/${importId}/start`)).status).toBe(
      202,
    );
    expect(await untilState(source, importId, 'done')).toMatchObject({ counts: { filed: 2, same: 0 } });
    await settled(world);
    const event = calComEvent('BOOKING_CREATED', {
      uid,
      attendees: [{ email: `${uid}@customer.example`, name: 'Noor' }],
    });
    await sendAs(source, event, { secret: source.secret ?? '' });
    await settled(world);
    const [lead, ...others] = await leads(`${uid}@customer.example`);
    expect(others).toEqual([]);
    expect(await records(world, `SELECT Id FROM Event WHERE WhoId = '${String(lead?.['Id'])}'`)).toHaveLength(
      1,
    );
  });

  test('a comparison on demand brings back what was lost', async () => {
    const uid = uniqueId('lost');
    listed = [restBooking(uid)];
    expect((await world.browser.post(`/api/sources/${source.id}/reconcile`)).status).toBe(202);
    await until(
      'it was compared',
      30_000,
      async () => (await view(world, source.id)).reconciled?.added === 1,
    );
    await settled(world);
    expect(await leads(`${uid}@customer.example`)).toHaveLength(1);
  });
});

describe('a file', () => {
  const post = async (id: string, text: string) => {
    const response = await fetch(`${world.connector.origin}/api/sources/${id}/import?name=bookings.csv`, {
      method: 'POST',
      headers: {
        cookie: world.browser.cookies(),
        origin: world.connector.origin,
        'content-type': 'application/octet-stream',
      },
      body: text,
    });
    const body: unknown = await response.json();
    return { status: response.status, body };
  };
  const rowOf = (id: string, name: string) =>
    `${id},2027-04-12T14:00:00Z,2027-04-12T14:45:00Z,"${name}",${id}@customer.example`;

  test('is shown with each line that cannot be taken; the others are written, formula text as text', async () => {
    const source = await addKind(world, 'generic');
    const [good, formula] = [uniqueId('row'), uniqueId('row')];
    const lines = [
      'id,start,end,name,email',
      rowOf(good, 'Noor Haddad'),
      'x,soon,later,Kim,',
      rowOf(formula, '=1+cmd'),
      '',
    ];
    const shown = await post(source.id, lines.join('\n'));
    expect(shown.status).toBe(201);
    const preview = importSchema.parse(shown.body).import;
    expect(preview).toMatchObject({
      state: 'previewed',
      total: 2,
      preview: { counts: { new: 2 }, refusedLines: 1 },
    });
    expect(preview.preview.refused[0]).toMatchObject({ line: 3, field: 'start' });
    const before = (await readCounts(world)).all;
    await world.browser.post(`/api/sources/${source.id}/imports/${preview.id}/start`);
    expect(await untilState(source, preview.id, 'done')).toMatchObject({ counts: { filed: 2 } });
    await settled(world);
    expect((await readCounts(world)).all).toBe(before + 2);
    expect(
      await records(world, `SELECT LastName FROM Lead WHERE Email = '${formula}@customer.example'`),
    ).toMatchObject([{ LastName: '=1+cmd' }]);

    const again = importSchema.parse((await post(source.id, lines.join('\n'))).body).import;
    expect(again.preview.counts).toEqual({ same: 2 });
    await world.browser.post(`/api/sources/${source.id}/imports/${again.id}/start`);
    expect(await untilState(source, again.id, 'done')).toMatchObject({ counts: { filed: 0, same: 2 } });
  });

  test.each([
    ['cut', 'id,start,end,name\nb,2027-04-12T14:00:00Z,2027-04-12T14:45:00Z,"Kim', 'file_not_csv'],
    ['without our columns', 'a,b\n1,2\n', 'file_without_columns'],
    ['empty', '', 'file_empty'],
  ])('that is %s is refused whole', async (_what, text, code) => {
    const source = await addKind(world, 'generic');
    expect(await post(source.id, text)).toMatchObject({ status: 422, body: { error: { code } } });
  });

  test('goes into generic JSON only, and only for people who are signed in', async () => {
    const source = await addKind(world, 'cal-com');
    expect(await post(source.id, 'id,start,end\n')).toMatchObject({ status: 409 });
    const anonymous = await fetch(`${world.connector.origin}/api/sources/${source.id}/import`, {
      method: 'POST',
      headers: { origin: world.connector.origin, 'content-type': 'application/octet-stream' },
      body: 'id',
    });
    expect(anonymous.status).toBe(401);
  });
});

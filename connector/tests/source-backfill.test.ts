// The backfill of upcoming bookings: shown first, filed once, and going on where it was interrupted.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { beginBackfill } from '../bookings/sources/backfill.ts';
import { runImports, showImport, startImport } from '../bookings/sources/imports.ts';
import type { ReconcileDeps } from '../bookings/sources/reconcile.ts';
import type { SourceKind } from '../store/source-tables.ts';
import { calComEvent } from './source-events.ts';
import { calComApi, restBooking, startToolServer } from './source-tool-server.ts';
import type { Answering, ToolServer } from './source-tool-server.ts';
import { openSourceWorld } from './source-world.ts';
import type { SourceWorld } from './source-world.ts';

const { signal } = new AbortController();

let world: SourceWorld;
let server: ToolServer | null = null;
beforeAll(async () => {
  world = await openSourceWorld();
});
afterEach(() => server?.close());
afterAll(() => world.close());

async function source(kind: SourceKind, answer: Answering, apiKey = 'cal_live_right'): Promise<ToolServer> {
  server = await startToolServer(answer);
  await world.newSource(kind, { url: server.url, apiKey });
  return server;
}

describe('the backfill', () => {
  async function previewed(id: string) {
    for (const end = Date.now() + 20_000; Date.now() < end;) {
      const found = await showImport(world.deps.db, world.ids().workspaceId, world.ids().sourceId, id);
      if (found.state !== 'reading') return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error('The bookings were not read in time.');
  }

  test('is shown before anything is filed, then files what is new, once', async () => {
    await source(
      'cal-com',
      calComApi(() => ['a', 'b', 'u1'].map((uid) => restBooking(uid)), '2026-05-01'),
    );
    await world.file(
      'cal-com',
      calComEvent('BOOKING_CREATED', { metadata: { videoCallUrl: 'https://meet.example/1' } }),
    );
    const id = String(await beginBackfill(world.deps, await world.row(), 'Ana', signal));
    const preview = await previewed(id);
    expect(preview).toMatchObject({ state: 'previewed', total: 2, preview: { counts: { new: 2, same: 1 } } });
    expect(preview.preview.rows.map(({ what }) => what)).toEqual(['new', 'new']);
    expect(await world.bookings()).toHaveLength(1);
    // One of them comes by itself meanwhile.
    await world.file('cal-com', calComEvent('BOOKING_CREATED', { uid: 'a', title: 'By webhook' }));
    await startImport(world.deps, id);
    await expect(startImport(world.deps, id)).rejects.toMatchObject({
      code: 'import_not_ready',
      status: 409,
    });
    await runImports(world.deps, signal);
    expect(await showImport(world.deps.db, world.ids().workspaceId, world.ids().sourceId, id)).toMatchObject({
      state: 'done',
      position: 2,
      counts: { filed: 1, same: 1 },
    });
    expect(await world.bookings()).toHaveLength(3);
    expect((await world.bookings()).map(({ details }) => details.title)).toContain('By webhook');
  });

  test('that cannot be read says why, and has filed nothing', async () => {
    const started = await source(
      'cal-com',
      calComApi(() => ['a', 'b', 'c'].map((uid) => restBooking(uid)), '2026-05-01'),
    );
    const id = String(await beginBackfill(world.deps, await world.row(), 'Ana', signal));
    started.trouble.push({ status: 403 });
    const failed = await previewed(id);
    expect(failed).toMatchObject({ state: 'failed', total: 0, problem: { code: 'api_key_refused' } });
    expect(await world.bookings()).toHaveLength(0);
  });

  test('that was interrupted goes on where it was, in another process', async () => {
    await source(
      'cal-com',
      calComApi(() => ['a', 'b', 'c'].map((uid) => restBooking(uid)), '2026-05-01'),
    );
    const id = String(await beginBackfill(world.deps, await world.row(), 'Ana', signal));
    await previewed(id);
    await startImport(world.deps, id);
    const stopping = new AbortController();
    const stopAfterOne: ReconcileDeps = { ...world.deps, wake: async () => stopping.abort() };
    await runImports(stopAfterOne, stopping.signal);
    expect(await showImport(world.deps.db, world.ids().workspaceId, world.ids().sourceId, id)).toMatchObject({
      state: 'running',
      position: 1,
    });
    await runImports(world.deps, signal);
    expect(await showImport(world.deps.db, world.ids().workspaceId, world.ids().sourceId, id)).toMatchObject({
      state: 'done',
      counts: { filed: 3 },
    });
    expect(await world.bookings()).toHaveLength(3);
  });
});

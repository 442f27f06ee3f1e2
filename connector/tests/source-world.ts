// A source in a database of its own, with everything of trip 2 up to the inbox: events are filed as the tools send them, and its
// bookings are looked at. No Salesforce, no HTTP.
import { randomUUID } from 'node:crypto';
import { detailsSchema } from '../bookings/booking.ts';
import { fileEvent } from '../bookings/inbox.ts';
import type { FiledEvent } from '../bookings/inbox.ts';
import type { ReconcileDeps } from '../bookings/sources/reconcile.ts';
import { requireSource } from '../bookings/sources/source-rows.ts';
import type { SourceRow } from '../bookings/sources/source-rows.ts';
import { apiKeyPurpose } from '../bookings/sources/tools/tools.ts';
import { createLog } from '../log.ts';
import { createVault } from '../store/secrets.ts';
import type { SourceKind } from '../store/source-tables.ts';
import { readWaits } from '../waits.ts';
import { readAs } from './source-events.ts';
import { openTestDatabase } from './test-database.ts';

export const now = new Date('2027-03-05T10:00:00Z');

export type SourceWorld = Awaited<ReturnType<typeof openSourceWorld>>;

export async function openSourceWorld() {
  const database = await openTestDatabase();
  const { db } = database;
  const woken: string[] = [];
  const deps: ReconcileDeps = {
    db,
    vault: createVault(Buffer.alloc(32, 7)),
    log: createLog({ logLevel: 'silent' }),
    now: () => now,
    wake: async (workspaceId) => void woken.push(workspaceId),
    waits: readWaits(null).waits,
  };
  let workspaceId = '';
  let sourceId = '';
  let received = 0;

  async function bookings() {
    const rows = await db
      .selectFrom('bookings')
      .selectAll()
      .where('source_id', '=', sourceId)
      .where('merged_into', 'is', null)
      .orderBy('received_at')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...row, details: detailsSchema.parse(row.details) }));
  }

  return {
    deps,
    woken,
    bookings,
    by: async (email: string) => (await bookings()).find((row) => row.details.person.email === email),
    statuses: async () => (await bookings()).map(({ status }) => status).toSorted(byText),
    emails: async () => (await bookings()).map(({ details }) => details.person.email ?? '').toSorted(byText),
    row: (): Promise<SourceRow> => requireSource(db, workspaceId, sourceId),
    ids: () => ({ workspaceId, sourceId }),

    /** A source of its own for each test; with an API key when the tool's address is given. */
    async newSource(kind: SourceKind, tool: { url: string; apiKey: string } | null = null): Promise<void> {
      workspaceId = randomUUID();
      sourceId = randomUUID();
      received = 0;
      woken.length = 0;
      await db
        .insertInto('sources')
        .values({
          id: sourceId,
          workspace_id: workspaceId,
          kind,
          name: 'Tool',
          secret_sealed: 'sealed',
          api_key_sealed: tool && deps.vault.seal(workspaceId, apiKeyPurpose(sourceId), tool.apiKey),
          api_base_url: tool && tool.url,
          created_at: now,
        })
        .execute();
    },

    /** As intake would file it; each event is received a second after the one before. */
    file(kind: SourceKind, body: unknown, paused = false): Promise<FiledEvent> {
      received += 1;
      const event = readAs(kind, body);
      const eventKey = event.eventId === null ? `body ${JSON.stringify(body)}` : `id:${event.eventId}`;
      const receivedAt = new Date(now.getTime() + received * 1000);
      const envelope = { workspaceId, sourceId, receivedAt, correlationId: 'c', paused };
      return fileEvent(db, { event, eventKey, body }, envelope, deps.waits);
    },

    /** When the last event was received. */
    lastReceived: () => new Date(now.getTime() + received * 1000),

    async setPaused(paused: boolean): Promise<void> {
      await db
        .updateTable('sources')
        .set({ paused_at: paused ? now : null })
        .where('id', '=', sourceId)
        .execute();
    },

    close: () => database.close(),
  };
}

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

export function orders<T>(list: readonly T[]): T[][] {
  return list.length < 2
    ? [[...list]]
    : list.flatMap((first, index) =>
        orders(list.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
      );
}

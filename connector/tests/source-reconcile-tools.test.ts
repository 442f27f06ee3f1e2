// Reconcile against stand-ins for the APIs of Calendly and OnceHub.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { reconcile } from '../bookings/sources/reconcile.ts';
import type { SourceKind } from '../store/source-tables.ts';
import { api, calendlyEvent, invitee, onceHubEvent, partOf } from './source-events.ts';
import { startToolServer } from './source-tool-server.ts';
import type { Answer, Answering, ToolServer } from './source-tool-server.ts';
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

const compareAll = async () => reconcile(world.deps, await world.row(), signal);

/** Calendly's users/me, meetings of the organisation in pages of one, and their invitees. */
function calendlyApi(
  meetings: Record<string, string[]>,
  canceled: Record<string, Record<string, unknown>> = {},
) {
  const meeting = (id: string) => ({
    ...partOf(calendlyEvent('x', { meeting: id }), 'payload', 'scheduled_event'),
    status: 'active',
  });
  const person = (id: string, name: string, more = {}) => {
    const event = calendlyEvent('x', { meeting: id, person: name, email: `${name}@customer.example` });
    const { scheduled_event: _meeting, ...alone } = partOf(event, 'payload');
    return { ...alone, ...more };
  };
  const ids = Object.keys(meetings);
  return (url: URL): Answer | null => {
    const [, , id, , who] = url.pathname.split('/');
    if (url.pathname === '/users/me')
      return {
        body: {
          resource: {
            uri: `${api}/users/U0`,
            email: 'robin@acme.example',
            current_organization: `${api}/organizations/O1`,
          },
        },
      };
    if (url.pathname === '/scheduled_events') {
      if (url.searchParams.get('organization') !== null)
        return { status: 403, body: { title: 'Permission Denied' } };
      const at = Number(url.searchParams.get('page_token') ?? 0);
      const next = at + 1 < ids.length ? `${api}/scheduled_events?count=1&page_token=${at + 1}` : null;
      return { body: { collection: [meeting(ids[at] ?? '')], pagination: { count: 1, next_page: next } } };
    }
    if (id === undefined) return null;
    if (who !== undefined) {
      const more = canceled[who];
      return more ? { body: { resource: person(id, who, more) } } : null;
    }
    if (url.pathname.endsWith('/invitees')) {
      const collection = (meetings[id] ?? []).map((name) => person(id, name, canceled[name]));
      return { body: { collection, pagination: { count: collection.length, next_page: null } } };
    }
    return { body: { resource: meeting(id) } };
  };
}

describe('Calendly', () => {
  test('meetings and their invitees, of the user alone when the organisation may not be seen', async () => {
    await source('calendly', calendlyApi({ M1: ['P1', 'P2'], M2: ['P3'] }));
    expect(await compareAll()).toMatchObject({ seen: 3, added: 3, problem: null });
    expect(await world.emails()).toEqual([
      'P1@customer.example',
      'P2@customer.example',
      'P3@customer.example',
    ]);
    expect(await compareAll()).toMatchObject({ added: 0 });
  });

  test('a webhook and the list mean the same invitee; canceled there is canceled here', async () => {
    await source(
      'calendly',
      calendlyApi(
        { M1: ['P1'] },
        {
          P9: {
            status: 'canceled',
            rescheduled: false,
            cancellation: { reason: 'Ill', created_at: '2027-03-04T09:00:00Z' },
          },
        },
      ),
    );
    await world.file('calendly', calendlyEvent('invitee.created'));
    await world.file('calendly', calendlyEvent('invitee.created', { meeting: 'M1', person: 'P9' }));
    expect(await compareAll()).toMatchObject({ added: 0, canceled: 1 });
    expect(await world.statuses()).toEqual(['canceled', 'scheduled']);
  });

  test('of a move whose halves were lost, the new one names the old one: one booking', async () => {
    const halves = {
      P1: { status: 'canceled', rescheduled: true, new_invitee: invitee('M2', 'P2') },
      P2: { old_invitee: invitee('M1', 'P1') },
    };
    await source('calendly', calendlyApi({ M2: ['P2'] }, halves));
    await world.file('calendly', calendlyEvent('invitee.created'));
    expect(await compareAll()).toMatchObject({ added: 1, canceled: 0, problem: null });
    expect(await world.bookings()).toMatchObject([{ status: 'rescheduled' }]);
  });
});

test('OnceHub: bookings in pages, with campaigns that its webhooks leave out', async () => {
  const booking = (id: string, more = {}) => ({
    id,
    ...partOf(onceHubEvent('x', { id }), 'data'),
    utm_params: { source: 'ad' },
    ...more,
  });
  const all = [booking('BKNG-1'), booking('BKNG-2', { status: 'canceled' }), booking('BKNG-3')];
  const started = await source('oncehub', (url: URL) => {
    const after = url.searchParams.get('after');
    const at = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    return { body: { object: 'list', data: all.slice(at, at + 1), has_more: at + 1 < all.length } };
  });
  expect(await compareAll()).toMatchObject({ seen: 3, added: 2, problem: null });
  expect(started.asked[0]?.headers['api-key']).toBe('cal_live_right');
  const [first] = await world.deps.db
    .selectFrom('bookings')
    .select('details')
    .where('source_id', '=', world.ids().sourceId)
    .execute();
  expect(first?.details).toMatchObject({ utm: { utm_source: 'ad' } });
});

// Stands in for the APIs of the scheduling tools: documented addresses and shapes, our own values, and trouble on request.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export type ToolServer = {
  url: string;
  /** Addresses asked for, in order. */
  asked: { path: string; headers: IncomingMessage['headers'] }[];
  /** The next requests get these answers instead. */
  trouble: { status: number; headers?: Record<string, string>; body?: string }[];
  close(): Promise<void>;
};

export type Answer = { status?: number; body: unknown };
export type Answering = (url: URL, request: IncomingMessage) => Answer | null;

/** `answer`: by path with its query; null is a 404. */
export async function startToolServer(answer: Answering): Promise<ToolServer> {
  const asked: ToolServer['asked'] = [];
  const trouble: ToolServer['trouble'] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push({ path: request.url ?? '', headers: request.headers });
    const refused = trouble.shift();
    if (refused) {
      response.writeHead(refused.status, { 'content-type': 'text/html', ...refused.headers });
      response.end(refused.body ?? '<h1>trouble</h1>');
      return;
    }
    const found = answer(new URL(request.url ?? '', 'http://tool'), request);
    response.writeHead(found?.status ?? (found ? 200 : 404), { 'content-type': 'application/json' });
    response.end(JSON.stringify(found?.body ?? { message: 'not found' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    trouble,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A booking as Cal.com's API gives it. */
export function restBooking(uid: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 71001,
    uid,
    title: 'Bike fitting between Robin Rep and Noor Haddad',
    description: '',
    hosts: [
      { id: 1, name: 'Robin Rep', email: 'robin@acme.example', username: 'robin', timeZone: 'Europe/Vienna' },
    ],
    status: 'accepted',
    start: '2027-04-12T14:00:00.000Z',
    end: '2027-04-12T14:45:00.000Z',
    duration: 45,
    eventTypeId: 71,
    eventType: { id: 71, slug: 'bike-fitting' },
    meetingUrl: 'https://meet.example.com/fit',
    location: 'integrations:daily',
    absentHost: false,
    createdAt: '2027-03-01T09:00:00.000Z',
    updatedAt: '2027-03-01T09:00:00.000Z',
    metadata: {},
    rating: null,
    icsUid: `${uid}@Cal.com`,
    attendees: [
      {
        name: 'Noor Haddad',
        email: `${uid}@customer.example`,
        timeZone: 'Europe/Vienna',
        language: 'de',
        absent: false,
        phoneNumber: '+436605550100',
      },
    ],
    guests: ['kim@customer.example'],
    bookingFieldsResponses: {
      email: `${uid}@customer.example`,
      name: 'Noor Haddad',
      guests: [],
      height: '1.92 m',
    },
    ...more,
  };
}

/** Cal.com's list by cursor (version 2026-05-01) or by take and skip (2024-08-13), and single bookings. */
export function calComApi(
  bookings: () => Record<string, unknown>[],
  version: '2026-05-01' | '2024-08-13',
  pageSize = 2,
) {
  return (url: URL, request: IncomingMessage): Answer | null => {
    if (request.headers.authorization !== 'Bearer cal_live_right')
      return { status: 401, body: { status: 'error' } };
    if (url.pathname === '/v2/me')
      return { body: { status: 'success', data: { id: 1, email: 'robin@acme.example' } } };
    const one = /^\/v2\/bookings\/(.+)$/.exec(url.pathname)?.[1];
    if (one !== undefined) {
      const found = bookings().find(({ uid }) => uid === decodeURIComponent(one));
      return found ? { body: { status: 'success', data: found } } : null;
    }
    if (url.pathname !== '/v2/bookings' || request.headers['cal-api-version'] !== version) return null;
    const wanted = url.searchParams.get('status') === 'unconfirmed' ? 'pending' : 'accepted';
    const all =
      url.searchParams.get('status') === 'recurring'
        ? []
        : bookings().filter(({ status }) => status === wanted);
    const from = Number(url.searchParams.get('cursor') ?? url.searchParams.get('skip') ?? 0);
    const size = version === '2026-05-01' ? pageSize : Number(url.searchParams.get('take'));
    const data = all.slice(from, from + size);
    const hasMore = from + size < all.length;
    return {
      body: {
        status: 'success',
        data,
        pagination:
          version === '2026-05-01'
            ? { nextCursor: hasMore ? String(from + size) : null, hasMore }
            : { totalItems: all.length, hasNextPage: hasMore },
      },
    };
  };
}

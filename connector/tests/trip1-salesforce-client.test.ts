// The client against a real HTTP server that misbehaves in every way a proxy, a network or Salesforce can.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { openClient } from '../salesforce/client.ts';
import type { AccessToken, SalesforceClient } from '../salesforce/client.ts';
import { createDescribeCache } from '../salesforce/describe-cache.ts';
import { sortFailure } from '../salesforce/errors.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let origin: string;
let handle: Handler;
let seen: IncomingMessage[];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = originOf(server);
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('an answer that is data', () => {
  test('comes back with status, body and usage, and the call names its client', async () => {
    handle = json(200, { ok: 1 }, { 'sforce-limit-info': 'api-usage=18/5000 (appName=x)' });
    const client = newClient();
    const answer = await client.request({
      method: 'POST',
      path: '/services/data/v67.0/composite',
      body: { a: 1 },
    });
    expect(answer).toEqual({ status: 200, body: { ok: 1 }, usage: { used: 18, max: 5000 } });
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer first',
      'sforce-call-options': 'client=bookbridge',
      'content-type': 'application/json',
    });
    expect(client.calls()).toBe(1);
  });

  test('may be empty', async () => {
    handle = (_request, response) => response.writeHead(204).end();
    await expect(newClient().request(get)).resolves.toMatchObject({ status: 204, body: null });
  });
});

describe('an answer that is none', () => {
  test.each([
    ['a page with status 200', html(200), 'salesforce_not_json', 'later'],
    ['a page with status 503', html(503), 'salesforce_unavailable', 'later'],
    ['a page with status 404', html(404), 'salesforce_not_json', 'later'],
    [
      '502 without a body',
      (_q: IncomingMessage, r: ServerResponse) => r.writeHead(502).end(),
      'salesforce_unavailable',
      'soon',
    ],
    [
      'a cut before the headers',
      (q: IncomingMessage) => q.socket.destroy(),
      'salesforce_unavailable',
      'soon',
    ],
    ['a cut in the middle of the body', cutBody, 'salesforce_unavailable', 'soon'],
    ['a stalled body', stall, 'salesforce_timeout', 'soon'],
  ] as [string, Handler, string, string][])(
    '%s becomes an error with its retry',
    async (_name, handler, code, retry) => {
      handle = handler;
      // Short only where it is what ends the call: on a busy machine another answer may take as long.
      const timeoutMs = code === 'salesforce_timeout' ? 400 : 20_000;
      await expect(newClient().request({ ...get, timeoutMs })).rejects.toMatchObject({
        name: 'AppError',
        code,
        retry,
      });
    },
  );

  test('an unreachable host is told apart from a lost connection', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const nowhere = originOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    await expect(newClient({ origin: nowhere }).request(get)).rejects.toMatchObject({
      errorCode: 'UNREACHABLE',
      retry: 'later',
    });
  });

  test('the caller can stop an open call', async () => {
    handle = () => {};
    const stop = new AbortController();
    const call = newClient().request({ ...get, signal: stop.signal });
    queueMicrotask(() => stop.abort());
    await expect(call).rejects.toMatchObject({ code: 'salesforce_aborted', retry: 'soon' });
  });

  test('a redirect is refused and the token goes nowhere else', async () => {
    const other: string[] = [];
    const elsewhere = createServer((request, response) => {
      other.push(request.headers.authorization ?? 'none');
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    handle = (_request, response) => response.writeHead(302, { location: originOf(elsewhere) }).end();
    await expect(newClient().request(get)).rejects.toMatchObject({ errorCode: 'REDIRECTED', retry: 'later' });
    expect(other).toEqual([]);
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  test('a path cannot lead to another host', async () => {
    await expect(newClient().request({ method: 'GET', path: '//evil.example/x' })).rejects.toThrow(
      'another host',
    );
    expect(seen).toHaveLength(0);
  });
});

describe('a token that Salesforce refuses', () => {
  test('is renewed once, and the call goes on with the new one', async () => {
    handle = (request, response) =>
      request.headers.authorization === 'Bearer second'
        ? json(200, { ok: 1 })(request, response)
        : expired(request, response);
    const client = newClient({ renew: () => Promise.resolve({ accessToken: 'second', generation: 2 }) });
    await expect(client.request(get)).resolves.toMatchObject({ status: 200 });
    expect(seen).toHaveLength(2);
    // Salesforce does not count the refused one.
    expect(client.calls()).toBe(1);
  });

  test('and refused again when new, is tried later: the org blocks the user, a login would not help', async () => {
    handle = expired;
    const client = newClient({ renew: () => Promise.resolve({ accessToken: 'second', generation: 2 }) });
    await expect(client.request(get)).rejects.toMatchObject({
      errorCode: 'INVALID_SESSION_ID',
      retry: 'later',
    });
    expect(seen).toHaveLength(2);
  });

  test('of a login that cannot be renewed needs a reconnect', async () => {
    handle = expired;
    await expect(newClient().request(get)).rejects.toMatchObject({ retry: 'reconnect' });
    expect(seen).toHaveLength(1);
  });
});

test("a refusal carries Salesforce's code, words and fields", async () => {
  handle = json(400, [
    {
      message: 'Required fields are missing: [LastName]',
      errorCode: 'REQUIRED_FIELD_MISSING',
      fields: ['LastName'],
    },
  ]);
  await expect(newClient().request(get)).rejects.toMatchObject({
    code: 'salesforce_required_field_missing',
    errorCode: 'REQUIRED_FIELD_MISSING',
    salesforceMessage: 'Required fields are missing: [LastName]',
    salesforceFields: ['LastName'],
    retry: 'never',
  });
});

describe('what happens next is sorted by errorCode', () => {
  test.each([
    ['UNABLE_TO_LOCK_ROW', 400, 'soon'],
    ['QUERY_TIMEOUT', 400, 'soon'],
    ['UNKNOWN_EXCEPTION', 500, 'soon'],
    ['HTTP_502', 502, 'soon'],
    ['REQUEST_LIMIT_EXCEEDED', 403, 'later'],
    ['SERVER_UNAVAILABLE', 503, 'later'],
    ['HTTP_503', 503, 'later'],
    ['API_DISABLED_FOR_ORG', 403, 'later'],
    ['INVALID_SESSION_ID', 401, 'reconnect'],
    ['REQUIRED_FIELD_MISSING', 400, 'never'],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 400, 'never'],
    ['DUPLICATES_DETECTED', 400, 'never'],
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 400, 'never'],
    ['STORAGE_LIMIT_EXCEEDED', 400, 'never'],
  ])('%s (%i) is %s', (errorCode, status, retry) => {
    expect(sortFailure(errorCode, status)).toBe(retry);
  });
});

describe('the description of an object', () => {
  const event = {
    name: 'Event',
    label: 'Event',
    createable: true,
    updateable: true,
    queryable: true,
    fields: [
      {
        name: 'Subject',
        label: 'Subject',
        type: 'combobox',
        length: 255,
        createable: true,
        updateable: true,
        nillable: true,
      },
    ],
  };

  test('is asked once an hour, and again when it failed or was not visible', async () => {
    let time = 0;
    const cache = createDescribeCache(() => new Date(time));
    const client = newClient();
    handle = html(503);
    const ask = async () => (await cache.describeAll(client, ['Event'])).get('Event');
    const answer = (status: number, body: unknown): Handler =>
      json(200, { compositeResponse: [{ referenceId: 'Event', httpStatusCode: status, body }] });
    await expect(ask()).rejects.toMatchObject({ code: 'salesforce_unavailable' });
    handle = answer(404, [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
    await expect(ask()).resolves.toBeNull();
    handle = answer(200, event);
    await expect(ask()).resolves.toMatchObject({ name: 'Event' });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(first?.fields.get('Subject')?.length).toBe(255);
    expect(second).toBe(first);
    expect(seen).toHaveLength(3);
    time += 60 * 60 * 1000;
    await ask();
    expect(seen).toHaveLength(4);
  });
});

const get = { method: 'GET', path: '/services/data/v67.0/limits' } as const;

function newClient(
  options: { origin?: string; renew?: (stale: AccessToken) => Promise<AccessToken | null> } = {},
): SalesforceClient {
  return openClient({
    connectionId: 'c1',
    orgId: '00D000000000001AAA',
    userId: '005000000000001AAA',
    apiVersion: '67.0',
    instanceOrigin: options.origin ?? origin,
    token: () => Promise.resolve({ accessToken: 'first', generation: 1 }),
    renew: options.renew ?? (() => Promise.resolve(null)),
  });
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
    response.end(JSON.stringify(body));
  };
}

function html(status: number): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Down for maintenance</html>');
  };
}

function expired(request: IncomingMessage, response: ServerResponse): void {
  json(401, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }])(request, response);
}

function cutBody(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"records":', () => response.destroy());
}

function stall(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"records":');
}

function originOf(listening: Server): string {
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('The server is not listening.');
  return `http://127.0.0.1:${address.port}`;
}

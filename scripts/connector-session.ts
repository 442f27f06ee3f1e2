// A signed-in session with a connector over HTTP, as a browser would hold it: cookies, same-origin header, JSON.
import { z } from 'zod';

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export type ConnectorSession = {
  readonly baseUrl: string;
  /** Sends JSON and returns the parsed answer; throws an Error that names the call and the connector's own message. */
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, schema: z.ZodType<T>, body?: unknown): Promise<T>;
  /** Opens an address like a browser does, without following redirects; returns where it points. */
  visit(url: string): Promise<string>;
};

export function openConnectorSession(baseUrl: string): ConnectorSession {
  const cookies = new Map<string, string>();

  async function send(method: string, url: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { origin: baseUrl };
    if (cookies.size > 0)
      headers['cookie'] = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const cut = pair.indexOf('=');
      if (cut > 0) cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
    }
    return response;
  }

  return {
    baseUrl,
    async call(method, path, schema, body) {
      const response = await send(method, `${baseUrl}${path}`, body);
      const text = await response.text();
      const answer: unknown = text === '' ? null : JSON.parse(text);
      if (!response.ok) {
        const known = errorBody.safeParse(answer);
        const said = known.success
          ? `${known.data.error.code}: ${known.data.error.message}`
          : text.slice(0, 200);
        throw new Error(`${method} ${path} answered ${response.status}. ${said}`);
      }
      return schema.parse(answer);
    },
    async visit(url) {
      const response = await send('GET', url);
      const location = response.headers.get('location');
      if (location === null)
        throw new Error(`GET ${new URL(url).pathname} answered ${response.status}, no redirect.`);
      return new URL(location, url).href;
    },
  };
}

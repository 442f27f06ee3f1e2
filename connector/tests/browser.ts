// A browser as far as the API sees one: keeps cookies, names its origin, and does not follow redirects.
import type { RunningConnector } from './start-connector.ts';

export type Answer = { status: number; headers: Headers; text: string; body: unknown };

export type Browser = {
  get: (path: string) => Promise<Answer>;
  post: (path: string, body?: unknown) => Promise<Answer>;
  put: (path: string, body?: unknown) => Promise<Answer>;
  patch: (path: string, body?: unknown) => Promise<Answer>;
  delete: (path: string) => Promise<Answer>;
  /** The cookies as the browser would send them. */
  cookies: () => string;
};

export const owner = {
  name: 'Olga Owner',
  email: 'olga.owner@acme.example',
  password: 'correct horse battery',
  workspaceName: 'Acme Bikes',
};

/** `address`: whose requests they seem to be, for a connector that trusts the proxy on this machine. */
export function openBrowser(origin: string, address?: string): Browser {
  const jar = new Map<string, string>();
  const cookies = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  async function send(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { cookie: cookies(), accept: 'application/json' };
    if (method !== 'GET') headers['origin'] = origin;
    if (address !== undefined) headers['x-forwarded-for'] = address;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(new URL(path, origin), {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(cookie)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : null,
    };
  }
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    delete: (path) => send('DELETE', path),
    cookies,
  };
}

/** Goes through the first run with the link that the connector printed; the browser is signed in afterwards. */
export async function signInAsOwner(connector: RunningConnector): Promise<Browser> {
  const browser = openBrowser(connector.origin);
  const token = new URL(connector.link).searchParams.get('token');
  const answer = token
    ? await browser.post('/api/first-run', { token, ...owner })
    : await browser.post('/api/sign-in', { email: owner.email, password: owner.password });
  if (answer.status >= 300) throw new Error(`Sign-in answered ${answer.status}: ${answer.text}`);
  return browser;
}

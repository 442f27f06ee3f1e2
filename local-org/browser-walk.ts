// Walks an OAuth authorization in plain HTTP the way a browser would: follows redirects, keeps cookies, fills in the
// login form, presses Allow or Deny, and stops at the address of the app. For tests and scripts; it knows nothing of
// the local org but what its pages say.

export type Walk = {
  authorizeUrl: string;
  username: string;
  password: string;
  decision?: 'allow' | 'deny';
  /** Cookies of earlier walks: pass the same jar again to be the same browser. */
  jar?: CookieJar;
};

/** Name → value. All ports of localhost share one jar, as in a browser. */
export type CookieJar = Map<string, string>;

export type WalkEnd =
  | { callbackUrl: string; pages: string[] }
  /** The walk ended on a page of the login host: an error, or a form it could not get past. */
  | { callbackUrl: undefined; status: number; url: string; text: string; pages: string[] };

type Form = { action: string; fields: Map<string, string>; buttons: Map<string, string> };

const mostSteps = 15;

/** Throws when the walk does not end; what the app is told (code or error) is in the callback URL. */
export async function walkAuthorization(walk: Walk): Promise<WalkEnd> {
  const { authorizeUrl, username, password, decision = 'allow', jar = new Map() } = walk;
  const appUrl = new URL(authorizeUrl).searchParams.get('redirect_uri') ?? 'none:';
  const pages: string[] = [];
  let loginsTried = 0;
  let next: { url: string; form?: URLSearchParams } = { url: authorizeUrl };

  for (let step = 0; step < mostSteps; step += 1) {
    if (isCallback(next.url, appUrl)) return { callbackUrl: next.url, pages };
    const response = await visit(next.url, next.form, jar);
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      next = { url: new URL(location, next.url).toString() };
      continue;
    }
    const text = await response.text();
    pages.push(titleOf(text));
    const form = readForm(text);
    const fields = new URLSearchParams([...(form?.fields ?? [])]);
    if (form?.fields.has('pw') === true && loginsTried === 0) {
      loginsTried += 1;
      fields.set('username', username);
      fields.set('pw', password);
    } else if (form?.buttons.has('save') === true) {
      const button = decision === 'allow' ? 'save' : 'cancel';
      fields.set(button, form.buttons.get(button) ?? '');
    } else {
      return { callbackUrl: undefined, status: response.status, url: next.url, text, pages };
    }
    next = { url: new URL(form?.action ?? '', next.url).toString(), form: fields };
  }
  throw new Error(`The walk from ${new URL(authorizeUrl).origin} did not end within ${mostSteps} steps.`);
}

async function visit(url: string, form: URLSearchParams | undefined, jar: CookieJar): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, {
    method: form === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    headers: cookie === '' ? {} : { cookie },
    ...(form === undefined ? {} : { body: form }),
  });
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    const expires = attributes.find((attribute) => attribute.trim().toLowerCase().startsWith('expires='));
    const gone =
      value === '' || (expires !== undefined && Date.parse(expires.split('=')[1] ?? '') <= Date.now());
    if (gone) jar.delete(name);
    else jar.set(name, value);
  }
  return response;
}

function isCallback(url: string, appUrl: string): boolean {
  const [here, app] = [new URL(url), new URL(appUrl)];
  return here.origin === app.origin && here.pathname === app.pathname;
}

function titleOf(page: string): string {
  return decode(/<title>([^<]*)<\/title>/i.exec(page)?.[1] ?? '').trim();
}

/** The page's first form that posts. */
function readForm(page: string): Form | undefined {
  for (const [, attributes = '', inner = ''] of page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    if (attributeOf(attributes, 'method')?.toLowerCase() !== 'post') continue;
    const form: Form = {
      action: attributeOf(attributes, 'action') ?? '',
      fields: new Map(),
      buttons: new Map(),
    };
    for (const [, tag = '', rest = ''] of inner.matchAll(/<(input|button)\b([^>]*)>/gi)) {
      const name = attributeOf(rest, 'name');
      if (name === undefined) continue;
      const target = tag.toLowerCase() === 'button' ? form.buttons : form.fields;
      target.set(name, attributeOf(rest, 'value') ?? '');
    }
    return form;
  }
  return undefined;
}

function attributeOf(attributes: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(attributes)?.[1];
  return value === undefined ? undefined : decode(value);
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

// Consumer keys and secrets of an org's apps, kept apart from their metadata: files never bring the secret back.

import type { ComponentStore } from './component-store.ts';
import { makeElement, textOf } from './xml-tree.ts';

/** Not a metadata type: nobody can name it in a package. A copy of an org leaves out all that begins with ExtlClnt. */
export type CredentialsOf = 'ExtlClntAppCredentials' | 'ConnectedAppCredentials';

const kinds: CredentialsOf[] = ['ExtlClntAppCredentials', 'ConnectedAppCredentials'];

export type Credentials = { key: string; secret: string };

export function credentials(
  components: ComponentStore,
  kind: CredentialsOf,
  app: string,
): Credentials | undefined {
  const body = components.get(kind, app)?.body;
  if (body == null) return undefined;
  return { key: textOf(body, 'key') ?? '', secret: textOf(body, 'secret') ?? '' };
}

export function keepCredentials(
  components: ComponentStore,
  kind: CredentialsOf,
  app: string,
  { key, secret }: Credentials,
) {
  components.put({
    type: kind,
    fullName: app,
    fileName: '',
    id: '',
    body: makeElement(kind, [makeElement('key', key), makeElement('secret', secret)]),
    files: {},
    createdById: '',
    createdDate: '',
    lastModifiedById: '',
    lastModifiedDate: '',
  });
}

export function hasConsumerKey(components: ComponentStore, key: string): boolean {
  return kinds.some((kind) =>
    components.ofType(kind).some(({ body }) => body !== null && textOf(body, 'key') === key),
  );
}

// Seals what must not lie in the database in clear: OAuth secrets and tokens, PKCE verifiers, signing secrets.
// AES-256-GCM; workspace and purpose are authenticated, so a sealed value copied to another row does not open there.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { makeDataFolder } from './data-folder.ts';

export type Vault = {
  seal(workspaceId: string, purpose: string, clear: string): string;
  /** Throws `sealed_value_unreadable` when the key, the workspace or the purpose is not the one it was sealed with. */
  open(workspaceId: string, purpose: string, sealed: string): string;
};

const ivBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

/** Seals with `key`; `olderKeys` still open what was sealed before the key was changed. */
export function createVault(key: Buffer, ...olderKeys: Buffer[]): Vault {
  const keysById = new Map([key, ...olderKeys].map((each) => [idOf(each), each]));
  return {
    seal(workspaceId, purpose, clear) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      cipher.setAAD(boundTo(workspaceId, purpose));
      const sealed = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
      const packed = Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
      return `${idOf(key)}.${packed}`;
    },
    open(workspaceId, purpose, sealed) {
      const [keyId = '', packed = ''] = sealed.split('.');
      const found = keysById.get(keyId);
      if (!found) throw unreadable(`no key with the id ${keyId}`);
      try {
        const bytes = Buffer.from(packed, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', found, bytes.subarray(0, ivBytes), {
          authTagLength: tagBytes,
        });
        decipher.setAAD(boundTo(workspaceId, purpose));
        decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
        const clear = [decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()];
        return Buffer.concat(clear).toString('utf8');
      } catch (cause) {
        throw unreadable(cause);
      }
    },
  };
}

/** A key for one other use, so that the same 32 bytes never serve two algorithms. */
export function deriveKey(key: Buffer, use: string): string {
  return Buffer.from(hkdfSync('sha256', key, '', `bookbridge ${use}`, keyBytes)).toString('base64url');
}

/** The key from the configuration, else from `secret.key` in the data folder, which is made at the first start. */
export async function loadSecretKey(configured: Buffer | null, dataFolder: string): Promise<Buffer> {
  if (configured) return configured;
  const file = join(await makeDataFolder(dataFolder), 'secret.key');
  const present = await readKeyFile(file);
  if (present) return present;
  await writeKeyFile(file, randomBytes(keyBytes));
  const written = await readKeyFile(file);
  if (!written)
    throw new AppError('secret_key_unreadable', `The key file ${file} vanished while it was made.`);
  return written;
}

async function readKeyFile(file: string): Promise<Buffer | null> {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes) {
    throw new AppError('secret_key_unreadable', `The key file ${file} does not hold a key of 32 bytes.`, {
      fix: 'Put the back-up of this file in its place. Without it, delete the file, start once with BOOKBRIDGE_SECRET_KEY_LOST=yes, and connect the API user and set up every source again.',
    });
  }
  await chmod(file, 0o600);
  return key;
}

/** A half-written key would lock every secret away: written and synced aside, then linked, and never over another's. */
async function writeKeyFile(file: string, key: Buffer): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  const handle = await open(aside, 'w', 0o600);
  try {
    await handle.writeFile(`${key.toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(aside, file);
  } catch (error) {
    if (!isTaken(error)) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function idOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

function boundTo(workspaceId: string, purpose: string): Buffer {
  return Buffer.from(JSON.stringify([workspaceId, purpose]));
}

function unreadable(cause: unknown): AppError {
  return new AppError('sealed_value_unreadable', 'A stored secret cannot be opened with the present key.', {
    fix: 'Start with the secret key that was in use when it was stored (BOOKBRIDGE_SECRET_KEY or secret.key in the data folder).',
    cause,
  });
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

function isTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}

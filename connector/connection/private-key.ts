// The private key of a JWT login, read and judged before Salesforce is asked: whatever is wrong with a key, Salesforce only
// answers "invalid assertion".
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AppError } from '../errors.ts';
import { ownProblem } from './oauth-errors.ts';

/** Salesforce takes RSA certificates from this size on. */
const leastBits = 2048;

type KeyProblem =
  | 'private_key_unreadable'
  | 'private_key_is_certificate'
  | 'private_key_encrypted'
  | 'private_key_not_rsa'
  | 'private_key_too_short';

/** Throws AppError with one of the codes above; never quotes the key. */
export function readPrivateKey(pem: string): KeyObject {
  if (/-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(pem) && !/PRIVATE KEY-----/.test(pem))
    throw refusal('private_key_is_certificate');
  if (/ENCRYPTED/.test(pem)) throw refusal('private_key_encrypted');
  const key = parse(pem);
  if (key === null) throw refusal(isPublic(pem) ? 'private_key_is_certificate' : 'private_key_unreadable');
  if (key.asymmetricKeyType !== 'rsa') throw refusal('private_key_not_rsa');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < leastBits) throw refusal('private_key_too_short');
  return key;
}

function parse(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

function isPublic(pem: string): boolean {
  try {
    createPublicKey(pem);
    return true;
  } catch {
    return false;
  }
}

function refusal(code: KeyProblem): AppError {
  const { message, fix } = ownProblem(code);
  return new AppError(code, message, { status: 400, fix, fields: { privateKey: message } });
}

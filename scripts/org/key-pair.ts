// The key pair that stands in for a password: the certificate goes into the OAuth app, the private key stays in the data
// folder, readable by this user only.
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateKey } from '../../connector/settings-file.ts';
import { SetUpProblem } from './problem.ts';

export type KeyPair = { keyFile: string; certificate: string };

const years = 5;

/**
 * The pair of an org, made at first. The certificate lies after the key in the same file, so that one is never without the other.
 * Throws SetUpProblem `certificate_unreadable`: a new pair would lock out whoever uses the present one.
 */
export async function keyPairOf(dataFolder: string, orgId: string): Promise<KeyPair> {
  const present = await readKeyPair(dataFolder, orgId);
  if (present !== null) return present;
  const { generate } = await import('selfsigned');
  const notAfterDate = new Date();
  notAfterDate.setFullYear(notAfterDate.getFullYear() + years);
  const made = await generate([{ name: 'commonName', value: 'Bookbridge' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notAfterDate,
  });
  const keyFile = await writePrivateKey(dataFolder, orgId, `${made.private.trim()}\n${made.cert.trim()}\n`);
  return { keyFile, certificate: pemPart(made.cert, 'CERTIFICATE') ?? made.cert };
}

/** Null when there is none. */
export async function readKeyPair(dataFolder: string, orgId: string): Promise<KeyPair | null> {
  const keyFile = join(dataFolder, 'keys', `${orgId}.key`);
  let text: string;
  try {
    text = await readFile(keyFile, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
      return null;
    throw unreadable(keyFile, error);
  }
  try {
    const certificate = pemPart(text, 'CERTIFICATE') ?? '';
    const belongsTogether = new X509Certificate(certificate).publicKey.equals(
      createPublicKey(createPrivateKey(text)),
    );
    if (!belongsTogether) throw new Error('Key and certificate do not belong together.');
    return { keyFile, certificate };
  } catch (error) {
    throw unreadable(keyFile, error);
  }
}

/** PEM without the text that some tools put around it. */
function pemPart(text: string, label: string): string | null {
  const found = new RegExp(`-----BEGIN ${label}-----[\\s\\S]+?-----END ${label}-----`).exec(text);
  return found === null ? null : `${found[0]}\n`;
}

function unreadable(keyFile: string, cause: unknown): SetUpProblem {
  return new SetUpProblem(
    'certificate_unreadable',
    `The key and certificate in ${keyFile} cannot be read.`,
    'Restore the file from a back-up; or delete it and run the same command with --fix, which gives the OAuth app a new certificate.',
    cause,
  );
}

// The consumer secret: preset in the file that is deployed; where Salesforce takes no preset one, a person copies it once
// from Setup. It lies in the data folder only, readable by this user, and is never printed.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SetUpProblem } from './problem.ts';
import { orgOf } from './step.ts';
import type { Context } from './step.ts';

const secretVariable = 'BOOKBRIDGE_CLIENT_SECRET';

export function secretFileOf(dataFolder: string, orgId: string): string {
  return join(dataFolder, 'keys', `${orgId}.secret`);
}

export async function readSecret(dataFolder: string, orgId: string): Promise<string | null> {
  try {
    return (await readFile(secretFileOf(dataFolder, orgId), 'utf8')).trim() || null;
  } catch {
    return null;
  }
}

/** The one kept here, else a new one; kept before it is used, because an answer may be lost. */
export async function secretOf(dataFolder: string, orgId: string): Promise<string> {
  const present = await readSecret(dataFolder, orgId);
  if (present !== null) return present;
  const made = randomBytes(32).toString('hex');
  await keepSecret(dataFolder, orgId, made);
  return made;
}

export async function keepSecret(dataFolder: string, orgId: string, secret: string): Promise<void> {
  const file = secretFileOf(dataFolder, orgId);
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  await rm(file, { force: true });
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
}

const introspection = z.object({ active: z.boolean() });
const refusal = z.object({ error: z.string() });

/** Introspection of a made-up token: only the app's own secret gets an answer to it. */
export async function isSecretAccepted(
  instanceUrl: string,
  clientId: string,
  clientSecret: string,
): Promise<'yes' | 'no' | 'app unknown'> {
  const response = await fetch(`${instanceUrl}/services/oauth2/introspect`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      token: 'not-a-token',
      token_type_hint: 'access_token',
    }),
    signal: AbortSignal.timeout(30_000),
  });
  const body: unknown = await response.json().catch(() => null);
  if (introspection.safeParse(body).success) return 'yes';
  const refused = refusal.safeParse(body);
  if (!refused.success)
    throw Object.assign(new Error(`HTTP ${response.status}`), { errorCode: `ERROR_HTTP_${response.status}` });
  return refused.data.error === 'invalid_client_id' ? 'app unknown' : 'no';
}

/** From a file, the environment, or a person; never from a flag, which other users of the computer could see. */
export async function askForSecret(context: Context, wasRefused: boolean): Promise<string> {
  const { clientSecretFile } = context.wish;
  const fromEnv = context.env[secretVariable]?.trim();
  const isPrepared = clientSecretFile !== null || Boolean(fromEnv);
  if (wasRefused && (isPrepared || !context.ask.isPossible)) throw wrongSecret(context);
  if (clientSecretFile !== null) return await secretIn(clientSecretFile);
  if (fromEnv) return fromEnv;
  const where = placeOf(context);
  if (!context.ask.isPossible) {
    throw new SetUpProblem(
      'secret_needed',
      'Salesforce made the app’s consumer secret itself, and only a person can read it.',
      `Copy it from ${where} into a file, and run the same command with --client-secret-file FILE, or set ${secretVariable}.`,
    );
  }
  return (
    await context.ask.secret(
      `${wasRefused ? 'Salesforce does not accept that one. ' : ''}Copy the consumer secret from\n  ${where.replace(' (', '\n  (')}\n  Consumer secret (what you paste is not shown):`,
    )
  ).trim();
}

function wrongSecret(context: Context): SetUpProblem {
  return new SetUpProblem(
    'secret_wrong',
    'Salesforce does not accept this consumer secret for the app Bookbridge.',
    `Copy it once more from ${placeOf(context)}, and run the same command again.`,
  );
}

async function secretIn(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (text !== '') return text;
  throw new SetUpProblem(
    'secret_file_unreadable',
    `The file ${file} of --client-secret-file cannot be read, or is empty.`,
    'Put the consumer secret into it, and nothing else; then run the same command again.',
  );
}

/** Where Setup shows it. */
function placeOf(context: Context): string {
  const { instanceUrl } = orgOf(context);
  return context.wish.app === 'external'
    ? `${instanceUrl}/lightning/setup/ManageExternalClientApplication/home (Bookbridge, Settings, OAuth Settings, Consumer Key and Secret)`
    : `${instanceUrl}/lightning/setup/NavigationMenus/home (App Manager: Bookbridge, View, Manage Consumer Details)`;
}

// What `npm start` serves: the try-out, the orgs that `npm run org` has set up (settings.env of the data folder), or the real
// thing that the environment names.
import { join } from 'node:path';
import { readSettingsFile } from '../connector/settings-file.ts';

export type SetUpOrg = {
  kind: 'production' | 'sandbox';
  /** Where its API user logs in. */
  origin: string;
  /** An org of the local org of this computer. */
  isLocal: boolean;
};

export type SetUpOrgs = { file: string; orgs: SetUpOrg[]; localOrigins: string[] };

export type StartChoice =
  | { kind: 'try-out' }
  /** Settings of the environment, or a file with mistakes: the connector names them. */
  | { kind: 'real' }
  | { kind: 'set-up'; setUp: SetUpOrgs };

const usualOrigins = { production: 'https://login.salesforce.com', sandbox: 'https://test.salesforce.com' };

export function chooseStart(
  env: Readonly<Record<string, string | undefined>>,
  dataFolder: string,
): StartChoice {
  // Any of them: half a set is a mistake which the connector names, not a wish for the try-out.
  if (Object.entries(env).some(isSet)) return { kind: 'real' };
  const settings = readSettingsFile(dataFolder);
  if (settings === null) return { kind: 'try-out' };
  const { values, problems } = settings;
  if (problems.length > 0) return { kind: 'real' };
  const localOrigins = (values['SALESFORCE_LOCAL_ORIGINS'] ?? '').split(',').filter(Boolean);
  const orgs = (['production', 'sandbox'] as const).flatMap((kind): SetUpOrg[] => {
    const prefix = `SALESFORCE_${kind.toUpperCase()}_`;
    if (!values[`${prefix}CLIENT_ID`]) return [];
    const origin = values[`${prefix}LOGIN_URL`] || usualOrigins[kind];
    return [{ kind, origin, isLocal: localOrigins.includes(origin) }];
  });
  if (orgs.length > 0)
    return { kind: 'set-up', setUp: { file: join(dataFolder, 'settings.env'), orgs, localOrigins } };
  const isHalfSet = Object.entries(values).some(
    (entry) => isSet(entry) && entry[0] !== 'SALESFORCE_LOCAL_ORIGINS',
  );
  return { kind: isHalfSet ? 'real' : 'try-out' };
}

function isSet([name, value]: [string, string | undefined]): boolean {
  return name.startsWith('SALESFORCE_') && value !== undefined && value.trim() !== '';
}

/** Whether an org answers there; it needs no login. */
export async function answers(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/services/data`, { signal: AbortSignal.timeout(3_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

// Set-up of the golden tests: an org with the custom objects that the recorded answers are about, and its admin as a
// jsforce connection, with the permission set that shows these objects' fields.

import { fileURLToPath } from 'node:url';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

export async function startMovieOrg(
  now?: () => Date,
): Promise<{ running: RunningLocalOrg; admin: Connection }> {
  const running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    forceApp: fileURLToPath(new URL('movie-metadata', import.meta.url)),
    ...(now === undefined ? {} : { now }),
  });
  const admin = await signIn(running, { who: 'admin' });
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Movie_Maker'");
  const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: me['Id'], PermissionSetId: set['Id'] });
  return { running, admin };
}

/** The only record a query finds. */
export async function findOne(connection: Connection, soql: string): Promise<Record<string, string>> {
  const { records } = await connection.query<Record<string, string>>(soql);
  const [record] = records;
  if (record === undefined || records.length > 1) throw new Error(`${records.length} records: ${soql}`);
  return record;
}

/** Creates a record and answers its id. */
export async function create(
  connection: Connection,
  sObject: string,
  values: Record<string, unknown>,
): Promise<string> {
  const result = await connection.sobject(sObject).create(values);
  if (!result.success) throw new Error(JSON.stringify(result.errors));
  return result.id;
}

/** What a call was refused with, as jsforce hands it on: code, message, fields. */
export async function refusalOf(
  call: PromiseLike<unknown>,
): Promise<{ errorCode: string; message: string; fields: unknown }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Object && 'errorCode' in error && 'message' in error) {
      const data: unknown = 'data' in error ? error.data : undefined;
      const fields: unknown = data instanceof Object && 'fields' in data ? data.fields : undefined;
      return { errorCode: String(error.errorCode), message: String(error.message), fields };
    }
    throw error;
  }
  throw new Error('the call was not refused');
}

// The Metadata API, as far as an installation needs it: deploys over REST, lists and retrieves over SOAP (REST has none).
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_rest_deploy.htm
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { strFromU8, unzipSync } from 'fflate';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { AppError, isAppError } from '../errors.ts';
import type { SalesforceClient } from './client.ts';

const deployTimeoutMs = 120_000;

/** Starts a deploy: everything or nothing. Gives its id, by which it can be followed also by another process. */
export async function startDeploy(client: SalesforceClient, zip: Uint8Array): Promise<string> {
  const options = { rollbackOnError: true, singlePackage: true, checkOnly: false };
  const answer = await client.request({
    method: 'POST',
    path: `/services/data/v${client.apiVersion}/metadata/deployRequest`,
    raw: () => multipart({ deployOptions: options }, zip),
    timeoutMs: deployTimeoutMs,
  });
  return z.looseObject({ id: z.string().min(15) }).parse(answer.body).id;
}

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
const message = z.looseObject({
  componentType: z.string().nullish(),
  fullName: z.string().nullish(),
  fileName: z.string().nullish(),
  problem: z.string().nullish(),
  problemType: z.string().nullish(),
  lineNumber: z.coerce.number().nullish(),
  created: flag.nullish(),
  changed: flag.nullish(),
});
export type ComponentMessage = z.infer<typeof message>;

/** Salesforce gives one of something also without a list around it. */
const messages = z
  .union([z.array(message), message.transform((one) => [one])])
  .nullish()
  .transform((list) => list ?? []);

const deployResult = z.looseObject({
  status: z.string(),
  done: flag,
  success: flag,
  numberComponentsDeployed: z.coerce.number().default(0),
  numberComponentsTotal: z.coerce.number().default(0),
  errorMessage: z.string().nullish(),
  errorStatusCode: z.string().nullish(),
  details: z
    .looseObject({ componentSuccesses: messages, componentFailures: messages })
    .nullish()
    .transform((details) => details ?? { componentSuccesses: [], componentFailures: [] }),
});
export type DeployResult = z.infer<typeof deployResult>;

/** How far a deploy has come, with what became of each component. */
export async function readDeploy(client: SalesforceClient, id: string): Promise<DeployResult> {
  const answer = await client.request({
    method: 'GET',
    path: `/services/data/v${client.apiVersion}/metadata/deployRequest/${id}?includeDetails=true`,
  });
  return z.looseObject({ deployResult }).parse(answer.body).deployResult;
}

/** Full names of what the org has of one type, such as `Layout`. */
export async function listComponents(client: SalesforceClient, type: string): Promise<string[]> {
  const answer = await call(client, 'listMetadata', `<queries><type>${escapeXml(type)}</type></queries>`);
  const rows = z.array(z.looseObject({ fullName: z.string() })).parse(answer);
  // Spaces and other characters of a name are escaped as in an address.
  return rows.map(({ fullName }) => fullName);
}

export type Members = Readonly<Record<string, readonly string[]>>;

const retrieveStatus = z.looseObject({
  done: flag,
  success: flag.nullish(),
  zipFile: z.string().nullish(),
  errorMessage: z.string().nullish(),
  errorStatusCode: z.string().nullish(),
});

const mostLostLooks = 3;

/**
 * The files of these components as they are in the org, by their paths (`layouts/Event-Event Layout.layout`). What the org has
 * not is left out. Throws `salesforce_retrieve_failed` and what the client throws.
 */
export async function retrieveComponents(
  client: SalesforceClient,
  members: Members,
  { pollMs = 1000, patienceMs = 120_000 }: { pollMs?: number; patienceMs?: number } = {},
): Promise<Map<string, string>> {
  const types = Object.entries(members).map(
    ([type, names]) =>
      `<types>${names.map((name) => `<members>${escapeXml(name)}</members>`).join('')}<name>${escapeXml(type)}</name></types>`,
  );
  const version = `<version>${client.apiVersion}</version>`;
  // Named as the sf CLI does.
  const request = `<request><apiVersion>${client.apiVersion}</apiVersion><singlePackage>true</singlePackage><unpackaged>${types.join('')}${version}</unpackaged></request>`;
  const [started] = z.array(z.looseObject({ id: z.string() })).parse(await call(client, 'retrieve', request));
  const status = `<asyncProcessId>${escapeXml(started?.id ?? '')}</asyncProcessId><includeZip>true</includeZip>`;
  const endsAt = Date.now() + patienceMs;
  let lost = 0;
  for (let pause = pollMs / 5; ; pause = Math.min(pause * 2, pollMs)) {
    const answer = await call(client, 'checkRetrieveStatus', status).catch((error: unknown) => {
      lost += 1;
      // It goes on at Salesforce, whether we can look at it or not.
      if (!isAppError(error) || !['soon', 'later'].includes(error.retry) || lost > mostLostLooks) throw error;
      return [];
    });
    const [found] = z.array(retrieveStatus).parse(answer);
    if (found?.done === true) {
      if (found.success === false || !found.zipFile) throw notRetrieved(found.errorMessage ?? '');
      return unzip(Buffer.from(found.zipFile, 'base64'));
    }
    if (Date.now() > endsAt) throw notRetrieved('it takes too long.');
    await wait(pause);
  }
}

function unzip(bytes: Uint8Array): Map<string, string> {
  const files = Object.entries(unzipSync(bytes));
  return new Map(
    files
      .filter(([path]) => !path.endsWith('/') && !path.endsWith('package.xml'))
      .map(([path, content]) => [path.replace(/^unpackaged\//, ''), strFromU8(content)]),
  );
}

const parser = new XMLParser({ parseTagValue: false, removeNSPrefix: true, ignoreAttributes: true });

/** The results of a SOAP operation, also when there is one or none. */
async function call(client: SalesforceClient, operation: string, content: string): Promise<unknown[]> {
  const namespace = 'http://soap.sforce.com/2006/04/metadata';
  const answer = await client.request({
    method: 'POST',
    path: `/services/Soap/m/${client.apiVersion}`,
    headers: { soapaction: '""' },
    raw: (accessToken) => ({
      contentType: 'text/xml; charset=utf-8',
      answer: 'xml',
      content:
        `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespace}">` +
        `<soapenv:Header><CallOptions><client>bookbridge</client></CallOptions><SessionHeader><sessionId>${escapeXml(accessToken)}</sessionId></SessionHeader></soapenv:Header>` +
        `<soapenv:Body><${operation}>${content}</${operation}></soapenv:Body></soapenv:Envelope>`,
    }),
    timeoutMs: deployTimeoutMs,
  });
  const envelope: unknown = parser.parse(String(answer.body));
  const response = memberOf(memberOf(memberOf(envelope, 'Envelope'), 'Body'), `${operation}Response`);
  const result = memberOf(response, 'result');
  if (result === undefined) return [];
  return z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]).parse(result);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function multipart(fields: Record<string, unknown>, zip: Uint8Array) {
  const boundary = `bookbridge-${randomUUID()}`;
  const part = (head: string): string => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`;
  const content = Buffer.concat([
    Buffer.from(`${part('name="json"\r\nContent-Type: application/json')}${JSON.stringify(fields)}\r\n`),
    Buffer.from(part('name="file"; filename="deploy.zip"\r\nContent-Type: application/zip')),
    zip,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const contentType = `multipart/form-data; boundary=${boundary}`;
  return { contentType, content, answer: 'json' } as const;
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function notRetrieved(why: string): AppError {
  return new AppError(
    'salesforce_retrieve_failed',
    `Salesforce could not give the present components: ${why}`,
    {
      status: 502,
      retry: 'later',
      fix: 'Try again in a minute.',
    },
  );
}

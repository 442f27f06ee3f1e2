// Set-up of the metadata tests: packages as a client zips them, and jsforce's Metadata API to deploy them.

import { strToU8, unzipSync, zipSync } from 'fflate';
import type { Connection } from 'jsforce';

export type Message = {
  componentType: string;
  fullName: string;
  fileName: string;
  problem?: string;
  problemType?: string;
  lineNumber?: string;
  columnNumber?: string;
  created: boolean;
  changed: boolean;
  deleted: boolean;
};

export type Result = { status: string; success: boolean; successes: Message[]; failures: Message[] };

/** Type names with their members; the files by path, without the package.xml that lists the types. */
export type Package = {
  types?: Record<string, string[]>;
  files?: Record<string, string>;
  destructive?: Record<string, string[]>;
  destructivePre?: Record<string, string[]>;
};

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

export function manifest(types: Record<string, string[]>): string {
  const lists = Object.entries(types).map(
    ([name, members]) =>
      `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${name}</name></types>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Package ${namespace}>${lists.join('')}<version>67.0</version></Package>`;
}

export function xml(root: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${namespace}>\n${inner}\n</${root}>\n`;
}

export function zipOf({ types = {}, files = {}, destructive, destructivePre }: Package): Buffer {
  const all: Record<string, string> = { 'package.xml': manifest(types), ...files };
  if (destructive !== undefined) all['destructiveChangesPost.xml'] = manifest(destructive);
  if (destructivePre !== undefined) all['destructiveChangesPre.xml'] = manifest(destructivePre);
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(all).map(([path, text]) => [path, strToU8(text)]))),
  );
}

export async function deploy(
  connection: Connection,
  order: Package,
  options: { checkOnly?: boolean; rollbackOnError?: boolean; ignoreWarnings?: boolean } = {},
): Promise<Result> {
  connection.metadata.pollInterval = 20;
  connection.metadata.pollTimeout = 20_000;
  const result = await connection.metadata
    .deploy(zipOf(order), { singlePackage: true, rollbackOnError: true, ...options })
    .complete(true);
  const list = (value: unknown): Message[] =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- jsforce types these as one or many of just this shape.
    (value === undefined || value === null ? [] : [value].flat()) as Message[];
  return {
    status: result.status,
    success: result.success,
    successes: list(result.details?.componentSuccesses),
    failures: list(result.details?.componentFailures),
  };
}

/** The files of a retrieve, by path below `unpackaged/`, and what could not be found. */
export async function retrieve(
  connection: Connection,
  types: Record<string, string[]>,
): Promise<{ files: Record<string, string>; problems: string[] }> {
  connection.metadata.pollInterval = 20;
  const result = await connection.metadata
    .retrieve({
      apiVersion: 67,
      singlePackage: false,
      unpackaged: {
        objectPermissions: [],
        types: Object.entries(types).map(([name, members]) => ({ name, members })),
        version: '67.0',
      },
    })
    .complete();
  const entries = Object.entries(unzipSync(Buffer.from(result.zipFile, 'base64')));
  return {
    files: Object.fromEntries(
      entries.map(([path, bytes]) => [
        path.replace(/^unpackaged\//, ''),
        Buffer.from(bytes).toString('utf8'),
      ]),
    ),
    problems: [result.messages].flat().flatMap((message) => (message == null ? [] : [message.problem])),
  };
}

export const visitObject = (children = '', own = '') =>
  xml(
    'CustomObject',
    `    <deploymentStatus>Deployed</deploymentStatus>
    <label>Visit</label>
    <nameField>
        <label>Visit Name</label>
        <type>Text</type>
    </nameField>
    <pluralLabel>Visits</pluralLabel>
    <sharingModel>ReadWrite</sharingModel>${own}
${children}`,
  );

export const field = (name: string, inner: string) =>
  `    <fields>
        <fullName>${name}</fullName>
        <label>${name.replace(/__c$/, '')}</label>
        ${inner}
    </fields>`;

export const text = (name: string, length = 80) =>
  field(name, `<type>Text</type>\n        <length>${length}</length>`);

export const visitSet = (fields: string[], more = '') =>
  xml(
    'PermissionSet',
    `${fields
      .map(
        (name) =>
          `    <fieldPermissions><editable>true</editable><field>${name}</field><readable>true</readable></fieldPermissions>`,
      )
      .join('\n')}
    <label>Visit Maker</label>
    <objectPermissions>
        <allowCreate>true</allowCreate><allowDelete>true</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead>
        <modifyAllRecords>false</modifyAllRecords><object>Visit__c</object><viewAllRecords>false</viewAllRecords>
    </objectPermissions>${more}`,
  );

/** What an org says about itself: every describe, and how many records each object has. */
export async function snapshot(connection: Connection): Promise<unknown> {
  const { sobjects } = await connection.describeGlobal();
  const described: Record<string, unknown> = {};
  for (const { name, queryable } of sobjects) {
    const count = queryable ? (await connection.query(`SELECT COUNT() FROM ${name}`)).totalSize : null;
    described[name] = { describe: await connection.sobject(name).describe(), count };
  }
  return described;
}

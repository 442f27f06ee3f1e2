// Deploy and retrieve by @salesforce/source-deploy-retrieve over a connection of @salesforce/core, as the Salesforce CLI
// does them: a project's folder goes in, and comes back as it was.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, signIn, valueAt } from './sign-in.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'local-org-sdr-'));
const source = join(folder, 'force-app');
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const files: Record<string, string> = {
  'objects/Widget__c/Widget__c.object-meta.xml': `<CustomObject ${namespace}><deploymentStatus>Deployed</deploymentStatus><label>Widget</label><nameField><label>Widget Name</label><type>Text</type></nameField><pluralLabel>Widgets</pluralLabel><sharingModel>ReadWrite</sharingModel></CustomObject>`,
  'objects/Widget__c/fields/Size__c.field-meta.xml': `<CustomField ${namespace}><fullName>Size__c</fullName><label>Size &amp; Weight</label><precision>5</precision><scale>0</scale><type>Number</type></CustomField>`,
  'permissionsets/Widget_User.permissionset-meta.xml': `<PermissionSet ${namespace}><fieldPermissions><editable>true</editable><field>Widget__c.Size__c</field><readable>true</readable></fieldPermissions><label>Widget User</label></PermissionSet>`,
};

let running: RunningLocalOrg;
let admin: Connection;

beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`);
  }
  running = await startLocalOrg({ callbackUrls: [callbackUrl], forceApp: null });
  admin = await signIn(running, { who: 'admin' });
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

async function walk(api: 'soap' | 'rest', target: string): Promise<unknown> {
  const program = fileURLToPath(new URL('source-deploy-retrieve.ts', import.meta.url));
  const options = {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      SF_DISABLE_TELEMETRY: 'true',
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
      SF_DISABLE_LOG_FILE: 'true',
    },
  };
  const parts = [program, admin.instanceUrl, admin.accessToken ?? '', source, target, api];
  const { stdout } = await run(process.execPath, parts, options);
  return JSON.parse(stdout);
}

const ways: ['soap' | 'rest', string][] = [
  ['soap', 'Created'],
  ['rest', 'Unchanged'],
];
test.each(ways)('deploys a project over %s and retrieves what it deployed', async (api, state) => {
  const target = join(folder, `retrieved-${api}`);
  const result = await walk(api, target);
  expect(valueAt(result, 'status')).toBe('Succeeded');
  const deployed = [
    `${state} CustomField Widget__c.Size__c`,
    `${state} CustomObject Widget__c`,
    `${state} PermissionSet Widget_User`,
  ];
  expect(valueAt(result, 'deployed')).toEqual(expect.arrayContaining(deployed));
  expect(valueAt(result, 'retrieved')).toEqual(
    expect.arrayContaining([
      'Created CustomField Widget__c.Size__c',
      'Created CustomObject Widget__c',
      'Created PermissionSet Widget_User',
    ]),
  );
  const [file = ''] = readdirSync(target, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('Size__c.field-meta.xml'),
  );
  const field = readFileSync(join(target, file), 'utf8');
  expect(field).toContain('<label>Size &amp; Weight</label>');
});

// Deploys and retrieves through jsforce and plain HTTP, over SOAP and REST alike: results, failures, zips of all kinds.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';
import { faultOf, metadataCall } from './soap-call.ts';
import { brokenFiles, packageXml, widgetFiles, zipOf } from './widget-package.ts';

const single = { singlePackage: true, rollbackOnError: true };
const objectOf = async (connection: Connection) =>
  (await rest(connection, '/services/data/v67.0/sobjects/Widget__c/describe')).status;

async function deploy(connection: Connection, zip: Buffer, options: Record<string, unknown> = single) {
  const { id } = await connection.metadata.deploy(zip, options);
  return connection.metadata.checkDeployStatus(id, true);
}

describe('a deploy', () => {
  let running: RunningLocalOrg;
  let admin: Connection;
  beforeAll(async () => {
    running = await startLocalOrg({ callbackUrls: [callbackUrl], forceApp: null });
    admin = await signIn(running, { who: 'admin', kind: 'sandbox' });
  });
  afterAll(() => running.stop());

  test('is queued first, and its result names every component', async () => {
    const queued = await admin.metadata.deploy(zipOf(widgetFiles), single);
    expect(queued).toMatchObject({ done: false, id: expect.stringMatching(/^0Af\w{15}$/), state: 'Queued' });
    const result = await admin.metadata.checkDeployStatus(queued.id, true);
    expect(result).toMatchObject({
      done: true,
      success: true,
      status: 'Succeeded',
      checkOnly: false,
      rollbackOnError: true,
      numberComponentErrors: 0,
      createdBy: expect.stringMatching(/^005\w{12}$/),
      completedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    });
    const names = result.details.componentSuccesses.map(
      ({ componentType, fullName }) => `${componentType} ${fullName}`,
    );
    expect(names.toSorted()).toEqual([
      ' package.xml',
      'CustomField Widget__c.Size__c',
      'CustomObject Widget__c',
      'PermissionSet Widget_User',
    ]);
    expect(await objectOf(admin)).toBe(200);
  });

  // A real deploy result as parsed by source-deploy-retrieve, quoted in a public changelog of 2021-08-14: these names.
  test('fails with the component, its file and the problem, and keeps nothing', async () => {
    const { details, ...result } = await deploy(admin, zipOf(brokenFiles));
    expect(result).toMatchObject({ done: true, success: false, status: 'Failed', numberComponentErrors: 1 });
    expect(details.componentFailures).toEqual([
      expect.objectContaining({
        changed: false,
        componentType: 'PermissionSet',
        created: false,
        deleted: false,
        fileName: 'permissionsets/Broken.permissionset',
        fullName: 'Broken',
        problem: expect.stringContaining('no CustomObject named Nope__c found'),
        problemType: 'Error',
        success: false,
      }),
    ]);
    expect((await admin.query("SELECT Id FROM PermissionSet WHERE Name = 'Broken'")).totalSize).toBe(0);
  });

  test.each([
    ['the root, as a single package', '', single, 'Succeeded'],
    ['a folder, as a single package', 'zip/', single, 'Succeeded'],
    ['a folder, as core packs settings', 'shape_1795445312/', {}, 'Succeeded'],
    ['the root, among several packages', '', {}, 'Failed'],
  ])('with the package in %s, ends as at Salesforce', async (_where, folder, options, status) => {
    expect(await deploy(admin, zipOf(widgetFiles, folder), options)).toMatchObject({ status });
  });

  test('without a package.xml fails on it', async () => {
    const { 'package.xml': _, ...files } = widgetFiles;
    const result = await deploy(admin, zipOf(files));
    expect(result).toMatchObject({ status: 'Failed', success: false });
    expect(result.details.componentFailures).toEqual([
      expect.objectContaining({ fullName: 'package.xml', problem: 'No package.xml found' }),
    ]);
  });

  test.each([
    ['no zip at all', Buffer.from('hello')],
    ['a zip cut in half', zipOf(widgetFiles).subarray(0, 300)],
    ['a path that leads out', zipOf({ '../package.xml': packageXml({}) })],
  ])('refuses %s', async (_what, zip) => {
    await expect(admin.metadata.deploy(zip, single)).rejects.toMatchObject({
      errorCode: 'sf:INVALID_ZIP_FILE',
    });
  });

  test('refuses a zip bomb before it unpacks it', async () => {
    const zip = zipOf({ 'package.xml': packageXml({}) });
    // The size after unpacking, in the zip's table of contents.
    zip.writeUInt32LE(200 * 1024 * 1024, zip.lastIndexOf('PK\u0001\u0002') + 24);
    await expect(admin.metadata.deploy(zip, single)).rejects.toMatchObject({
      errorCode: 'sf:LIMIT_EXCEEDED',
    });
  });

  test('unpacks no more of a file than the zip says it has', async () => {
    const zip = zipOf({ 'package.xml': `${packageXml({})}${' '.repeat(1024 * 1024)}` });
    zip.writeUInt32LE(10, zip.lastIndexOf('PK\u0001\u0002') + 24);
    expect(await deploy(admin, zip)).toMatchObject({ status: 'Failed', success: false });
  });

  test('fails when it shall run a test that does not exist', async () => {
    const options = { ...single, testLevel: 'RunSpecifiedTests', runTests: ['BookingTest'] };
    expect(await deploy(admin, zipOf(widgetFiles), options)).toMatchObject({
      status: 'Failed',
      errorMessage:
        "This class name's value is invalid: BookingTest. Provide the name of an Apex class that has test methods.",
    });
  });

  test.each([
    [{ testLevel: 'RunAllOfThem' }, "'RunAllOfThem' is not a valid value for the enum 'TestLevel'"],
    [
      { testLevel: 'RunLocalTests', runTests: ['BookingTest'] },
      'runTests can be used only with a testLevel of RunSpecifiedTests',
    ],
  ])('refuses the options %j', async (options, message) => {
    await expect(admin.metadata.deploy(zipOf(widgetFiles), { ...single, ...options })).rejects.toMatchObject({
      errorCode: 'sf:INVALID_OPERATION',
      message: `INVALID_OPERATION: ${message}`,
    });
  });

  // https://github.com/forcedotcom/cli/issues/2105 (2023-05-03)
  test('without a test run is refused in production', async () => {
    const production = await signIn(running, { who: 'admin' });
    const options = { ...single, testLevel: 'NoTestRun' };
    await expect(production.metadata.deploy(zipOf(widgetFiles), options)).rejects.toMatchObject({
      message: 'INVALID_OPERATION: testLevel of NoTestRun cannot be used in production organizations',
    });
  });

  test('with an unknown id is refused', async () => {
    const call = '<checkDeployStatus><asyncProcessId>0Af000000000001AAA</asyncProcessId></checkDeployStatus>';
    expect(faultOf(await metadataCall(admin, call)).code).toBe('sf:INVALID_ID_FIELD');
  });

  test('over REST is the same job as over SOAP', async () => {
    const { id } = await admin.metadata.deployRest(zipOf(widgetFiles), single);
    const path = `/services/data/v67.0/metadata/deployRequest/${id}?includeDetails=true`;
    const { status, body } = await rest(admin, path);
    expect(status).toBe(200);
    expect(valueAt(body, 'deployResult', 'status')).toBe('Succeeded');
    expect(valueAt(body, 'deployResult', 'success')).toBe(true);
    expect(valueAt(body, 'deployResult', 'details', 'componentSuccesses', 0, 'changed')).toEqual(
      expect.any(Boolean),
    );
    expect((await admin.metadata.checkDeployStatus(id, true)).status).toBe('Succeeded');
  });

  // A real "sf project deploy" answer over REST, 2026-05-09: package.xml is a success with an empty type.
  test('over REST lists failures and successes with the names of the recorded answer', async () => {
    const { id } = await admin.metadata.deployRest(zipOf(brokenFiles), { ...single, rollbackOnError: false });
    const { body } = await rest(
      admin,
      `/services/data/v67.0/metadata/deployRequest/${id}?includeDetails=true`,
    );
    const details = valueAt(body, 'deployResult', 'details');
    expect(valueAt(details, 'componentFailures', 0)).toMatchObject({
      changed: false,
      columnNumber: expect.any(Number),
      componentType: 'PermissionSet',
      created: false,
      createdDate: expect.stringMatching(/\.000Z$/),
      deleted: false,
      lineNumber: expect.any(Number),
      problemType: 'Error',
      success: false,
    });
    expect(valueAt(details, 'componentSuccesses')).toContainEqual(
      expect.objectContaining({
        componentType: '',
        fileName: 'package.xml',
        fullName: 'package.xml',
        success: true,
      }),
    );
    expect(valueAt(details, 'runTestResult')).toMatchObject({
      numFailures: 0,
      numTestsRun: 0,
      totalTime: 0,
      codeCoverage: [],
      codeCoverageWarnings: [],
      failures: [],
      flowCoverage: [],
    });
  });

  test.each([
    ['no multipart', 'application/json', '{}'],
    ['a multipart without a boundary', 'multipart/form-data', 'x'],
    [
      'a multipart cut off',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="p"\r\n\r\nPK',
    ],
  ])('over REST refuses %s', async (_what, type, text) => {
    const answer = await rest(admin, '/services/data/v67.0/metadata/deployRequest', {
      text,
      headers: { 'content-type': type },
    });
    expect([answer.status, valueAt(answer.body, 0, 'errorCode')]).toEqual([400, 'INVALID_MULTIPART_REQUEST']);
  });

  test('over REST needs the same right', async () => {
    const standard = await signIn(running, { who: 'standard', kind: 'sandbox' });
    const answer = await rest(standard, '/services/data/v67.0/metadata/deployRequest/0Af000000000001AAA');
    expect([answer.status, valueAt(answer.body, 0, 'errorCode')]).toEqual([403, 'INSUFFICIENT_ACCESS']);
  });
});

describe('a retrieve', () => {
  let running: RunningLocalOrg;
  let admin: Connection;
  beforeAll(async () => {
    running = await startLocalOrg({ callbackUrls: [callbackUrl], forceApp: null });
    admin = await signIn(running, { who: 'admin' });
    await deploy(admin, zipOf(widgetFiles));
  });
  afterAll(() => running.stop());

  /** The request as the CLI writes it; answers the job's id. */
  async function retrieve(type: string, member: string, more = ''): Promise<string> {
    const types = `<types><members>${member}</members><name>${type}</name></types>`;
    const request = `<apiVersion>67.0</apiVersion>${more}<unpackaged>${types}<version>67.0</version></unpackaged>`;
    const { text } = await metadataCall(admin, `<retrieve><request>${request}</request></retrieve>`);
    return /<done>false<\/done><id>(09S\w{15})<\/id><state>Queued<\/state>/.exec(text)?.[1] ?? text;
  }

  test.each([
    [false, 'unpackaged/'],
    [true, ''],
  ])('with singlePackage %s packs the files below "%s"', async (singlePackage, folder) => {
    const id = await retrieve('CustomObject', 'Widget__c', `<singlePackage>${singlePackage}</singlePackage>`);
    const result = await admin.metadata.checkRetrieveStatus(id);
    expect(result).toMatchObject({ done: true, success: true, status: 'Succeeded' });
    const files = unzipSync(Buffer.from(result.zipFile, 'base64'));
    expect(Object.keys(files).toSorted()).toEqual([
      `${folder}objects/Widget__c.object`,
      `${folder}package.xml`,
    ]);
    expect(Buffer.from(files[`${folder}objects/Widget__c.object`] ?? []).toString()).toContain(
      '<fullName>Size__c</fullName>',
    );
    expect(result.fileProperties.map(({ fileName }) => fileName)).toContain(
      `${folder}objects/Widget__c.object`,
    );
  });

  test('says what it did not find', async () => {
    const id = await retrieve('PermissionSet', 'Nobody');
    const { messages } = await admin.metadata.checkRetrieveStatus(id);
    expect(messages).toEqual([
      {
        fileName: 'unpackaged/package.xml',
        problem: "Entity of type 'PermissionSet' named 'Nobody' cannot be found",
      },
    ]);
  });
});

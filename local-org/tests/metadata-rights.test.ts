// Who may deploy: the rights to the Metadata API and to what a component sets up, the right to assign permission sets,
// and editions that have no Metadata API. Through jsforce, as a connector's API user.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, visitObject, visitSet, xml } from './metadata-client.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let rep: Connection;
let setId: string;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  rep = await signIn(running, { who: 'standard' });
  setId = await create(admin, 'PermissionSet', { Name: 'Deployer', Label: 'Deployer' });
  const { Id: AssigneeId } = await findOne(admin, "SELECT Id FROM User WHERE Username = 'rep@acme.example'");
  await create(admin, 'PermissionSetAssignment', { AssigneeId, PermissionSetId: setId });
});

afterAll(() => running.stop());

const give = (rights: Record<string, boolean>) =>
  admin.sobject('PermissionSet').update({ Id: setId, ...rights });
const visit = {
  types: { CustomObject: ['Visit__c'], PermissionSet: ['Visit_Maker'] },
  files: {
    'objects/Visit__c.object': visitObject(''),
    'permissionsets/Visit_Maker.permissionset': visitSet([]),
  },
};

// https://github.com/forcedotcom/cli/issues/3048 (2026-11-23)
const noMetadata =
  'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions';

test('nobody deploys, lists or describes without Modify Metadata or Modify All Data', async () => {
  await expect(deploy(rep, visit)).rejects.toThrow(noMetadata);
  await expect(rep.metadata.list({ type: 'Layout' })).rejects.toThrow(noMetadata);
  await expect(rep.metadata.describe()).rejects.toThrow(noMetadata);
});

test('with it a component still needs the right to its feature', async () => {
  await give({ PermissionsModifyMetadata: true });
  expect((await rep.metadata.describe()).metadataObjects.length).toBeGreaterThan(10);
  const refused = await deploy(rep, visit);
  expect(refused.success).toBe(false);
  expect(refused.failures.map((failure) => failure.componentType).toSorted()).toEqual([
    'CustomObject',
    'PermissionSet',
  ]);
  await give({ PermissionsCustomizeApplication: true });
  expect((await deploy(rep, visit)).failures.map((failure) => failure.componentType)).toEqual([
    'PermissionSet',
  ]);
  await give({ PermissionsManageProfilesPermissionsets: true });
  expect((await deploy(rep, visit)).failures).toEqual([]);
});

test('a permission set is assigned with Assign Permission Sets only', async () => {
  const { Id: PermissionSetId } = await findOne(
    admin,
    "SELECT Id FROM PermissionSet WHERE Name = 'Visit_Maker'",
  );
  const { Id: AssigneeId } = await findOne(
    admin,
    "SELECT Id FROM User WHERE Username = 'admin@acme.example'",
  );
  const assign = () => rep.sobject('PermissionSetAssignment').create({ AssigneeId, PermissionSetId });
  expect((await refusalOf(assign())).errorCode).toBe('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
  await give({ PermissionsAssignPermissionSets: true });
  expect((await assign()).success).toBe(true);
});

test('a Professional Edition has REST and no Metadata API, over SOAP and over REST', async () => {
  const small = await startLocalOrg({ callbackUrls: [callbackUrl], edition: 'Professional Edition' });
  try {
    const owner = await signIn(small, { who: 'admin' });
    expect(await findOne(owner, 'SELECT OrganizationType FROM Organization')).toMatchObject({
      OrganizationType: 'Professional Edition',
    });
    const refusal = /API_DISABLED_FOR_ORG: API is not enabled for this Organization or Partner/;
    await expect(deploy(owner, visit)).rejects.toThrow(refusal);
    await expect(owner.metadata.list({ type: 'Layout' })).rejects.toThrow(refusal);
    const url = `${owner.instanceUrl}/services/data/v67.0/metadata/deployRequest/0Af000000000001`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${owner.accessToken}` } });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject([{ errorCode: 'API_DISABLED_FOR_ORG' }]);
  } finally {
    await small.stop();
  }
});

test('layouts are deployed with the same rights', async () => {
  const layout = `<layoutSections><customLabel>false</customLabel><detailHeading>false</detailHeading><editHeading>true</editHeading><label>Info</label>
    <layoutColumns><layoutItems><behavior>Edit</behavior><field>Subject</field></layoutItems></layoutColumns><style>OneColumn</style></layoutSections>`;
  const order = {
    types: { Layout: ['Event-Event Layout'] },
    files: { 'layouts/Event-Event Layout.layout': xml('Layout', layout) },
  };
  expect((await deploy(rep, order)).failures).toEqual([]);
  await give({ PermissionsCustomizeApplication: false });
  expect((await deploy(rep, order)).failures).toHaveLength(1);
});

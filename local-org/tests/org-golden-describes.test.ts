// Describes of the org and of an object against recorded ones: attributes, their values and their order.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import type { RunningLocalOrg } from '../local-org.ts';
import { startMovieOrg } from './movie-org.ts';
import { rest } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
const data = '/services/data/v67.0';

beforeAll(async () => {
  ({ running, admin } = await startMovieOrg());
});
afterAll(() => running.stop());

function keysOf(value: unknown): string[] {
  return value instanceof Object ? Object.keys(value) : [];
}

// Recorded: SFDO-Tooling/CumulusCI cumulusci/tests/shared_cassettes/GET_sobjects_Global_describe.yaml (2021-2023, read 2026-11-23)
test('describes the org in brief, object by object, as recorded', async () => {
  const { status, body } = await rest(admin, `${data}/sobjects`);
  expect(status).toBe(200);
  expect(keysOf(body)).toEqual(['encoding', 'maxBatchSize', 'sobjects']);
  expect(body).toMatchObject({ encoding: 'UTF-8', maxBatchSize: 200 });
  const { sobjects } = await admin.describeGlobal();
  const entry = (name: string) => sobjects.find((one) => one.name === name);
  const always = {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: true,
    custom: false,
    customSetting: false,
    deepCloneable: false,
    deletable: true,
    deprecatedAndHidden: false,
    feedEnabled: true,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    layoutable: true,
    mergeable: false,
    mruEnabled: true,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: true,
    updateable: true,
  };
  const account = {
    ...always,
    keyPrefix: '001',
    label: 'Account',
    labelPlural: 'Accounts',
    mergeable: true,
    name: 'Account',
    urls: {
      compactLayouts: `${data}/sobjects/Account/describe/compactLayouts`,
      rowTemplate: `${data}/sobjects/Account/{ID}`,
      approvalLayouts: `${data}/sobjects/Account/describe/approvalLayouts`,
      listviews: `${data}/sobjects/Account/listviews`,
      describe: `${data}/sobjects/Account/describe`,
      quickActions: `${data}/sobjects/Account/quickActions`,
      layouts: `${data}/sobjects/Account/describe/layouts`,
      sobject: `${data}/sobjects/Account`,
    },
  };
  expect(entry('Account')).toEqual(account);
  expect(keysOf(entry('Account'))).toEqual(Object.keys(account).toSorted());
  expect(keysOf(entry('Account')?.urls)).toEqual(Object.keys(account.urls));
  expect(entry('Case')).toMatchObject({ ...always, keyPrefix: '500', label: 'Case', labelPlural: 'Cases' });
  expect(keysOf(entry('Case')?.urls)).toEqual([
    'compactLayouts',
    'rowTemplate',
    'approvalLayouts',
    'caseArticleSuggestions',
    'caseRowArticleSuggestions',
    'listviews',
    'describe',
    'quickActions',
    'layouts',
    'sobject',
  ]);
  expect(entry('Contact')).toMatchObject({
    ...always,
    mergeable: true,
    keyPrefix: '003',
    labelPlural: 'Contacts',
  });
  expect(entry('Opportunity')).toMatchObject({ ...always, deepCloneable: true, keyPrefix: '006' });
  expect(entry('Organization')).toMatchObject({
    createable: false,
    deletable: false,
    updateable: true,
    layoutable: false,
    replicateable: true,
    keyPrefix: '00D',
    labelPlural: 'Organizations',
    urls: { rowTemplate: `${data}/sobjects/Organization/{ID}` },
  });
  expect(entry('User')).toMatchObject({
    deletable: false,
    undeletable: false,
    updateable: true,
    keyPrefix: '005',
  });
  expect(keysOf(entry('User')?.urls)).toEqual([
    'compactLayouts',
    'rowTemplate',
    'namedLayouts',
    'passwordUtilities',
    'describe',
    'quickActions',
    'layouts',
    'sobject',
  ]);
  expect(entry('UserLicense')).toMatchObject({
    createable: false,
    replicateable: false,
    retrieveable: true,
    updateable: false,
    keyPrefix: '100',
    labelPlural: 'User Licenses',
  });
});

// Recorded: SFDO-Tooling/CumulusCI cumulusci/tests/shared_cassettes/GET_sobjects_Event_describe.yaml (2021-2023, read 2026-11-23)
test('describes an object and a field with every attribute in the recorded order', async () => {
  const { body } = await rest(admin, `${data}/sobjects/Event/describe`);
  expect(keysOf(body).join(' ')).toBe(
    'actionOverrides activateable associateEntityType associateParentEntity childRelationships compactLayoutable createable ' +
      'custom customSetting deepCloneable defaultImplementation deletable deprecatedAndHidden extendedBy extendsInterfaces ' +
      'feedEnabled fields hasSubtypes implementedBy implementsInterfaces isInterface isSubtype keyPrefix label labelPlural ' +
      'layoutable listviewable lookupLayoutable mergeable mruEnabled name namedLayoutInfos networkScopeFieldName queryable ' +
      'recordTypeInfos replicateable retrieveable searchLayoutable searchable sobjectDescribeOption supportedScopes ' +
      'triggerable undeletable updateable urls',
  );
  const { fields, supportedScopes } = await admin.describe('Event');
  const whoId = {
    aggregatable: true,
    aiPredictionField: false,
    autoNumber: false,
    byteLength: 18,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: null,
    createable: true,
    custom: false,
    defaultValue: null,
    defaultValueFormula: null,
    defaultedOnCreate: false,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: false,
    extraTypeInfo: null,
    filterable: true,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: true,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: false,
    inlineHelpText: null,
    label: 'Name ID',
    length: 18,
    mask: null,
    maskType: null,
    name: 'WhoId',
    nameField: false,
    namePointing: true,
    nillable: true,
    permissionable: true,
    picklistValues: [],
    polymorphicForeignKey: true,
    precision: 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: ['Contact', 'Lead'],
    relationshipName: 'Who',
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: false,
    scale: 0,
    searchPrefilterable: true,
    soapType: 'tns:ID',
    sortable: true,
    type: 'reference',
    unique: false,
    updateable: true,
    writeRequiresMasterRead: false,
  };
  const shown = fields.find((field) => field.name === 'WhoId');
  expect(shown).toEqual(whoId);
  expect(keysOf(shown)).toEqual(Object.keys(whoId));
  expect(supportedScopes).toEqual([
    { label: 'My delegated events', name: 'delegated' },
    { label: 'All events', name: 'everything' },
    { label: 'My events', name: 'mine' },
    { label: 'Filter by scope', name: 'scopingRule' },
    { label: "My team's events", name: 'team' },
  ]);
});

// Creates, updates and deletes against the answers that Salesforce was recorded or documented to give: status, body
// word for word, order of keys. Each test names where the answer was published. Ids and objects of our own are put in
// the places of the recorded ones.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, findOne, startMovieOrg } from './movie-org.ts';
import { rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
const base = '/services/data/v67.0/sobjects';

beforeAll(async () => {
  ({ running, admin } = await startMovieOrg());
});
afterAll(() => running.stop());

// Recorded: github.com/heroku/heroku-applink-nodejs mappings/create.json (2021, read 2026-11-23);
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_create.htm (2026-03-12)
test('answers a create with id, success and an empty list of errors', async () => {
  const values = { Name: 'Star Wars Episode V: The Empire Strikes Back', Rating__c: 'Excellent' };
  const { status, body, bodyText } = await rest(admin, `${base}/Movie__c`, { body: values });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^a0[0-9A-Z][0-9A-Za-z]{15}$/),
    success: true,
    errors: [],
  });
  expect(bodyText).toMatch(/^\{"id":"\w{18}","success":true,"errors":\[\]\}$/);
});

// Recorded: heroku/heroku-applink-nodejs mappings/update.json and delete.json (2021, read 2026-11-23)
test('answers an update and a delete with 204 and nothing', async () => {
  const id = await create(admin, 'Movie__c', { Name: 'The Empire Strikes Back' });
  const update = await rest(admin, `${base}/Movie__c/${id}`, {
    method: 'PATCH',
    body: { ReleaseDate__c: '1980-05-21' },
  });
  expect([update.status, update.bodyText]).toEqual([204, '']);
  const saved = await findOne(admin, `SELECT ReleaseDate__c FROM Movie__c WHERE Id = '${id}'`);
  expect(saved['ReleaseDate__c']).toBe('1980-05-21');
  const removal = await rest(admin, `${base}/Movie__c/${id}`, { method: 'DELETE' });
  expect([removal.status, removal.bodyText]).toEqual([204, '']);
});

type Golden = {
  title: string;
  ask: () => Promise<{ status: number; bodyText: string }>;
  status: number;
  body: string;
};

const post = (sObject: string, body: unknown) => () => rest(admin, `${base}/${sObject}`, { body });
const patch = (path: string, body: unknown) => rest(admin, `${base}/${path}`, { method: 'PATCH', body });

const goldens: Golden[] = [
  {
    // Recorded: heroku/heroku-applink-nodejs mappings/create-invalid-field.json (2021, read 2026-11-23)
    title: 'refuses a field that does not exist, without a list of fields',
    ask: post('Account', { FavoritePet__c: 'Dog' }),
    status: 400,
    body: `[{"message":"No such column 'FavoritePet__c' on sobject of type Account","errorCode":"INVALID_FIELD"}]`,
  },
  {
    // Recorded: heroku/heroku-applink-nodejs mappings/create-invalid-picklist-value.json (2021, read 2026-11-23)
    title: 'refuses a value that a restricted picklist does not have, by the label of the field',
    ask: post('Movie__c', { Name: 'Star Wars Episode VIII: The Last Jedi', Rating__c: 'Terrible' }),
    status: 400,
    body: '[{"message":"Rating: bad value for restricted picklist field: Terrible","errorCode":"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST","fields":["Rating__c"]}]',
  },
  {
    // Recorded: heroku/heroku-applink-nodejs mappings/create-required-field-missing.json (2021, read 2026-11-23)
    title: 'names the required fields that are missing',
    ask: post('Spaceship__c', { Name: 'Falcon 9' }),
    status: 400,
    body: '[{"message":"Required fields are missing: [Website__c]","errorCode":"REQUIRED_FIELD_MISSING","fields":["Website__c"]}]',
  },
  {
    // Recorded: heroku/heroku-applink-nodejs mappings/create-unknown-object.json (2021, read 2026-11-23)
    title: 'does not find an object that does not exist',
    ask: post('PlayingCard__c', { Name: 'Ace of Spades' }),
    status: 404,
    body: '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
  },
  {
    // Recorded: heroku/heroku-applink-nodejs mappings/update-malformed-id.json (2021, read 2026-11-23)
    title: 'calls an id with a wrong checksum an id of the wrong type',
    ask: async () => {
      const id = await create(admin, 'Movie__c', { Name: 'A New Hope' });
      const wrong = id.slice(0, 17) + (id.endsWith('5') ? '4' : '5');
      const { status, bodyText } = await patch(`Movie__c/${wrong}`, { ReleaseDate__c: '1980-05-21' });
      return { status, bodyText: bodyText.replace(wrong, 'THE_ID') };
    },
    status: 400,
    body: '[{"message":"Record ID: id value of incorrect type: THE_ID","errorCode":"MALFORMED_ID","fields":["Id"]}]',
  },
  {
    // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm (2026-03-12); the page
    // writes the keys in another order than recorded answers have.
    title: "calls the id by its field's label",
    ask: () => patch('Account/001900K0001pPuOAAA', { Name: 'Express Donuts' }),
    status: 400,
    body: '[{"message":"Account ID: id value of incorrect type: 001900K0001pPuOAAA","errorCode":"MALFORMED_ID","fields":["Id"]}]',
  },
  {
    // Recorded: heroku/heroku-applink-nodejs mappings/delete-already-deleted.json (2021, read 2026-11-23)
    title: 'says of a deleted record that it is deleted',
    ask: async () => {
      const id = await create(admin, 'Account', { Name: 'Global Media' });
      await admin.sobject('Account').destroy(id);
      return rest(admin, `${base}/Account/${id}`, { method: 'DELETE' });
    },
    status: 404,
    body: '[{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}]',
  },
  {
    // Recorded: grouparoo/grouparoo, salesforce fixtures export-records-custom.js (2021-2022, read 2026-11-23)
    title: 'does not find a deleted record',
    ask: async () => {
      const id = await create(admin, 'Account', { Name: 'Global Media' });
      await admin.sobject('Account').destroy(id);
      return rest(admin, `${base}/Account/${id}`);
    },
    status: 404,
    body: '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
  },
  {
    // Seen in a public test (github, read 2026-11-23): the id in the text has 15 characters.
    title: 'names the other record of a unique value by its short id',
    ask: async () => {
      const values = { LastName: 'Smith', Company: 'SmithCorp', Connect_Project_Id__c: 'P-1' };
      const id = await create(admin, 'Lead', values);
      const { status, bodyText } = await rest(admin, `${base}/Lead`, { body: values });
      return { status, bodyText: bodyText.replace(id.slice(0, 15), 'SHORT_ID') };
    },
    status: 400,
    body: '[{"message":"duplicate value found: Connect_Project_Id__c duplicates value on record with id: SHORT_ID","errorCode":"DUPLICATE_VALUE","fields":[]}]',
  },
  {
    // Seen in a public README (read 2026-11-23): the text is the rule's own, the field where it is shown.
    title: 'answers a validation rule with its own message and field',
    ask: post('Opportunity', { Name: 'Less', StageName: 'Prospecting', CloseDate: '2026-12-31', Amount: -1 }),
    status: 400,
    body: '[{"message":"Please contact your administrator.","errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","fields":["Amount"]}]',
  },
  {
    // Seen in a public PHP repository (read 2026-11-23)
    title: 'refuses fields the user may only read',
    ask: post('Contact', { LastName: 'Smith', CH_UID__c: 'x' }),
    status: 400,
    body: '[{"message":"Unable to create/update fields: CH_UID__c. Please check the security settings of this field and verify that it is read/write for your profile or permission set.","errorCode":"INVALID_FIELD_FOR_INSERT_UPDATE","fields":["CH_UID__c"]}]',
  },
  {
    // Seen in a public Java repository (read 2026-11-23), there for an object with a name of 25 characters.
    title: 'refuses text that is too long, with the text and the limit',
    ask: post('Movie__c', { Topic_Name__c: 'NOWELLPOINT_OPPORTUNITY_PUSH_TOPIC' }),
    status: 400,
    body: '[{"message":"Topic Name: data value too large: NOWELLPOINT_OPPORTUNITY_PUSH_TOPIC (max length=25)","errorCode":"STRING_TOO_LONG","fields":["Topic_Name__c"]}]',
  },
  {
    // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_subrequest_result.htm (2026-03-12)
    title: 'refuses what is no e-mail address',
    ask: post('Contact', { LastName: 'Smith', Email: 'Not a real email address' }),
    status: 400,
    body: '[{"message":"Email: invalid email address: Not a real email address","errorCode":"INVALID_EMAIL_ADDRESS","fields":["Email"]}]',
  },
  {
    // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm (2026-03-12)
    title: 'refuses an id in the body',
    ask: post('Account', { id: '001D000000IqhSLIAZ', Name: 'Express Donuts and Pies' }),
    status: 400,
    body: '[{"message":"The Id field should not be specified in the sobject data.","errorCode":"INVALID_FIELD"}]',
  },
  {
    // Seen in a public C# repository (2022, read 2026-11-23): older wording with the short id.
    title: 'refuses to point at a record of an object the user may not see',
    ask: async () => {
      const id = await create(admin, 'Movie__c', { Name: 'A New Hope' });
      const rep = await signIn(running, { who: 'standard' });
      const body = {
        Subject: 'Talk',
        StartDateTime: '2026-12-01T10:00:00Z',
        DurationInMinutes: 30,
        WhatId: id,
      };
      const { status, bodyText } = await rest(rep, `${base}/Event`, { body });
      return { status, bodyText: bodyText.replace(id.slice(0, 15), 'SHORT_ID') };
    },
    status: 400,
    body: '[{"message":"insufficient access rights on cross-reference id: SHORT_ID","errorCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","fields":[]}]',
  },
];

test.each(goldens)('$title', async ({ ask, status, body }) => {
  const answer = await ask();
  expect({ status: answer.status, body: answer.bodyText }).toEqual({ status, body });
});

// Records and queries against recorded answers: status, keys and their order, codes and wording.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, startMovieOrg } from './movie-org.ts';
import { orgOf, rest } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
const data = '/services/data/v67.0';

beforeAll(async () => {
  ({ running, admin } = await startMovieOrg(() => new Date('2026-03-02T09:00:00.123Z')));
});
afterAll(() => running.stop());

const query = (soql: string) => rest(admin, `${data}/query?q=${encodeURIComponent(soql)}`);

function keysOf(value: unknown): string[] {
  return value instanceof Object ? Object.keys(value) : [];
}

const stamp = '2026-03-02T09:00:00.000+0000';

// Recorded: grouparoo/grouparoo, salesforce fixtures export-account_export-records-additive.js,
// export-contacts_export-records-additive.js, export-objects_export-records-lead.js (API 42, 2021-2022, read 2026-11-23).
// The keys are those of the recording in its order; newer fields stand between them.
const freshRecords: {
  sObject: string;
  values: Record<string, unknown>;
  keys: string;
  filled: Record<string, unknown>;
}[] = [
  {
    sObject: 'Account',
    values: { Name: 'Smith', AccountNumber: 'additivebrian@demo.com' },
    keys: `attributes Id IsDeleted MasterRecordId Name Type ParentId BillingStreet BillingCity BillingState BillingPostalCode
      BillingCountry BillingLatitude BillingLongitude BillingGeocodeAccuracy BillingAddress ShippingStreet ShippingCity
      ShippingState ShippingPostalCode ShippingCountry ShippingLatitude ShippingLongitude ShippingGeocodeAccuracy
      ShippingAddress Phone Fax AccountNumber Website PhotoUrl Sic Industry AnnualRevenue NumberOfEmployees Ownership
      TickerSymbol Description Rating Site OwnerId CreatedDate CreatedById LastModifiedDate LastModifiedById
      SystemModstamp LastActivityDate LastViewedDate LastReferencedDate Jigsaw JigsawCompanyId CleanStatus AccountSource
      DunsNumber Tradestyle NaicsCode NaicsDesc YearStarted SicDesc DandbCompanyId OperatingHoursId`,
    filled: {
      IsDeleted: false,
      Name: 'Smith',
      AccountNumber: 'additivebrian@demo.com',
      CleanStatus: 'Pending',
    },
  },
  {
    sObject: 'Contact',
    values: { LastName: 'Smith', Email: 'additivebrian@demo.com' },
    keys: `attributes Id IsDeleted MasterRecordId AccountId LastName FirstName Salutation Name OtherStreet OtherCity OtherState
      OtherPostalCode OtherCountry OtherLatitude OtherLongitude OtherGeocodeAccuracy OtherAddress MailingStreet MailingCity
      MailingState MailingPostalCode MailingCountry MailingLatitude MailingLongitude MailingGeocodeAccuracy MailingAddress
      Phone Fax MobilePhone HomePhone OtherPhone AssistantPhone ReportsToId Email Title Department AssistantName LeadSource
      Birthdate Description OwnerId CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp
      LastActivityDate LastCURequestDate LastCUUpdateDate LastViewedDate LastReferencedDate EmailBouncedReason
      EmailBouncedDate IsEmailBounced PhotoUrl Jigsaw JigsawContactId CleanStatus IndividualId`,
    filled: {
      IsDeleted: false,
      LastName: 'Smith',
      Name: 'Smith',
      Email: 'additivebrian@demo.com',
      IsEmailBounced: false,
      CleanStatus: 'Pending',
    },
  },
  {
    sObject: 'Lead',
    values: { LastName: 'Smith', Company: 'SmithCorp', Email: 'leadbrian@demo.com' },
    keys: `attributes Id IsDeleted MasterRecordId LastName FirstName Salutation Name Title Company Street City State PostalCode
      Country Latitude Longitude GeocodeAccuracy Address Phone MobilePhone Fax Email Website PhotoUrl Description LeadSource
      Status Industry Rating AnnualRevenue NumberOfEmployees OwnerId IsConverted ConvertedDate ConvertedAccountId
      ConvertedContactId ConvertedOpportunityId IsUnreadByOwner CreatedDate CreatedById LastModifiedDate LastModifiedById
      SystemModstamp LastActivityDate LastViewedDate LastReferencedDate Jigsaw JigsawContactId CleanStatus CompanyDunsNumber
      DandbCompanyId EmailBouncedReason EmailBouncedDate IndividualId`,
    filled: {
      IsDeleted: false,
      LastName: 'Smith',
      Name: 'Smith',
      Company: 'SmithCorp',
      Email: 'leadbrian@demo.com',
      Status: 'Open - Not Contacted',
      IsConverted: false,
      IsUnreadByOwner: true,
      CleanStatus: 'Pending',
    },
  },
];

for (const { sObject, values, keys, filled } of freshRecords) {
  test(`shows a fresh ${sObject} with all its fields in the recorded order, filled or null`, async () => {
    const id = await create(admin, sObject, values);
    const { status, body } = await rest(admin, `${data}/sobjects/${sObject}/${id}`);
    expect(status).toBe(200);
    const recorded = keys.split(/\s+/);
    const shown = body instanceof Object ? Object.entries(body) : [];
    const known = shown.filter(([key]) => recorded.includes(key));
    expect(known.map(([key]) => key)).toEqual(recorded);
    const { userId } = await admin.identity().then((identity) => ({ userId: identity.user_id }));
    expect(Object.fromEntries(known.filter(([, value]) => value !== null))).toEqual({
      attributes: { type: sObject, url: `${data}/sobjects/${sObject}/${id}` },
      Id: id,
      PhotoUrl: `/services/images/photo/${id}`,
      OwnerId: userId,
      CreatedDate: stamp,
      CreatedById: userId,
      LastModifiedDate: stamp,
      LastModifiedById: userId,
      SystemModstamp: stamp,
      LastViewedDate: stamp,
      LastReferencedDate: stamp,
      ...filled,
    });
  });
}

// Recorded: SFDO-Tooling/CumulusCI cumulusci/tests/shared_cassettes/GET_sobjects_Organization.yaml (2022, read 2026-11-23);
// two of its fields are no longer in API 64 (PreferencesTerminateOldestSession, DelegatedAuthenticationServiceUrl).
test('shows the organization with its address as an object', async () => {
  const { orgId } = orgOf(running);
  const { status, body } = await rest(admin, `${data}/sobjects/Organization/${orgId}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    attributes: { type: 'Organization', url: `${data}/sobjects/Organization/${orgId}` },
    Id: orgId,
    Name: 'Acme Bikes',
    Division: null,
    Country: 'US',
    Address: {
      city: null,
      country: 'US',
      geocodeAccuracy: null,
      latitude: null,
      longitude: null,
      postalCode: null,
      state: null,
      street: null,
    },
    OrganizationType: 'Enterprise Edition',
    IsSandbox: false,
    NamespacePrefix: null,
    TrialExpirationDate: null,
  });
  const recorded =
    `attributes Id Name Division Street City State PostalCode Country Latitude Longitude GeocodeAccuracy Address
    Phone Fax PrimaryContact DefaultLocaleSidKey TimeZoneSidKey LanguageLocaleKey ReceivesInfoEmails
    ReceivesAdminInfoEmails PreferencesRequireOpportunityProducts PreferencesTransactionSecurityPolicy
    PreferencesConsentManagementEnabled PreferencesAutoSelectIndividualOnMerge PreferencesLightningLoginEnabled
    PreferencesOnlyLLPermUserAllowed FiscalYearStartMonth UsesStartDateAsFiscalYearName DefaultAccountAccess
    DefaultContactAccess DefaultOpportunityAccess DefaultLeadAccess DefaultCaseAccess DefaultCalendarAccess
    DefaultPricebookAccess DefaultCampaignAccess SystemModstamp ComplianceBccEmail UiSkin SignupCountryIsoCode
    TrialExpirationDate NumKnowledgeService OrganizationType NamespacePrefix InstanceName IsSandbox WebToCaseDefaultOrigin
    MonthlyPageViewsUsed MonthlyPageViewsEntitlement IsReadOnly CreatedDate CreatedById LastModifiedDate
    LastModifiedById`.split(/\s+/);
  expect(keysOf(body).filter((key) => recorded.includes(key))).toEqual(recorded);
});

// Recorded: heroku/heroku-applink-nodejs mappings/query.json (2021, read 2026-11-23)
test('answers a query with totalSize, done and records, attributes first, without the Id unless asked for', async () => {
  const { status, bodyText } = await query("SELECT Name FROM Account WHERE Name = 'Harbor Couriers'");
  expect(status).toBe(200);
  expect(bodyText.replace(/001\w{15}/, 'THE_ID')).toBe(
    `{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account","url":"${data}/sobjects/Account/THE_ID"},"Name":"Harbor Couriers"}]}`,
  );
});

// Recorded: grouparoo/grouparoo, salesforce fixtures export-records-additive.js (2021-2022, read 2026-11-23)
test('answers a query that finds nothing with an empty list', async () => {
  const { status, bodyText } = await query("SELECT Id FROM Account WHERE AccountNumber = 'nobody@demo.com'");
  expect([status, bodyText]).toEqual([200, '{"totalSize":0,"done":true,"records":[]}']);
});

// Recorded: heroku/heroku-applink-nodejs mappings/query-with-associated-data.json (2022, read 2026-11-23)
test('nests a parent with attributes of its own', async () => {
  const { status, bodyText } = await query(
    "SELECT Name, Owner.Name from Account WHERE Name = 'Harbor Couriers' LIMIT 1",
  );
  expect(status).toBe(200);
  expect(bodyText.replace(/001\w{15}/, 'ACCOUNT').replace(/005\w{15}/, 'OWNER')).toBe(
    `{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account","url":"${data}/sobjects/Account/ACCOUNT"},"Name":"Harbor Couriers","Owner":{"attributes":{"type":"User","url":"${data}/sobjects/User/OWNER"},"Name":"Alex Admin"}}]}`,
  );
});

// Recorded: heroku/heroku-applink-nodejs mappings/query-unknown-column.json (2021, read 2026-11-23)
test('points at an unknown column with a caret', async () => {
  const { status, bodyText } = await query('SELECT Bacon__c FROM Account LIMIT 2');
  expect([status, bodyText]).toEqual([
    400,
    `[{"message":"\\nSELECT Bacon__c FROM Account LIMIT 2\\n       ^\\nERROR at Row:1:Column:8\\nNo such column 'Bacon__c' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.","errorCode":"INVALID_FIELD"}]`,
  ]);
});

// Recorded: heroku/heroku-applink-nodejs mappings/query-malformed-soql.json (2021, read 2026-11-23)
test('names the word a query should not start with', async () => {
  const { status, bodyText } = await query('SELEKT Name FROM Account');
  expect([status, bodyText]).toEqual([
    400,
    '[{"message":"unexpected token: SELEKT","errorCode":"MALFORMED_QUERY"}]',
  ]);
});

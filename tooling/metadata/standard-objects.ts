// The standard objects that the companion app refers to: their fields that take field permissions (describe:
// `permissionable`), and those that every reader sees and that must not be listed in a permission set.
// Data, from Salesforce's describe of each object. Add an object or a field when the app starts to use it.
type StandardObject = { permissionable: string[]; always: string[] };

const PERSON = 'Title Phone MobilePhone Fax Email Description LeadSource';
const EVERYWHERE =
  'Id Name OwnerId IsDeleted CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp';

const words = (text: string): string[] => text.split(' ');

export const standardObjects = new Map<string, StandardObject>([
  [
    'Lead',
    {
      permissionable: words(
        `${PERSON} Street City State PostalCode Country Address Website Industry Rating AnnualRevenue NumberOfEmployees`,
      ),
      always: words(
        `${EVERYWHERE} FirstName LastName Salutation Company Status IsConverted ConvertedDate ConvertedAccountId ConvertedContactId ConvertedOpportunityId MasterRecordId LastActivityDate`,
      ),
    },
  ],
  [
    'Contact',
    {
      permissionable: words(
        `${PERSON} AccountId Department ReportsToId HomePhone OtherPhone AssistantName AssistantPhone Birthdate MailingStreet MailingCity MailingState MailingPostalCode MailingCountry MailingAddress`,
      ),
      always: words(`${EVERYWHERE} FirstName LastName Salutation MasterRecordId LastActivityDate`),
    },
  ],
  [
    'Account',
    {
      permissionable: words(
        'Type ParentId Phone Fax AccountNumber Website Sic Industry AnnualRevenue NumberOfEmployees Ownership TickerSymbol Description Rating Site BillingStreet BillingCity BillingState BillingPostalCode BillingCountry BillingAddress',
      ),
      always: words(`${EVERYWHERE} MasterRecordId LastActivityDate`),
    },
  ],
  [
    'Case',
    {
      permissionable: words(
        'ContactId AccountId AssetId ParentId SuppliedName SuppliedEmail SuppliedPhone SuppliedCompany Type Reason Origin Subject Priority Description ClosedDate IsEscalated',
      ),
      always: words(`${EVERYWHERE} CaseNumber Status IsClosed MasterRecordId`),
    },
  ],
  [
    'Opportunity',
    {
      permissionable: words(
        'AccountId IsPrivate Description Amount Probability ExpectedRevenue TotalOpportunityQuantity Type NextStep LeadSource CampaignId',
      ),
      always: words(`${EVERYWHERE} StageName CloseDate IsClosed IsWon ForecastCategoryName LastActivityDate`),
    },
  ],
  [
    'Event',
    {
      permissionable: words('WhoId WhatId Location IsAllDayEvent Description'),
      always: words(
        'Id OwnerId Subject StartDateTime EndDateTime DurationInMinutes ActivityDate ActivityDateTime ShowAs IsPrivate AccountId IsDeleted IsChild IsGroupEvent IsRecurrence CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp',
      ),
    },
  ],
  [
    'Task',
    {
      permissionable: words('WhoId WhatId Description'),
      always: words(
        'Id OwnerId Subject ActivityDate Status Priority CreatedDate LastModifiedDate SystemModstamp',
      ),
    },
  ],
]);

/** Fields that a custom object has without being told. */
export const customObjectFields = words(EVERYWHERE);

/** Objects that hold the custom fields of `Activity`: in source on Activity, in permission sets on these. */
export const activityObjects = ['Event', 'Task'];

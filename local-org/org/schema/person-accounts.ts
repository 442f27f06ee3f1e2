// What Person Accounts (a feature of an org) add to the schema: an account of a person has the fields of its contact,
// their names with Person in front or, of custom ones, with __pc behind.
// https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_account.htm
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_guidelines_personaccounts.htm

import { makeField } from './schema.ts';
import type { Field, SObject } from './schema.ts';

export function hasFeature(features: readonly string[], name: string): boolean {
  return features.some((feature) => feature.toLowerCase() === name.toLowerCase());
}

const nameParts = ['LastName', 'FirstName', 'Salutation'];

// In the order of the object reference; addresses with their parts.
const mirrored = [
  'MailingStreet',
  'MailingCity',
  'MailingState',
  'MailingPostalCode',
  'MailingCountry',
  'MailingStateCode',
  'MailingCountryCode',
  'MailingLatitude',
  'MailingLongitude',
  'MailingGeocodeAccuracy',
  'MailingAddress',
  'OtherStreet',
  'OtherCity',
  'OtherState',
  'OtherPostalCode',
  'OtherCountry',
  'OtherStateCode',
  'OtherCountryCode',
  'OtherLatitude',
  'OtherLongitude',
  'OtherGeocodeAccuracy',
  'OtherAddress',
  'MobilePhone',
  'HomePhone',
  'OtherPhone',
  'AssistantPhone',
  'Email',
  'Title',
  'Department',
  'AssistantName',
  'LeadSource',
  'Birthdate',
  'LastCURequestDate',
  'LastCUUpdateDate',
  'EmailBouncedReason',
  'EmailBouncedDate',
];

/** The field of the person's contact that a field of the account stands for. */
export function contactFieldOf(name: string): string {
  if (name.endsWith('__pc')) return name.replace(/__pc$/, '__c');
  return name.startsWith('Person') ? name.slice('Person'.length) : name;
}

export function withPersonAccounts(objects: SObject[]): SObject[] {
  const contact = objects.find(({ name }) => name === 'Contact');
  if (contact === undefined) return objects;
  return objects.map((object) => {
    switch (object.name) {
      case 'Account':
        return { ...object, fields: accountFields(object, contact) };
      case 'Contact':
        return { ...object, fields: [...object.fields, isPersonAccount] };
      case 'RecordType':
        return { ...object, fields: [...object.fields, isPersonType] };
      default:
        return object;
    }
  });
}

function accountFields(account: SObject, contact: SObject): Field[] {
  const mirror = (source: Field, name: string): Field => {
    const whole = contact.fields.find((field) => field.name === source.compoundFieldName);
    return {
      ...source,
      name,
      // A business account has none of them, so none is required in general.
      nillable: true,
      defaultedOnCreate: false,
      defaultValue: null,
      unique: false,
      idLookup: false,
      externalId: source.externalId,
      compoundFieldName:
        source.compoundFieldName === null || source.compoundFieldName === 'Name'
          ? source.compoundFieldName
          : `Person${source.compoundFieldName}`,
      controllerName: source.controllerName === null ? null : accountNameOf(source.controllerName),
      childRelationshipName: null,
      mirrors: `Contact.${whole?.permissionable === true ? whole.name : source.name}`,
    };
  };
  const byName = (names: string[]) =>
    names.flatMap((name) => contact.fields.find((field) => field.name === name) ?? []);
  const place = account.fields.findIndex(({ name }) => name === 'Name') + 1;
  const custom = contact.fields.filter((field) => field.custom && field.formula === null);
  return [
    ...account.fields.slice(0, place),
    ...byName(nameParts).map((source) => mirror(source, source.name)),
    ...account.fields.slice(place),
    personContactId,
    isPersonAccount,
    ...byName(mirrored).map((source) => mirror(source, `Person${source.name}`)),
    ...custom.map((source) => mirror(source, accountNameOf(source.name))),
  ];
}

function accountNameOf(name: string): string {
  return name.endsWith('__c') ? name.replace(/__c$/, '__pc') : `Person${name}`;
}

const isPersonAccount = makeField({
  name: 'IsPersonAccount',
  label: 'Is Person Account',
  type: 'boolean',
  defaultedOnCreate: true,
  filterable: true,
  sortable: true,
  groupable: true,
  defaultValue: false,
});

const isPersonType = makeField({ ...isPersonAccount, name: 'IsPersonType', label: 'Is Person Type' });

const personContactId = makeField({
  name: 'PersonContactId',
  label: 'Contact ID',
  type: 'reference',
  length: 18,
  nillable: true,
  filterable: true,
  sortable: true,
  groupable: true,
  aggregatable: true,
  referenceTo: ['Contact'],
  relationshipName: 'PersonContact',
});

// Rule "references" of the metadata check.
import { referenceRule } from '../metadata/reference-rule.ts';
import { files, testRule } from './planted-faults.ts';

testRule(referenceRule, [
  {
    title: 'a permission for a custom field that does not exist',
    file: files.permissions,
    from: 'Booking__c.Trail__c',
    to: 'Booking__c.Tail__c',
    says: "names the field 'Booking__c.Tail__c'",
  },
  {
    title: 'a permission for a standard field that does not exist',
    file: files.permissions,
    from: 'Lead.Email',
    to: 'Lead.Emial',
    says: "names the field 'Lead.Emial'",
  },
  {
    title: 'a permission for an Activity field that does not exist',
    file: files.permissions,
    from: 'Event.Booking_Key__c',
    to: 'Event.Booking_Code__c',
    says: "names the field 'Event.Booking_Code__c'",
  },
  {
    title: 'a permission for an object that does not exist',
    file: files.permissions,
    from: '<object>Booking__c',
    to: '<object>Meeting__c',
    says: "names the object 'Meeting__c'",
  },
  {
    title: 'a lookup to nowhere',
    file: files.lead,
    from: '<referenceTo>Lead',
    to: '<referenceTo>Led',
    says: "names the object 'Led'",
  },
  {
    title: 'a relationship name that is taken on the parent',
    file: files.lead,
    from: '<referenceTo>Lead',
    to: '<referenceTo>Contact',
    says: 'same relationship name on its parent',
  },
  {
    title: 'a formula field that does not exist',
    file: files.fence,
    from: 'PRIORVALUE(Write_Number__c',
    to: 'PRIORVALUE(Write_Count__c',
    says: "names the field 'Write_Count__c'",
  },
  {
    title: 'a formula field over a lookup that does not exist',
    file: files.fence,
    from: 'NOT(ISNEW())',
    to: 'ISBLANK(Lead__r.Emial)',
    says: "names the field 'Lead__r.Emial'",
  },
  {
    title: 'a formula function that does not exist',
    file: files.fence,
    from: 'ISNEW()',
    to: 'ISOLD()',
    says: "names the function 'ISOLD'",
  },
  {
    title: 'an error shown at a field that does not exist',
    file: files.fence,
    from: '<errorDisplayField>Write_Number__c',
    to: '<errorDisplayField>Number__c',
    says: "names the field 'Number__c'",
  },
]);

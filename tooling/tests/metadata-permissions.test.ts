// Rules "permissions", "promises" and "secrets" of the metadata check.
import { expect, test } from '@jest/globals';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { permissionRule } from '../metadata/permission-rule.ts';
import { promiseRule } from '../metadata/promise-rule.ts';
import { secretRule } from '../metadata/secret-rule.ts';
import { files, messagesOf, testRule, withCopy } from './planted-faults.ts';

testRule(permissionRule, [
  {
    title: 'Read on Contact without Read on Account',
    file: files.permissions,
    from: '<object>Account<',
    to: '<object>Task2<',
    says: 'Contact: allowRead needs allowRead on Account',
  },
  {
    title: 'View All without Read',
    file: files.permissions,
    from: /<allowRead>true/g,
    to: '<allowRead>false',
    says: 'Lead: viewAllRecords needs allowRead',
  },
  {
    title: 'Modify All without Delete',
    file: files.permissions,
    from: '<modifyAllRecords>false',
    to: '<modifyAllRecords>true',
    says: 'modifyAllRecords needs allowDelete',
  },
  {
    title: 'object permissions for Event',
    file: files.permissions,
    from: '<object>Case<',
    to: '<object>Event<',
    says: 'Event takes no objectPermissions',
  },
  {
    title: 'a required field that is listed',
    file: files.permissions,
    from: 'Booking__c.Trail__c',
    to: 'Booking__c.Booking_Key__c',
    says: 'a required field is visible to everybody',
  },
  {
    title: 'a standard field that takes no permission',
    file: files.permissions,
    from: 'Lead.Email',
    to: 'Lead.LastName',
    says: 'it takes no field permission',
  },
  {
    title: 'a field that is listed twice',
    file: files.permissions,
    from: 'Lead.Email',
    to: 'Lead.Phone',
    says: 'is listed twice',
  },
  {
    title: 'a field that is listed under Activity',
    file: files.permissions,
    from: 'Event.Booking_Key__c',
    to: 'Activity.Booking_Key__c',
    says: 'listed under Event or Task',
  },
  {
    title: 'Edit Events without Access Activities',
    file: files.permissions,
    from: 'ActivitiesAccess',
    to: 'ViewSetup',
    says: 'EditEvent needs ActivitiesAccess',
  },
  {
    title: 'a description of more than 255 characters',
    file: files.permissions,
    from: '<description>',
    to: `<description>${'x'.repeat(255)}`,
    says: 'longer than 255',
  },
]);

testRule(promiseRule, [
  {
    title: 'a field that the connector cannot see',
    file: files.permissions,
    from: 'Booking__c.Trail__c',
    to: 'Booking__c.Start__c',
    says: 'is not in Bookbridge_API_User',
  },
  {
    title: 'a marker that everybody can see',
    file: files.marker,
    from: '<required>false',
    to: '<required>true',
    says: 'everybody would see the marker',
  },
  {
    title: 'an API user who may delete',
    file: files.permissions,
    from: '<allowDelete>false',
    to: '<allowDelete>true',
    says: 'the API user never gets allowDelete',
  },
  {
    title: 'a permission set that is bound to a license',
    file: files.permissions,
    from: '<label>',
    to: '<license>Salesforce</license><label>',
    says: 'bound to a license',
  },
  {
    title: 'a key that is not unique',
    file: files.key,
    from: '<unique>true',
    to: '<unique>false',
    says: 'must be unique',
  },
  {
    title: 'a fence that is switched off',
    file: files.fence,
    from: '<active>true',
    to: '<active>false',
    says: 'must be active',
  },
  {
    title: 'a status that the Event does not have',
    file: files.status,
    from: '<fullName>Canceled',
    to: '<fullName>Cancelled',
    says: 'equal picklist values',
  },
]);

testRule(secretRule, [
  {
    title: 'a consumer key',
    file: files.object,
    from: '</CustomObject>',
    to: '<consumerKey>k</consumerKey></CustomObject>',
    says: 'an OAuth consumer key',
  },
  {
    title: 'an org id',
    file: files.start,
    from: '<description>',
    to: `<description>made in ${'00D'.padEnd(18, 'a')} `,
    says: 'an org id',
  },
  {
    title: 'a link to one app in one org',
    file: files.object,
    from: '</CustomObject>',
    to: '<oauthLink>x</oauthLink></CustomObject>',
    says: 'oauthLink',
  },
]);

test('finds a second permission set that shows the marker', async () => {
  await withCopy(async (copy) => {
    const sets = join(copy, 'main/default/permissionsets');
    cpSync(join(copy, 'main/default', files.permissions), join(sets, 'Other.permissionset-meta.xml'));
    expect(await messagesOf(promiseRule, copy)).toContainEqual(
      expect.stringContaining('which only Bookbridge_API_User may'),
    );
  });
});

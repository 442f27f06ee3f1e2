// Rule "promises": what the connector relies on in the companion app and Salesforce would not notice.
import { picklistValues } from './object-rule.ts';
import { schemaOf } from './schema.ts';
import { activityObjects } from './standard-objects.ts';
import { elementsOf, filesOfType, splitFieldName, textOf } from './source-tree.ts';
import type { SourceFile, SourceTree } from './source-tree.ts';
import type { Problem, Rule } from './rule.ts';

const API_USER = 'Bookbridge_API_User';
const MARKER = 'Booking_Connection__c.Access_Marker__c';
const FENCE = 'Booking__c.Newer_Write_Wins';

export const promiseRule: Rule = {
  name: 'promises',
  run: (tree) => {
    const promises = [
      everyFieldIsVisible(tree),
      markerIsOnlyInApiUser(tree),
      apiUserIsSafe(tree),
      keyRefusesCopies(tree),
      fenceIsUp(tree),
      statusesAgree(tree),
    ];
    return { looked: 'promises to the connector', count: promises.length, problems: promises.flat() };
  },
};

const named = (tree: SourceTree, type: string, fullName: string): SourceFile | undefined =>
  filesOfType(tree, type).find((file) => file.fullName === fullName);

const missing = (tree: SourceTree, what: string): Problem[] => [
  { path: tree.folder, message: `lacks ${what}` },
];

/** A custom field without a field permission is invisible to everybody, System Administrators included; the connector needs all. */
function everyFieldIsVisible(tree: SourceTree): Problem[] {
  const readable = new Set(
    filesOfType(tree, 'PermissionSet')
      .filter(({ fullName }) => fullName === API_USER)
      .flatMap((set) => elementsOf(set.body, 'fieldPermissions'))
      .filter((permission) => textOf(permission, 'readable') === 'true')
      .map((permission) => textOf(permission, 'field')),
  );
  return filesOfType(tree, 'CustomField')
    .filter((file) => textOf(file.body, 'required') !== 'true')
    .filter((file) => {
      const [object, field] = splitFieldName(file.fullName);
      const names = object === 'Activity' ? activityObjects.map((one) => `${one}.${field}`) : [file.fullName];
      return !names.some((name) => readable.has(name));
    })
    .map(({ path }) => ({ path, message: `is not in ${API_USER}, so the connector cannot see it` }));
}

/** Whoever sees the marker has the API user's permission set; that must stay the only way to see it. */
function markerIsOnlyInApiUser(tree: SourceTree): Problem[] {
  const [object, field] = splitFieldName(MARKER);
  const marker = schemaOf(tree).customField(object, field);
  if (!marker) return missing(tree, `the marker field ${MARKER}`);
  const holders = filesOfType(tree, 'PermissionSet').filter((set) =>
    elementsOf(set.body, 'fieldPermissions').some((permission) => textOf(permission, 'field') === MARKER),
  );
  const required = textOf(marker.body, 'required') === 'true';
  return [
    ...(required ? [{ path: marker.path, message: 'is required, so everybody would see the marker' }] : []),
    ...holders
      .filter((set) => set.fullName !== API_USER)
      .map(({ path }) => ({ path, message: `shows the marker ${MARKER}, which only ${API_USER} may` })),
  ];
}

function apiUserIsSafe(tree: SourceTree): Problem[] {
  const set = named(tree, 'PermissionSet', API_USER);
  if (!set) return missing(tree, `the permission set ${API_USER}`);
  const tooMuch = elementsOf(set.body, 'objectPermissions').flatMap((permission) =>
    ['allowDelete', 'modifyAllRecords']
      .filter((right) => textOf(permission, right) === 'true')
      .map((right) => ({
        path: set.path,
        message: `${textOf(permission, 'object')}: the API user never gets ${right}`,
      })),
  );
  const license =
    'license' in set.body
      ? [{ path: set.path, message: 'is bound to a license, so that only its holders could have it' }]
      : [];
  return [...tooMuch, ...license];
}

function keyRefusesCopies(tree: SourceTree): Problem[] {
  const key = named(tree, 'CustomField', 'Booking__c.Booking_Key__c');
  if (!key) return missing(tree, 'the field Booking__c.Booking_Key__c');
  return ['unique', 'caseSensitive', 'externalId', 'required']
    .filter((name) => textOf(key.body, name) !== 'true')
    .map((name) => ({
      path: key.path,
      message: `must be ${name}: it keeps a booking from being written twice`,
    }));
}

function fenceIsUp(tree: SourceTree): Problem[] {
  const fence = named(tree, 'ValidationRule', FENCE);
  if (!fence) return missing(tree, `the validation rule ${FENCE}`);
  return textOf(fence.body, 'active') === 'true'
    ? []
    : [{ path: fence.path, message: 'must be active: it keeps a late write from overwriting a newer one' }];
}

function statusesAgree(tree: SourceTree): Problem[] {
  const [booking, activity] = ['Booking__c.Status__c', 'Activity.Booking_Status__c'].map((name) => {
    const file = named(tree, 'CustomField', name);
    return file ? picklistValues(file.body).map((value) => textOf(value, 'fullName')) : [];
  });
  return booking?.join() === activity?.join() && booking?.length
    ? []
    : missing(tree, 'equal picklist values in Booking__c.Status__c and Activity.Booking_Status__c');
}

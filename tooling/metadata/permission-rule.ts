// Rule "permissions": the dependencies that Salesforce checks when a permission set is deployed, and fields that
// must not be listed in one.
import { schemaOf } from './schema.ts';
import type { Schema } from './schema.ts';
import { activityObjects, standardObjects } from './standard-objects.ts';
import { elementsOf, filesOfType, splitFieldName, textOf } from './source-tree.ts';
import type { XmlElement } from './source-tree.ts';
import type { Rule } from './rule.ts';

export const permissionRule: Rule = {
  name: 'permissions',
  run: (tree) => {
    const schema = schemaOf(tree);
    const sets = filesOfType(tree, 'PermissionSet');
    const problems = sets.flatMap(({ path, body }) =>
      [
        ...setProblems(body),
        ...objectProblems(body),
        ...fieldProblems(body, schema),
        ...userProblems(body),
      ].map((message) => ({ path, message })),
    );
    return { looked: 'permission sets', count: sets.length, problems };
  },
};

function setProblems(body: XmlElement): string[] {
  const tooLong = (name: string, most: number): string[] =>
    textOf(body, name).length > most ? [`${name} is longer than ${most} characters`] : [];
  return [
    ...(textOf(body, 'description') === '' ? ['has no description'] : []),
    ...tooLong('description', 255),
    ...tooLong('label', 80),
  ];
}

// Within one object, the right on the left needs the rights on the right.
const NEEDS: [right: string, needs: string[]][] = [
  ['allowCreate', ['allowRead']],
  ['allowEdit', ['allowRead']],
  ['allowDelete', ['allowEdit']],
  ['viewAllRecords', ['allowRead']],
  ['modifyAllRecords', ['allowDelete', 'viewAllRecords']],
];
// Reading the object on the left needs Read on the object on the right.
const READ_NEEDS_READ: [object: string, needs: string][] = [
  ['Contact', 'Account'],
  ['Opportunity', 'Account'],
];

function objectProblems(body: XmlElement): string[] {
  const permissions = new Map(
    elementsOf(body, 'objectPermissions').map((one) => [textOf(one, 'object'), one]),
  );
  const has = (object: string, right: string): boolean => {
    const permission = permissions.get(object);
    return permission !== undefined && textOf(permission, right) === 'true';
  };
  const within = [...permissions.keys()].flatMap((object) =>
    NEEDS.filter(([right]) => has(object, right)).flatMap(([right, needs]) =>
      needs.filter((need) => !has(object, need)).map((need) => `${object}: ${right} needs ${need}`),
    ),
  );
  const between = READ_NEEDS_READ.filter(
    ([object, need]) => has(object, 'allowRead') && !has(need, 'allowRead'),
  ).map(([object, need]) => `${object}: allowRead needs allowRead on ${need}`);
  const activities = activityObjects
    .filter((object) => permissions.has(object))
    .map(
      (object) =>
        `${object} takes no objectPermissions: use the user permissions ActivitiesAccess and Edit${object}`,
    );
  return [...within, ...between, ...activities];
}

function fieldProblems(body: XmlElement, schema: Schema): string[] {
  const readable = elementsOf(body, 'objectPermissions')
    .filter((one) => textOf(one, 'allowRead') === 'true')
    .map((one) => textOf(one, 'object'));
  const listed = new Set<string>();
  return elementsOf(body, 'fieldPermissions').flatMap((permission) => {
    const name = textOf(permission, 'field');
    const [object, field] = splitFieldName(name);
    const isTwice = listed.has(name);
    listed.add(name);
    return [
      ...(isTwice ? [`${name} is listed twice`] : []),
      ...unlistable(schema, object, field).map((why) => `${name} must not be listed: ${why}`),
      ...(textOf(permission, 'editable') === 'true' && textOf(permission, 'readable') !== 'true'
        ? [`${name} is editable and not readable`]
        : []),
      ...(readable.includes(object) || activityObjects.includes(object)
        ? []
        : [`${name} is of no use without Read on ${object}`]),
    ];
  });
}

function unlistable(schema: Schema, object: string, field: string): string[] {
  const custom = schema.customField(object, field);
  if (object === 'Activity') return ['fields of Activity are listed under Event or Task'];
  if (custom && textOf(custom.body, 'required') === 'true')
    return ['a required field is visible to everybody'];
  if (custom && textOf(custom.body, 'type') === 'MasterDetail')
    return ['a master-detail field is visible to everybody'];
  return standardObjects.get(object)?.always.includes(field) ? ['it takes no field permission'] : [];
}

const USER_NEEDS: [right: string, needs: string][] = [
  ['EditEvent', 'ActivitiesAccess'],
  ['EditTask', 'ActivitiesAccess'],
];

function userProblems(body: XmlElement): string[] {
  const rights = elementsOf(body, 'userPermissions')
    .filter((one) => textOf(one, 'enabled') === 'true')
    .map((one) => textOf(one, 'name'));
  return USER_NEEDS.filter(([right, need]) => rights.includes(right) && !rights.includes(need)).map(
    ([right, need]) => `the user permission ${right} needs ${need}`,
  );
}

// Destructive changes. What is not there is a warning that does not stop the deploy; what is still used stays.

import { isOrgError } from '../org/errors.ts';
import { readField } from '../org/schema/object-sources.ts';
import type { Use } from './apply-components.ts';
import type { StoredComponent } from './component-store.ts';
import { removeExternalClientApp } from './deploy-apps.ts';
import { removeField } from './deploy-fields.ts';
import { ComponentProblem, failure, success, warning } from './deploy-messages.ts';
import { removeObject } from './deploy-objects.ts';
import { removePermissionSet, removeProfile } from './deploy-permission-sets.ts';
import { removeAssignmentRule, removeQueue } from './deploy-queues.ts';
import { removeRecordType } from './deploy-record-types.ts';
import type { DeployWork } from './deploy-work.ts';
import { listComponents } from './list-components.ts';
import type { Manifest } from './manifest.ts';
import type { DeployMessage } from './org-metadata.ts';
import { childrenOf, textOf } from './xml-tree.ts';

const removers: Record<string, (work: DeployWork, stored: StoredComponent) => void> = {
  AssignmentRule: removeAssignmentRule,
  CustomField: removeField,
  CustomObject: removeObject,
  ExternalClientApplication: removeExternalClientApp,
  PermissionSet: removePermissionSet,
  Queue: removeQueue,
  RecordType: removeRecordType,
  Profile: removeProfile,
  GlobalValueSet(work, { fullName }) {
    const user = work.components
      .ofType('CustomField')
      .find(({ body }) => body !== null && readField(body).valueSet?.valueSetName === fullName);
    if (user !== undefined) throw inUse('global value set', `Custom Field - ${user.fullName}`);
  },
  MatchingRule(work, { fullName }) {
    const [objectName = '', name = ''] = fullName.split('.');
    const user = work.components
      .ofType('DuplicateRule')
      .find(({ fullName: ruleName, body }) =>
        (body === null ? [] : childrenOf(body, 'duplicateRuleMatchRules')).some(
          (match) =>
            textOf(match, 'matchingRule') === name &&
            (textOf(match, 'matchRuleSObjectType') ?? ruleName.split('.')[0]) === objectName,
        ),
      );
    if (user !== undefined) throw inUse('matching rule', `Duplicate Rule - ${user.fullName}`);
  },
  ConnectedApp: (work, stored) => work.components.remove('ConnectedAppCredentials', stored.fullName),
  Settings: () => {
    throw new ComponentProblem('Not available for delete');
  },
};

function inUse(what: string, by: string) {
  return new ComponentProblem(`This ${what} is referenced elsewhere in salesforce.com. : ${by}.`);
}

/** What is there without a file, made as a record. */
function impliedComponent({ engine, components }: DeployWork, type: string, fullName: string) {
  if (type !== 'PermissionSet' && type !== 'Profile') return undefined;
  const found = listComponents({ engine, components }, type).find((one) => one.fullName === fullName);
  return found === undefined ? undefined : { ...found, body: null, files: {} };
}

/** Rules go before the fields they name, fields before their objects. */
const order = [
  'DuplicateRule',
  'ValidationRule',
  'MatchingRule',
  'PermissionSet',
  'CustomField',
  'CustomObject',
];

const placeOf = (type: string) =>
  order.includes(type) ? order.indexOf(type) : type === 'GlobalValueSet' ? order.length : -1;

export function removeComponents(
  work: DeployWork,
  manifest: Manifest,
  fileName: string,
  use: Use,
): DeployMessage[] {
  const messages: DeployMessage[] = [];
  const types = [...manifest.types].toSorted(([a], [b]) => placeOf(a) - placeOf(b));
  for (const [type, names] of types) {
    for (const fullName of names) {
      const subject = { type, fullName, fileName };
      const stored = work.components.get(type, fullName) ?? impliedComponent(work, type, fullName);
      if (fullName === '*') {
        messages.push(failure(subject, 'Wildcards are not allowed in destructive changes'));
      } else if (stored === undefined) {
        messages.push(
          warning(
            success({ ...subject, fullName: fileName }, 'unchanged', null),
            `No ${type} named: ${fullName} found`,
          ),
        );
      } else messages.push(removeOne(work, stored, fileName));
    }
    if (['ValidationRule', 'CustomField', 'CustomObject'].includes(type)) {
      use.schema();
      use.rules();
    }
  }
  return messages;
}

function removeOne(work: DeployWork, stored: StoredComponent, fileName: string): DeployMessage {
  const subject = { type: stored.type, fullName: stored.fullName, fileName };
  const mark = work.components.mark();
  try {
    return work.engine.records.transaction(() => {
      removers[stored.type]?.(work, stored);
      work.forget(stored);
      return success(subject, 'deleted', stored.id);
    });
  } catch (error) {
    work.components.undoTo(mark);
    if (error instanceof ComponentProblem) return failure(subject, error.message);
    if (isOrgError(error)) return failure(subject, error.message);
    throw error;
  }
}

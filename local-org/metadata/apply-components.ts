// Second stage of a deploy: each component is checked and applied, those that others need first. One that fails gets
// its message and is undone; the others go on, so that one deploy shows all problems.

import { isOrgError, orgError } from '../org/errors.ts';
import { FormulaProblem, prepareRule } from '../org/write/formula.ts';
import { readRule, SourceProblem } from '../org/schema/object-sources.ts';
import { checkDuplicateRule, checkMatchingRule } from './check-duplicate-rules.ts';
import { checkLayout } from './check-layout.ts';
import type { StoredComponent } from './component-store.ts';
import {
  applyConnectedApp,
  applyExternalClientApp,
  applyGlobalOauthSettings,
  applyOauthSettings,
  applyPolicy,
} from './deploy-apps.ts';
import { checkField } from './deploy-fields.ts';
import { checkFormulaField, isFormulaField } from './deploy-formula-fields.ts';
import { ComponentProblem, failure, success, warning } from './deploy-messages.ts';
import { checkObject, keptChildTypes, requireObject, withSharingModel } from './deploy-objects.ts';
import { applyAssignmentRule, applyQueue } from './deploy-queues.ts';
import { applyRecordType } from './deploy-record-types.ts';
import { applyPermissionSet, applyProfile } from './deploy-permission-sets.ts';
import { refuseWithoutFeature } from './deploy-rights.ts';
import { applySettings } from './deploy-settings.ts';
import type { DeployWork } from './deploy-work.ts';
import type { DeployMessage } from './org-metadata.ts';
import type { Component } from './read-package.ts';
import { textOf, withoutPlaces } from './xml-tree.ts';

/** Makes what was stored so far count: objects and fields, or validation rules. */
export type Use = { schema(): void; rules(): void };

type Applied = { id?: string; component?: Component };
type Apply = (work: DeployWork, component: Component, before: StoredComponent | undefined) => Applied | void;

/** Types that become behaviour, in the order in which they need each other. */
const steps: {
  types: string[];
  only?: (component: Component) => boolean;
  apply: Apply;
  makes?: keyof Use;
}[] = [
  {
    types: ['Settings'],
    apply: (work, component, before) => ({ component: applySettings(work, component, before) }),
    makes: 'schema',
  },
  { types: ['GlobalValueSet'], apply: () => undefined },
  {
    types: ['CustomObject'],
    apply(work, component, before) {
      checkObject(work, component);
      return { component: withSharingModel(component, before) };
    },
    makes: 'schema',
  },
  {
    types: ['CustomField'],
    only: (component) => !isFormulaField(component),
    apply: checkField,
    makes: 'schema',
  },
  { types: ['CustomField'], only: isFormulaField, apply: checkFormulaField, makes: 'schema' },
  { types: ['ValidationRule'], apply: checkRule, makes: 'schema' },
  { types: ['BusinessProcess'], apply: (work, component) => void requireObject(work, component) },
  { types: ['RecordType'], apply: applyRecordType, makes: 'schema' },
  {
    types: keptChildTypes,
    apply: (work, component) => void requireObject(work, component),
  },
  {
    types: [
      'CustomLabels',
      'CustomLabel',
      'CustomTab',
      'CustomApplication',
      'FlexiPage',
      'Layout',
      'MatchingRules',
      'MatchingRule',
    ],
    apply: checkNamedObject,
  },
  { types: ['DuplicateRule'], apply: checkNamedObject },
  { types: ['Queue'], apply: applyQueue },
  { types: ['AssignmentRules'], apply: () => undefined },
  { types: ['AssignmentRule'], apply: applyAssignmentRule },
  { types: ['PermissionSet'], apply: (work, component) => ({ id: applyPermissionSet(work, component) }) },
  { types: ['ExternalClientApplication'], apply: applyExternalClientApp },
  { types: ['ExtlClntAppOauthSettings'], apply: applyOauthSettings },
  {
    types: ['ExtlClntAppGlobalOauthSettings'],
    apply: (work, component) => ({ component: applyGlobalOauthSettings(work, component) }),
  },
  { types: ['ExtlClntAppConfigurablePolicies', 'ExtlClntAppOauthConfigurablePolicies'], apply: applyPolicy },
  {
    types: ['ConnectedApp'],
    apply: (work, component, before) => ({ component: applyConnectedApp(work, component, before) }),
  },
  { types: ['Profile'], apply: (work, component) => ({ id: applyProfile(work, component) }) },
];

const modelled = new Set(steps.flatMap((step) => step.types));

/** Their names are checked, but they change nothing. */
const stored = new Set(['CompactLayout', 'FieldSet', 'Index', 'SharingReason', 'WebLink']);

export function applyComponents(
  work: DeployWork,
  components: Component[],
  use: Use,
  arriving: Set<string>,
): DeployMessage[] {
  const messages: DeployMessage[] = [];
  let changesRules = false;
  for (const { types, only, apply, makes } of steps) {
    const mine = components.filter(
      (component) => types.includes(component.type) && (only?.(component) ?? true),
    );
    for (const component of mine) {
      const message = applyOne(work, component, apply);
      if (!message.success) arriving.delete(`${component.type}/${component.fullName.toLowerCase()}`);
      messages.push(message);
    }
    if (mine.length > 0 && makes !== undefined) {
      use.schema();
      changesRules ||= types.includes('ValidationRule') || types.includes('CustomField');
    }
  }
  if (changesRules) useRules(use);
  for (const component of components.filter(({ type }) => !modelled.has(type)))
    messages.push(applyOne(work, component, () => undefined));
  return messages;
}

/** A rule that no longer runs, as the one that should replace it has failed: then nothing of the deploy may stay. */
function useRules(use: Use) {
  try {
    use.rules();
  } catch (error) {
    if (error instanceof FormulaProblem) throw orgError(400, 'FIELD_INTEGRITY_EXCEPTION', error.message);
    throw error;
  }
}

function applyOne(work: DeployWork, component: Component, apply: Apply): DeployMessage {
  const { components, engine } = work;
  const before = components.get(component.type, component.fullName);
  const mark = components.mark();
  try {
    return engine.records.transaction(() => {
      refuseWithoutFeature(work, component);
      const applied = apply(work, component, before) ?? {};
      const toKeep = applied.component ?? component;
      const note = (message: DeployMessage) => {
        const text = keptOnly(component);
        return text === undefined ? message : warning(message, text);
      };
      if (before !== undefined && isSame(before, toKeep))
        return note(success(component, 'unchanged', applied.id ?? before.id));
      const kept = work.keep(toKeep);
      if (applied.id !== undefined) components.put({ ...kept, id: applied.id });
      return note(success(component, before === undefined ? 'created' : 'changed', applied.id ?? kept.id));
    });
  } catch (error) {
    components.undoTo(mark);
    if (error instanceof ComponentProblem) return failure(component, error.message, error.place);
    if (isOrgError(error) || error instanceof SourceProblem)
      return failure(component, error.message, component.place);
    throw error;
  }
}

/** Kept and given back, but without any effect here; said, so that nobody takes it for working. */
function keptOnly({ type, fullName }: Component): string | undefined {
  const isStandardField = type === 'CustomField' && !fullName.endsWith('__c');
  if (modelled.has(type) && !stored.has(type) && !isStandardField) return undefined;
  return `The local org keeps ${type} components but does nothing with them: ${fullName}`;
}

function isSame(before: StoredComponent, component: Component): boolean {
  const files = Object.entries(before.files);
  return (
    JSON.stringify(before.body) ===
      JSON.stringify(component.body === null ? null : withoutPlaces(component.body)) &&
    files.length === component.files.size &&
    files.every(
      ([path, base64]) => Buffer.from(component.files.get(path) ?? []).toString('base64') === base64,
    )
  );
}

function checkRule(work: DeployWork, component: Component) {
  const objectName = requireObject(work, component);
  const { body, place } = component;
  if (body === null) return;
  for (const element of ['errorConditionFormula', 'errorMessage']) {
    if ((textOf(body, element) ?? '').trim() === '')
      throw new ComponentProblem(`Required field is missing: ${element}`, place);
  }
  const rule = readRule(body);
  for (const name of objectName === 'Activity' ? ['Event', 'Task'] : [objectName]) {
    const sObject = work.engine.schema.find(name);
    if (sObject === undefined) continue;
    if (
      rule.errorDisplayField !== undefined &&
      work.engine.schema.field(sObject, rule.errorDisplayField) === undefined
    ) {
      throw new ComponentProblem(
        `In field: errorDisplayField - no CustomField named ${name}.${rule.errorDisplayField} found`,
        place,
      );
    }
    try {
      prepareRule(work.engine.schema, sObject, {
        name: rule.fullName,
        formula: rule.errorConditionFormula,
        message: rule.errorMessage,
        displayField: rule.errorDisplayField ?? null,
      });
    } catch (error) {
      if (error instanceof FormulaProblem) throw new ComponentProblem(error.reason, place);
      throw error;
    }
  }
}

/** Layouts, tabs and rules that name an object in their own name: it must be there. */
function checkNamedObject(work: DeployWork, component: Component) {
  const { type, fullName, place } = component;
  const named =
    type === 'Layout'
      ? (fullName.split('-')[0] ?? '')
      : type === 'CustomTab'
        ? fullName.endsWith('__c')
          ? fullName
          : undefined
        : type === 'DuplicateRule' || type === 'MatchingRule' || type === 'MatchingRules'
          ? (fullName.split('.')[0] ?? '')
          : undefined;
  if (named === undefined || named === '') return;
  const { schema } = work.engine;
  if (type === 'Layout') checkLayout(work, component, named);
  if (type === 'MatchingRule') checkMatchingRule(work, component, named);
  if (type === 'DuplicateRule') checkDuplicateRule(work, component, named);
  if (schema.find(named) !== undefined || schema.isElsewhere(named)) return;
  throw new ComponentProblem(
    type === 'Layout'
      ? `Parent entity failed to deploy`
      : `Entity Enumeration Or ID: bad value for restricted picklist field: ${named}`,
    place,
  );
}

// Assignment rules of leads and cases: who owns a new record. The header Sforce-Auto-Assign says whether the active
// rule runs (it does by default), or names one.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_autoassign.htm

import type { XmlElement } from '../../metadata/xml-tree.ts';
import { findRecords, objectOf, recordOf } from '../engine.ts';
import type { Draft } from '../engine.ts';
import { parseId } from '../ids.ts';
import { findQueue } from '../objects/queues.ts';
import { invalidCrossReference } from './checks.ts';
import { readConditions } from './duplicate-filters.ts';
import type { Condition } from './duplicate-filters.ts';
import { prepareFormula } from './formula.ts';
import { makeField } from '../schema/schema.ts';
import type { OrgRecord } from '../records.ts';

/** What the header says: nothing, `true`, `false`, or the id of a rule. */
export type AutoAssign = string | undefined;

const assigned = new Set(['Case', 'Lead']);

/** A new record gets its owner by the rule; a changed one only when the header asks for it (assumed). */
export function assignOwner(draft: Draft, header: AutoAssign) {
  const { sObject, before, after } = draft;
  const asked = header?.trim() ?? '';
  if (!assigned.has(sObject.name) || /^false$/i.test(asked)) return;
  if (before !== null && asked === '') return;
  const rule = /^(true|)$/i.test(asked) ? activeRule(draft) : namedRule(draft, asked);
  if (rule === undefined) return;
  const owner = ownerBy(draft, rule);
  if (owner !== undefined) after['OwnerId'] = owner;
}

function rulesOf({ engine, sObject }: Draft): OrgRecord[] {
  return [...engine.records.all(objectOf(engine, 'AssignmentRule'))].filter(
    (rule) => rule['SobjectType'] === sObject.name,
  );
}

function activeRule(draft: Draft): OrgRecord | undefined {
  return rulesOf(draft).find((rule) => rule['Active'] === true);
}

function namedRule(draft: Draft, id: string): OrgRecord {
  const rule = rulesOf(draft).find((one) => one['Id'] === parseId(id));
  if (rule === undefined) throw invalidCrossReference();
  return rule;
}

/** Entries are tried in their order. When none fits, the record keeps its owner (assumed: no default owner is set). */
function ownerBy(draft: Draft, rule: OrgRecord): string | undefined {
  const name = `${draft.sObject.name}.${String(rule['Name'])}`;
  const body = draft.engine.deployed?.('AssignmentRule').find(({ fullName }) => fullName === name)?.body;
  const entries = (body?.children ?? []).filter((child) => child.name === 'ruleEntry');
  const entry = entries.find((one) => fits(draft, name, one));
  return entry === undefined ? undefined : assigneeOf(draft, entry);
}

function fits(draft: Draft, ruleName: string, entry: XmlElement): boolean {
  const { engine, rights, sObject, after } = draft;
  const formula = textIn(entry, 'formula');
  if (formula !== '') {
    const result = makeField({ name: ruleName, label: ruleName, type: 'boolean' });
    const run = prepareFormula(engine.schema, sObject, result, formula);
    return run(after, (field, record) => recordOf(engine, record[field.name])?.record) === true;
  }
  const conditions = entry.children
    .filter((child) => child.name === 'criteriaItems')
    .map((item): Condition => {
      const [table = '', ...rest] = textIn(item, 'field').split('.');
      return {
        table,
        field: rest.join('.'),
        operation: textIn(item, 'operation'),
        value: textIn(item, 'value'),
      };
    });
  const holds = readConditions(`assignment rule ${ruleName}`, conditions, textIn(entry, 'booleanFilter'));
  return holds({
    row: { sObject, record: after },
    user: recordOf(engine, rights.userId),
    fieldOf: (object, name) => engine.schema.field(object, name),
  });
}

function assigneeOf({ engine }: Draft, entry: XmlElement): string | undefined {
  const name = textIn(entry, 'assignedTo');
  const found =
    textIn(entry, 'assignedToType') === 'Queue'
      ? findQueue(engine, name)
      : findRecords(engine, 'User', 'Username', name)[0];
  return found === undefined ? undefined : String(found['Id']);
}

function textIn(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text.trim() ?? '';
}

// Matching and duplicate rules are refused when what they compare or use is not there: every save would fail on them.

import { ComponentProblem } from './deploy-messages.ts';
import type { DeployWork } from './deploy-work.ts';
import type { Component } from './read-package.ts';
import { childrenOf, textOf } from './xml-tree.ts';

/** Standard fields are let through: this org does not have all of them. */
export function checkMatchingRule({ engine }: DeployWork, { body, place }: Component, objectName: string) {
  const sObject = engine.schema.find(objectName);
  if (sObject === undefined || body === null) return;
  for (const item of childrenOf(body, 'matchingRuleItems')) {
    const field = textOf(item, 'fieldName')?.trim() ?? '';
    if (!/__c$/i.test(field) || engine.schema.field(sObject, field) !== undefined) continue;
    throw new ComponentProblem(
      `In field: fieldName - no CustomField named ${sObject.name}.${field} found`,
      place,
    );
  }
}

export function checkDuplicateRule(
  { components }: DeployWork,
  { body, place }: Component,
  objectName: string,
) {
  if (body === null) return;
  for (const match of childrenOf(body, 'duplicateRuleMatchRules')) {
    const name = textOf(match, 'matchingRule')?.trim() ?? '';
    const sObject = textOf(match, 'matchRuleSObjectType')?.trim() ?? objectName;
    // Salesforce brings these along.
    if (/^Standard_/i.test(name) || components.get('MatchingRule', `${sObject}.${name}`) !== undefined)
      continue;
    throw new ComponentProblem(
      `In field: matchingRule - no MatchingRule named ${sObject}.${name} found`,
      place,
    );
  }
}

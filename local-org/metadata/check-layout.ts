// A page layout is refused when a custom field that stands on it is not there. Standard fields are let through: this org
// does not have all of them.

import { ComponentProblem } from './deploy-messages.ts';
import type { DeployWork } from './deploy-work.ts';
import type { Component } from './read-package.ts';
import { childrenOf, textOf } from './xml-tree.ts';

/** `objectName`: the object the layout is for, which may be one that this org has not. */
export function checkLayout({ engine }: DeployWork, { body, place }: Component, objectName: string) {
  const sObject = engine.schema.find(objectName);
  if (sObject === undefined || body === null) return;
  const items = childrenOf(body, 'layoutSections')
    .flatMap((section) => childrenOf(section, 'layoutColumns'))
    .flatMap((column) => childrenOf(column, 'layoutItems'));
  for (const item of items) {
    const field = textOf(item, 'field') ?? '';
    if (!field.toLowerCase().endsWith('__c') || engine.schema.field(sObject, field) !== undefined) continue;
    throw new ComponentProblem(
      `In field: field - no CustomField named ${sObject.name}.${field} found`,
      place,
    );
  }
}

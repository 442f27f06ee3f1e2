// Objects: what a custom object must say, and what goes with one that is deleted.

import { findRecords, objectOf } from '../org/engine.ts';
import { personAccount } from '../org/schema/record-types.ts';
import { readObject } from '../org/schema/object-sources.ts';
import type { Component } from './read-package.ts';
import type { StoredComponent } from './component-store.ts';
import type { DeployWork } from './deploy-work.ts';
import { ComponentProblem } from './deploy-messages.ts';
import { childrenOf, textOf } from './xml-tree.ts';

/** Children of an object that are kept and returned, without an effect of their own here. */
export const keptChildTypes = ['ListView', 'CompactLayout', 'FieldSet', 'WebLink', 'SharingReason', 'Index'];

/** Object of a child component (`Booking__c.Start__c`), which must be there. */
export function requireObject(work: DeployWork, component: Component): string {
  const [objectName = ''] = component.fullName.split('.');
  const isThere =
    objectName === 'Activity' ||
    (objectName === personAccount && hasPersonAccounts(work)) ||
    work.engine.schema.find(objectName) !== undefined ||
    work.components.get('CustomObject', objectName) !== undefined ||
    work.engine.schema.isElsewhere(objectName);
  if (!isThere) {
    throw new ComponentProblem(
      `Entity Enumeration Or ID: bad value for restricted picklist field: ${objectName}`,
      component.place,
    );
  }
  return objectName;
}

function hasPersonAccounts({ engine }: DeployWork): boolean {
  return engine.schema.find('Account')?.fields.some(({ name }) => name === 'IsPersonAccount') === true;
}

/** What the org or an admin adds ends so: objects, metadata types, events, big and external objects, articles. */
const suffix = /__(?:c|mdt|e|b|x|kav)$/;

export function checkObject(work: DeployWork, component: Component) {
  const { fullName, body, place } = component;
  const refuse = (message: string) => new ComponentProblem(message, place);
  if (!suffix.test(fullName)) {
    const isStandard =
      fullName === 'Activity' ||
      (fullName === personAccount && hasPersonAccounts(work)) ||
      work.engine.schema.find(fullName)?.custom === false ||
      work.engine.schema.isElsewhere(fullName);
    if (!isStandard) throw refuse(`Must specify a non-empty label for the CustomObject`);
    return;
  }
  if (!isName(fullName.replace(suffix, ''))) throw refuse(badName('Object Name'));
  if (body === null) throw refuse('Must specify a non-empty label for the CustomObject');
  for (const element of ['label', 'pluralLabel']) {
    if ((textOf(body, element) ?? '').trim() === '')
      throw refuse(`Must specify a non-empty ${element} for the CustomObject`);
  }
  if (!fullName.endsWith('__c')) return;
  const [nameField] = childrenOf(body, 'nameField');
  const nameType = nameField === undefined ? undefined : textOf(nameField, 'type');
  if (nameField === undefined || !(nameType === 'Text' || nameType === 'AutoNumber')) {
    throw refuse('Must specify a nameField of type Text or AutoNumber');
  }
  if (nameType === 'AutoNumber' && !/\{0+\}/.test(textOf(nameField, 'displayFormat') ?? '')) {
    throw refuse("Must specify 'displayFormat' for a CustomField of type AutoNumber");
  }
  if (textOf(body, 'deploymentStatus') === undefined)
    throw refuse('Must specify a deploymentStatus for the CustomObject');
  if (textOf(body, 'sharingModel') === undefined)
    throw refuse('Must specify a sharingModel for the CustomObject');
  readObject(body);
}

/** A file of a standard object that says nothing about sharing leaves it as it is. */
export function withSharingModel(component: Component, before: StoredComponent | undefined): Component {
  const { body } = component;
  const isSaid = body !== null && textOf(body, 'sharingModel') !== undefined;
  const [known] = before?.body == null ? [] : childrenOf(before.body, 'sharingModel');
  if (suffix.test(component.fullName) || isSaid || known === undefined || before?.body == null)
    return component;
  const base = body ?? { ...before.body, children: [] };
  return { ...component, body: { ...base, children: [...base.children, known] } };
}

/** Salesforce's rule for developer names. */
export function isName(name: string): boolean {
  return (
    /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !name.includes('__') && !name.endsWith('_') && name.length <= 40
  );
}

export function badName(what: string): string {
  return `The ${what} can only contain underscores and alphanumeric characters. It must begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.`;
}

/** Records, fields, rules, rights and references of the object go with it. */
export function removeObject(work: DeployWork, stored: StoredComponent) {
  const { engine, components } = work;
  const name = stored.fullName;
  if (!name.endsWith('__c')) throw new ComponentProblem(`Cannot delete standard object: ${name}`);
  const sObject = engine.schema.find(name);
  if (sObject !== undefined) {
    const pointing = engine.schema
      .references(sObject)
      .filter(({ child, field }) => child.name !== name && field.custom && field.referenceTo.length === 1);
    // Fields in the same list are gone by now; objects in it may follow.
    const [first] = pointing.filter(({ child }) => !work.isLeaving('CustomObject', child.name));
    if (first !== undefined) {
      throw new ComponentProblem(
        `This custom object is referenced elsewhere in salesforce.com. : Custom Field - ${first.child.name}.${first.field.name}.`,
      );
    }
    for (const record of engine.records.all(sObject)) engine.records.drop(sObject, String(record['Id']));
  }
  dropRights(work, 'ObjectPermissions', (row) => row['SobjectType'] === name);
  dropRights(work, 'FieldPermissions', (row) => row['SobjectType'] === name);
  dropRecordTypes(work, name);
  for (const type of ['CustomField', 'ValidationRule', 'RecordType', 'BusinessProcess', ...keptChildTypes]) {
    for (const child of components.childrenOf(name, type)) work.forget(child);
  }
  for (const layout of components.ofType('Layout')) {
    if (layout.fullName.startsWith(`${name}-`)) work.forget(layout);
  }
  const tab = components.get('CustomTab', name);
  if (tab !== undefined) work.forget(tab);
}

function dropRecordTypes({ engine }: DeployWork, name: string) {
  const types = objectOf(engine, 'RecordType');
  for (const record of engine.records.all(types)) {
    if (record['SobjectType'] !== name) continue;
    for (const row of findRecords(engine, 'RecordTypeVisibility', 'RecordTypeId', record['Id'] ?? null))
      engine.records.drop(objectOf(engine, 'RecordTypeVisibility'), String(row['Id']));
    engine.records.drop(types, String(record['Id']));
  }
}

export function dropRights(
  { engine }: DeployWork,
  objectName: 'ObjectPermissions' | 'FieldPermissions',
  test: (row: Readonly<Record<string, unknown>>) => boolean,
) {
  const sObject = objectOf(engine, objectName);
  for (const row of engine.records.all(sObject)) {
    if (test(row)) engine.records.drop(sObject, String(row['Id']));
  }
}

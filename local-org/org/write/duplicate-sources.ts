// Duplicate and matching rules as they are deployed, read into what a save has to check.

import type { XmlElement } from '../../metadata/xml-tree.ts';
import { readRuleFilter } from './duplicate-filters.ts';
import type { RuleFilter } from './duplicate-filters.ts';
import { orgError } from '../errors.ts';

export type Deployed = { fullName: string; body: XmlElement | null };

export type MatchItem = { field: string; method: string; blanksMatch: boolean };

/** `logic`: each part is a list of items that must all match; one part is enough. */
export type MatchingRule = { name: string; sObject: string; isFuzzy: boolean; logic: MatchItem[][] };

export type DuplicateRule = {
  name: string;
  sObject: string;
  sortOrder: number;
  alertText: string;
  /** Only records that the user reaches count. */
  heedsSharing: boolean;
  insert: { block: boolean; alert: boolean };
  update: { block: boolean; alert: boolean };
  appliesTo: RuleFilter;
  matches: { rule: MatchingRule; sObject: string; fieldMap: ReadonlyMap<string, string> }[];
};

/** The active rules of an object in their order. */
export function readDuplicateRules(
  sObject: string,
  rules: Deployed[],
  matchingRules: Deployed[],
): DuplicateRule[] {
  return rules
    .flatMap(({ fullName, body }) => {
      const [target = '', name = ''] = fullName.split('.');
      if (
        body === null ||
        target.toLowerCase() !== sObject.toLowerCase() ||
        textOf(body, 'isActive') !== 'true'
      ) {
        return [];
      }
      return [readRule(name, target, body, matchingRules)];
    })
    .toSorted((a, b) => a.sortOrder - b.sortOrder);
}

function readRule(name: string, sObject: string, body: XmlElement, matchingRules: Deployed[]): DuplicateRule {
  const doneOn = (action: string, operations: string) => ({
    block: textOf(body, action) === 'Block',
    alert: childrenOf(body, operations).some(({ text }) => text === 'Alert'),
  });
  return {
    name,
    sObject,
    sortOrder: Number(textOf(body, 'sortOrder') ?? 1),
    alertText: textOf(body, 'alertText') ?? 'Use one of these records?',
    heedsSharing: textOf(body, 'securityOption') !== 'BypassSharingRules',
    insert: doneOn('actionOnInsert', 'operationsOnInsert'),
    update: doneOn('actionOnUpdate', 'operationsOnUpdate'),
    appliesTo: readRuleFilter(name, childrenOf(body, 'duplicateRuleFilter')[0]),
    matches: childrenOf(body, 'duplicateRuleMatchRules').map((match) => {
      const type = textOf(match, 'matchRuleSObjectType') ?? sObject;
      const ruleName = textOf(match, 'matchingRule') ?? '';
      return {
        rule: findMatchingRule(type, ruleName, matchingRules),
        sObject: type,
        fieldMap: readMap(match),
      };
    }),
  };
}

/** Where the two objects differ: the field of the found object → the field of the saved one. */
function readMap(match: XmlElement): ReadonlyMap<string, string> {
  const fields = childrenOf(match, 'objectMapping').flatMap((mapping) =>
    childrenOf(mapping, 'mappingFields'),
  );
  return new Map(
    fields.map((field) => [textOf(field, 'outputField') ?? '', textOf(field, 'inputField') ?? '']),
  );
}

function findMatchingRule(sObject: string, name: string, deployed: Deployed[]): MatchingRule {
  const found = deployed.find(
    ({ fullName }) => fullName.toLowerCase() === `${sObject}.${name}`.toLowerCase(),
  );
  if (found?.body != null) return readMatchingRule(sObject, name, found.body);
  const standard = standardRules[sObject];
  if (standard !== undefined && /^Standard_/i.test(name)) {
    return { name, sObject, isFuzzy: true, logic: standard.map((fields) => fields.map(exactItem)) };
  }
  throw orgError(501, 'NOT_IMPLEMENTED', `The local org does not have the matching rule ${sObject}.${name}.`);
}

function readMatchingRule(sObject: string, name: string, body: XmlElement): MatchingRule {
  const items = childrenOf(body, 'matchingRuleItems').map((item): MatchItem => ({
    field: textOf(item, 'fieldName') ?? '',
    method: textOf(item, 'matchingMethod') ?? 'Exact',
    blanksMatch: textOf(item, 'blankValueBehavior') === 'MatchBlanks',
  }));
  const filter = textOf(body, 'booleanFilter');
  return {
    name,
    sObject,
    isFuzzy: items.some(({ method }) => method !== 'Exact'),
    logic: filter === undefined ? [items] : readFilter(filter, items),
  };
}

/** `1 AND (2 OR 3)` as alternatives of lists. */
function readFilter(filter: string, items: MatchItem[]): MatchItem[][] {
  const tokens = filter.toUpperCase().match(/\d+|AND|OR|\(|\)/g) ?? [];
  let place = 0;
  return readOr();

  function readOr(): MatchItem[][] {
    const found = readAnd();
    while (tokens[place] === 'OR') {
      place++;
      found.push(...readAnd());
    }
    return found;
  }

  function readAnd(): MatchItem[][] {
    let found = readOne();
    while (tokens[place] === 'AND') {
      place++;
      const more = readOne();
      found = found.flatMap((left) => more.map((right) => [...left, ...right]));
    }
    return found;
  }

  function readOne(): MatchItem[][] {
    const token = tokens[place++];
    if (token === '(') {
      const inside = readOr();
      place++;
      return inside;
    }
    const item = items[Number(token) - 1];
    return item === undefined ? [] : [[item]];
  }
}

function exactItem(field: string): MatchItem {
  return { field, method: 'Exact', blanksMatch: false };
}

// Which fields together make a match in the standard rules; how like each other they must be is Salesforce's secret, so
// they must be equal here (assumed).
const standardRules: Record<string, string[][]> = {
  Contact: [
    ['FirstName', 'LastName', 'Email'],
    ['FirstName', 'LastName', 'Phone'],
    ['FirstName', 'LastName', 'MailingStreet', 'MailingCity'],
    ['FirstName', 'LastName', 'MailingStreet', 'MailingPostalCode'],
    ['FirstName', 'LastName', 'MailingStreet', 'Title'],
    ['FirstName', 'LastName', 'AccountId', 'Title'],
  ],
  Lead: [
    ['FirstName', 'LastName', 'Email'],
    ['FirstName', 'LastName', 'Phone'],
    ['FirstName', 'LastName', 'Street', 'City'],
    ['FirstName', 'LastName', 'Street', 'PostalCode'],
    ['FirstName', 'LastName', 'Street', 'Title'],
    ['FirstName', 'LastName', 'Company', 'Title'],
  ],
  Account: [
    ['Name', 'BillingStreet'],
    ['Name', 'BillingCity', 'BillingState'],
    ['Name', 'BillingPostalCode'],
    ['Name', 'Phone'],
    ['Name', 'Website'],
  ],
};

function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

function textOf(element: XmlElement, name: string): string | undefined {
  const text = childrenOf(element, name)[0]?.text.trim();
  return text === '' ? undefined : text;
}

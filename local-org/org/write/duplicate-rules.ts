// Duplicate rules at a save: after validation rules, before unique fields. A rule that blocks refuses; one that alerts
// refuses too, unless the caller says to save anyway.
// Shape of the refusal: two answers recorded by third parties (API 54.0 and 56.0); the key is spelt duplicateResut.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm (2026-03-12)

import type { Saved } from './duplicate-filters.ts';
import { readDuplicateRules } from './duplicate-sources.ts';
import type { DuplicateRule, MatchItem, MatchingRule } from './duplicate-sources.ts';
import { isChanged, recordOf } from '../engine.ts';
import type { Draft } from '../engine.ts';
import { orgError } from '../errors.ts';
import type { OrgRecord } from '../records.ts';
import type { Field, SObject } from '../schema/schema.ts';
import type { Value } from '../values.ts';

/** What the header Sforce-Duplicate-Rule-Header asks for. */
export type DuplicateHeader = {
  allowSave: boolean;
  includeRecordDetails: boolean;
  /** Only what the user reaches is compared, also where the rule would look at everything. */
  runAsCurrentUser?: boolean;
  /** Ids made by this same save: records saved together are not compared with each other. */
  savedTogether?: ReadonlySet<string>;
};

/** `version`: of the addresses in an answer. */
export type DuplicateOptions = DuplicateHeader & { version: string };

export function duplicatesOf(actor: { version: string; duplicates?: DuplicateHeader }): DuplicateOptions {
  return { allowSave: false, includeRecordDetails: false, ...actor.duplicates, version: actor.version };
}

type Match = { entityType: string; rule: MatchingRule; sObject: SObject; records: OrgRecord[] };

export function checkDuplicates(draft: Draft, options: DuplicateOptions) {
  const { engine, sObject, before } = draft;
  const rules = readDuplicateRules(
    sObject.name,
    engine.deployed?.('DuplicateRule') ?? [],
    engine.deployed?.('MatchingRule') ?? [],
  );
  for (const rule of rules) {
    const action = before === null ? rule.insert : rule.update;
    const isSilent = !action.block && (!action.alert || options.allowSave);
    if (isSilent || !rule.appliesTo(savedOf(draft))) continue;
    const matches = findMatches(draft, rule, options);
    if (matches.length > 0) throw duplicatesDetected(draft, rule, matches, !action.block, options);
  }
}

function savedOf({ engine, rights, sObject, after }: Draft): Saved {
  return {
    row: { sObject, record: after },
    user: recordOf(engine, rights.userId),
    fieldOf: (object, name) => engine.schema.field(object, name),
  };
}

function findMatches(draft: Draft, rule: DuplicateRule, options: DuplicateOptions): Match[] {
  const { engine, rights } = draft;
  return rule.matches.flatMap((match): Match[] => {
    const target = engine.schema.find(match.sObject);
    if (target === undefined) return [];
    const fieldOf = (name: string) => engine.schema.field(target, name);
    const givenOf = (name: string) => givenValue(draft, match.fieldMap.get(name) ?? name);
    // An edit that leaves the compared fields alone runs no rule.
    if (draft.before !== null && !isTouched(draft, match.rule, match.fieldMap)) return [];
    const found: OrgRecord[] = [];
    for (const record of candidates(draft, target, match.rule, givenOf)) {
      if (record['IsDeleted'] === true || record['Id'] === draft.before?.['Id']) continue;
      if (options.savedTogether?.has(String(record['Id'])) === true) continue;
      if ((rule.heedsSharing || options.runAsCurrentUser === true) && !rights.sees(target, record)) continue;
      if (match.rule.logic.some((items) => isMatch(items, record, fieldOf, givenOf))) found.push(record);
    }
    return found.length === 0
      ? []
      : [{ entityType: match.sObject, rule: match.rule, sObject: target, records: found }];
  });
}

function givenValue(draft: Draft, name: string): Value {
  const field = draft.engine.schema.field(draft.sObject, name);
  return field === undefined ? null : (draft.after[field.name] ?? null);
}

function isTouched(draft: Draft, rule: MatchingRule, fieldMap: ReadonlyMap<string, string>): boolean {
  const names = rule.logic.flat().map(({ field }) => fieldMap.get(field) ?? field);
  return names.some((name) => {
    const field = draft.engine.schema.field(draft.sObject, name);
    return field !== undefined && isChanged(draft, field.name);
  });
}

/** Through an index where every alternative has an indexed field, else all records. */
function candidates(
  { engine }: Draft,
  target: SObject,
  rule: MatchingRule,
  givenOf: (name: string) => Value,
): Iterable<OrgRecord> {
  const found = new Set<OrgRecord>();
  for (const items of rule.logic) {
    // An alternative that needs a value the record does not have cannot match.
    if (items.some((item) => !item.blanksMatch && givenOf(item.field) === null)) continue;
    const indexed = items
      .map(({ field }) => engine.schema.field(target, field))
      .find(
        (field) =>
          field !== undefined && engine.records.isIndexed(target, field) && givenOf(field.name) !== null,
      );
    if (indexed === undefined) return engine.records.all(target);
    for (const record of engine.records.findBy(target, indexed, givenOf(indexed.name))) found.add(record);
  }
  return found;
}

function isMatch(
  items: MatchItem[],
  record: OrgRecord,
  fieldOf: (name: string) => Field | undefined,
  givenOf: (name: string) => Value,
): boolean {
  return items.every(({ field: name, blanksMatch, method }) => {
    const field = fieldOf(name);
    const there = plain(field === undefined ? null : (record[field.name] ?? null), method);
    const given = plain(givenOf(name), method);
    return given === null || there === null ? blanksMatch && given === there : given === there;
  });
}

/** Equal without regard to case; phone numbers by their digits alone. */
function plain(value: Value, method: string): string | null {
  if (value === null) return null;
  const text = String(value).trim().toLowerCase();
  return method === 'Phone' ? text.replace(/\D/g, '') : text;
}

function duplicatesDetected(
  draft: Draft,
  rule: DuplicateRule,
  matches: Match[],
  allowSave: boolean,
  options: DuplicateOptions,
) {
  const duplicateResut = {
    allowSave,
    duplicateRule: rule.name,
    duplicateRuleEntityType: rule.sObject,
    errorMessage: rule.alertText,
    matchResults: matches.map((match) => ({
      entityType: match.entityType,
      errors: [],
      matchEngine: match.rule.isFuzzy ? 'FuzzyMatchEngine' : 'ExactMatchEngine',
      matchRecords: shownTo(draft, match).map((record) => ({
        additionalInformation: [],
        fieldDiffs: [],
        matchConfidence: 100,
        record: describeMatch(draft, match, record, options),
      })),
      rule: match.rule.name,
      size: shownTo(draft, match).length,
      success: true,
    })),
  };
  const error = orgError(400, 'DUPLICATES_DETECTED', rule.alertText);
  return Object.assign(error, { extra: { duplicateResut } });
}

/** What the rule found and the user may not see is not told (assumed): then there are fewer records, or none. */
function shownTo({ rights }: Draft, { sObject, records }: Match): OrgRecord[] {
  return records.filter((record) => rights.sees(sObject, record));
}

/** The id alone; with details also the name and what was compared, as far as the user may see it (assumed). */
function describeMatch(draft: Draft, match: Match, record: OrgRecord, options: DuplicateOptions) {
  const { sObject, rule } = match;
  const id = String(record['Id']);
  const answer: Record<string, unknown> = {
    attributes: {
      type: sObject.name,
      url: `/services/data/v${options.version}/sobjects/${sObject.name}/${id}`,
    },
    Id: id,
  };
  if (!options.includeRecordDetails) return answer;
  for (const name of ['Name', ...rule.logic.flat().map(({ field }) => field)]) {
    const field = draft.engine.schema.field(sObject, name);
    if (field !== undefined && draft.rights.canRead(sObject, field))
      answer[field.name] = record[field.name] ?? null;
  }
  return answer;
}

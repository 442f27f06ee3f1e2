// Addresses where states and countries are picklists: code and text of each say the same, a state belongs to its
// country, and what is in no list is refused. Texts of the errors, as seen in public reports:
// https://github.com/SalesforceFoundation/NPSP/issues/994, /2432 and /6405; the other two are assumed after them.

import type { Draft } from '../engine.ts';
import { orgError } from '../errors.ts';
import type { Field, PicklistValue } from '../schema/schema.ts';

/** The code of a state or country: its values are checked here, with words of their own. */
export function isAddressCode(field: Field): boolean {
  return (
    field.type === 'picklist' && field.compoundFieldName !== null && /(State|Country)Code$/.test(field.name)
  );
}

type Pair = { code: Field; text: Field };

export function checkAddresses(draft: Draft) {
  const { engine, sObject } = draft;
  for (const countryCode of sObject.fields) {
    if (!isAddressCode(countryCode) || countryCode.controllerName !== null) continue;
    const start = countryCode.name.slice(0, -'CountryCode'.length);
    const [stateCode, state, country] = ['StateCode', 'State', 'Country'].map((end) =>
      engine.schema.field(sObject, `${start}${end}`),
    );
    if (stateCode === undefined || state === undefined || country === undefined) continue;
    const names = [countryCode, country, stateCode, state].map(({ name }) => name);
    if (!names.some((name) => draft.given.has(name))) continue;
    settle(draft, { code: countryCode, text: country }, countryCode.picklist, 'country/territory');
    settleState(draft, { code: stateCode, text: state }, countryCode.name);
  }
}

function settleState(draft: Draft, pair: Pair, countryCodeName: string) {
  const { after } = draft;
  const givenFields = [pair.code, pair.text].filter(({ name }) => draft.given.has(name));
  const isSet = (fields: Field[]) => fields.some(({ name }) => (after[name] ?? null) !== null);
  if (givenFields.length > 0 && !isSet(givenFields)) {
    settle(draft, pair, [], 'state');
    return;
  }
  if (!isSet([pair.code, pair.text])) return;
  const named = draft.given.has(pair.code.name) ? pair.code : pair.text;
  const country = after[countryCodeName] ?? null;
  if (country === null) {
    throw refuse(
      `A country/territory must be specified before specifying a state value for field: ${named.label}`,
      named,
    );
  }
  const ofCountry = pair.code.picklist.filter(({ validFor }) => validFor?.includes(String(country)));
  const isGiven = givenFields.length > 0;
  const code = after[pair.code.name] ?? null;
  const isKnown = (values: readonly PicklistValue[]) => values.some(({ value }) => same(value, code));
  if (!isGiven || (draft.given.has(pair.code.name) && code !== null)) {
    // A state that goes with another country, or that the changed country does not have.
    if (!isKnown(ofCountry) && isKnown(pair.code.picklist)) {
      throw refuse(
        `The existing country/territory doesn't recognize the state value for field: ${pair.code.label}`,
        pair.code,
      );
    }
  }
  settle(draft, pair, ofCountry, 'state');
}

/** Brings code and text together; `values`: those that may be. */
function settle(
  { after, given }: Draft,
  { code, text }: Pair,
  values: readonly PicklistValue[],
  what: 'state' | 'country/territory',
) {
  const givenCode = given.has(code.name) ? (after[code.name] ?? null) : undefined;
  const givenText = given.has(text.name) ? (after[text.name] ?? null) : undefined;
  if (givenCode === undefined && givenText === undefined) return;
  const problem = () => {
    const plural = what === 'state' ? 'states' : 'countries';
    return refuse(
      `There's a problem with this ${what === 'state' ? what : 'country'}, even though it may appear correct. Please select a ${what} from the list of valid ${plural}.`,
      text,
    );
  };
  if (givenCode !== undefined && givenCode !== null) {
    const found = values.find(({ value }) => same(value, givenCode));
    if (found === undefined) {
      throw refuse(
        `The ${code.name} field contains ${String(givenCode)}, which isn't an available ${what}. Your administrator can add it for you.`,
        code,
      );
    }
    if (givenText !== undefined && givenText !== null && !same(found.text, givenText)) throw problem();
    after[code.name] = found.value;
    after[text.name] = found.text ?? found.label;
    return;
  }
  if (givenText !== undefined && givenText !== null) {
    const found = values.find((entry) => same(entry.text, givenText));
    if (found === undefined) throw problem();
    after[code.name] = found.value;
    after[text.name] = found.text ?? found.label;
    return;
  }
  after[code.name] = null;
  after[text.name] = null;
}

function same(one: string | undefined, other: unknown): boolean {
  return one?.toLowerCase() === String(other).toLowerCase();
}

function refuse(message: string, field: Field) {
  return orgError(400, 'FIELD_INTEGRITY_EXCEPTION', message, [field.name]);
}

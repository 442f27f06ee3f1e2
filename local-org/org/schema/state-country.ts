// What the state and country picklists (a feature of an org) add to the schema: beside the texts of an address a code
// of the state and one of the country, the state's dependent on the country's. Settings may rename and switch off.
// https://help.salesforce.com/s/articleView?id=sf.admin_state_country_picklists_overview.htm
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_addresssettings.htm

import { readFileSync } from 'node:fs';
import type { XmlElement } from '../../metadata/xml-tree.ts';
import { makeField } from './schema.ts';
import type { Field, PicklistValue, SObject } from './schema.ts';

type Choice = { code: string; label: string; text: string };
export type Country = Choice & { states: Choice[] };

let readBefore: Country[] | undefined;

function standardCountries(): Country[] {
  readBefore ??= readFileSync(new URL('./countries.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [code = '', name = '', states = ''] = line.split('|');
      return { ...choice(code, name), states: states.split('; ').filter(Boolean).map(readState) };
    })
    .toSorted((a, b) => (a.label < b.label ? -1 : 1));
  return readBefore;
}

function readState(text: string): Choice {
  const [code = '', name = ''] = text.split('~');
  return choice(code, name);
}

const choice = (code: string, name: string): Choice => ({ code, label: name, text: name });

/** The standard countries as the deployed settings (`AddressSettings`) change them; none can be added. */
export function countriesOf(settings: XmlElement | undefined): Country[] {
  const [list] = settings === undefined ? [] : childrenIn(settings, 'countriesAndStates');
  const changes = byCode(list === undefined ? [] : childrenIn(list, 'countries'));
  return standardCountries().flatMap((country) => {
    const change = changes.get(country.code);
    if (change === undefined) return [country];
    const states = byCode(childrenIn(change, 'states'));
    return changed(country, change).map((one) => ({
      ...one,
      states: country.states.flatMap((state) => changed(state, states.get(state.code))),
    }));
  });
}

function byCode(elements: XmlElement[]): Map<string | undefined, XmlElement> {
  return new Map(elements.map((element) => [textIn(element, 'isoCode'), element]));
}

/** Nothing, when it is switched off. */
function changed<T extends Choice>(one: T, change: XmlElement | undefined): T[] {
  if (change === undefined) return [one];
  if (textIn(change, 'active') === 'false') return [];
  return [
    {
      ...one,
      label: textIn(change, 'label') ?? one.label,
      text: textIn(change, 'integrationValue') ?? one.text,
    },
  ];
}

/** The organization's own address has no codes here. */
export function withStateAndCountry(objects: SObject[], countries: Country[]): SObject[] {
  const countryValues = countries.map((country): PicklistValue => valueOf(country));
  const stateValues = countries.flatMap((country) =>
    country.states.map((state): PicklistValue => ({ ...valueOf(state), validFor: [country.code] })),
  );
  return objects.map((object) => {
    if (object.name === 'Organization') return object;
    return {
      ...object,
      fields: object.fields.flatMap((field) => {
        const isCountry = field.type === 'string' && field.compoundFieldName !== null;
        if (!isCountry || !field.name.endsWith('Country')) return [field];
        const start = field.name.slice(0, -'Country'.length);
        const countryCode = codeField(field, `${start}CountryCode`, countryValues, null);
        return [field, codeField(field, `${start}StateCode`, stateValues, countryCode.name), countryCode];
      }),
    };
  });
}

const valueOf = ({ code, label, text }: Choice): PicklistValue => ({
  value: code,
  label,
  isDefault: false,
  text,
});

function codeField(
  beside: Field,
  name: string,
  picklist: PicklistValue[],
  controllerName: string | null,
): Field {
  const what = controllerName === null ? 'Country Code' : 'State/Province Code';
  return makeField({
    ...beside,
    name,
    label: beside.label.replace(/Country$/, what),
    type: 'picklist',
    length: 10,
    byteLength: 30,
    restrictedPicklist: true,
    picklist,
    controllerName,
  });
}

function childrenIn(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

function textIn(element: XmlElement, name: string): string | undefined {
  const text = childrenIn(element, name)[0]?.text.trim();
  return text === '' ? undefined : text;
}

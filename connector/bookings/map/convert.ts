// One value of a booking as one field of the org takes it, by the field's describe. Part of the stage `map`. Pure; never
// throws, and never gives what the describe forbids. What does not fit is cut or left out, and says so.
import type { FieldDescribe } from '../../salesforce/describe.ts';
import type { MappingRow } from '../../setup/set-up-document.ts';
import type { FieldValue } from '../plan.ts';
import { parseDate, parseDateTime, parseTime } from './convert-date.ts';
import { parseNumber, roundTo } from './convert-number.ts';
import { chooseValue, splitValues } from './convert-picklist.ts';
import { cleanText, cutAt, htmlOf, singleLine } from './convert-text.ts';

/** What pages and the trail say about a value; the first four go with a value, the others mean that it is left out. */
export const noteCodes = [
  'cut',
  'rounded',
  'not_in_picklist_kept',
  'some_not_in_picklist',
  'left_out',
  'not_in_picklist',
  'not_for_controller',
  'not_a_number',
  'number_too_large',
  'not_a_date',
  'not_a_time',
  'not_a_boolean',
  'not_an_email',
  'not_an_id',
  'not_a_reference',
  'unsupported_type',
  'target_missing',
  'target_not_writable',
] as const;
export type NoteCode = (typeof noteCodes)[number];

/** `length` of the text and how much fits; `value`: what was not understood. */
export type ValueNote = { code: NoteCode; length?: number; most?: number; value?: string };

export type Converted =
  | { ok: true; value: FieldValue; notes: ValueNote[] }
  /** The value is left out, for this reason. */
  | { ok: false; note: ValueNote };

export type ConvertOptions = {
  /** Where the booking takes place, for dates and times that name no zone. */
  timeZone: string | null;
  /** Value of the controlling field of a dependent picklist; undefined when that is not known. */
  controller?: string | null | undefined;
  lookup?: MappingRow['lookup'];
  /** The person's own address goes to Salesforce as it is: without it, the next booking would make a second person. */
  keepAddress?: boolean;
};

/** Null stays null: there is no value. */
export function convertValue(value: FieldValue, field: FieldDescribe, options: ConvertOptions): Converted {
  if (value === null) return given(null);
  const text = cleanText(String(value)).trim();
  if (text === '') return given(null);
  switch (field.type) {
    case 'string':
    case 'combobox':
    case 'encryptedstring':
      return cutText(singleLine(text), field);
    case 'textarea':
      return field.htmlFormatted ? richText(text, field) : cutText(text, field);
    case 'phone':
    case 'url':
      return wholeText(singleLine(text), field);
    case 'email':
      return email(text, field, options);
    case 'int':
    case 'long':
    case 'double':
    case 'currency':
    case 'percent':
      return number(value, text, field);
    case 'boolean':
      return yesOrNo(value, text);
    case 'date':
      return timed(parseDate(text, options.timeZone), text, 'not_a_date');
    case 'datetime':
      return timed(parseDateTime(text, options.timeZone), text, 'not_a_date');
    case 'time':
      return timed(parseTime(text, options.timeZone), text, 'not_a_time');
    case 'picklist':
      return picklist(singleLine(text), field, options);
    case 'multipicklist':
      return multiSelect(text, field, options);
    case 'reference':
      return reference(text, field, options);
    default:
      return leftOut({ code: 'unsupported_type', value: field.type });
  }
}

function given(value: FieldValue, notes: ValueNote[] = []): Converted {
  return { ok: true, value, notes };
}

function leftOut(note: ValueNote): Converted {
  return { ok: false, note };
}

function unread(code: NoteCode, text: string): Converted {
  return leftOut({ code, value: cutAt(text, 80) });
}

function cutText(text: string, { length }: FieldDescribe): Converted {
  if (length <= 0 || text.length <= length) return given(text);
  return given(cutAt(text, length).trimEnd(), [{ code: 'cut', length: text.length, most: length }]);
}

/** Half an address or link is a wrong one, so these are left out instead of cut. */
function wholeText(text: string, { length }: FieldDescribe): Converted {
  if (length <= 0 || text.length <= length) return given(text);
  return leftOut({ code: 'left_out', length: text.length, most: length });
}

function richText(text: string, { length }: FieldDescribe): Converted {
  const { html, cut } = htmlOf(text, length > 0 ? length : Infinity);
  return given(html, cut ? [{ code: 'cut', length: text.length, most: length }] : []);
}

function email(text: string, field: FieldDescribe, { keepAddress }: ConvertOptions): Converted {
  const isAddress = /^[^\s@<>",;:]+@[^\s@<>",;:.]+(\.[^\s@<>",;:.]+)+$/.test(text);
  return isAddress || keepAddress === true
    ? wholeText(singleLine(text), field)
    : unread('not_an_email', text);
}

function number(value: FieldValue, text: string, field: FieldDescribe): Converted {
  const parsed = geolocationPart(text, field) ?? parseNumber(typeof value === 'number' ? value : text);
  if (parsed === null) return unread('not_a_number', text);
  const isWhole = field.type === 'int' || field.type === 'long';
  const rounded = roundTo(parsed, isWhole ? 0 : field.scale);
  const most = isWhole ? field.digits || 9 : field.precision > 0 ? field.precision - field.scale : 18;
  const isPlace = place.test(field.name) && Math.abs(rounded) > (latitude.test(field.name) ? 90 : 180);
  if (!Number.isFinite(rounded) || Math.abs(rounded) >= 10 ** most || isPlace)
    return unread('number_too_large', text);
  return given(
    rounded === 0 ? 0 : rounded,
    rounded === parsed ? [] : [{ code: 'rounded', value: cutAt(text, 80) }],
  );
}

/** "52.52, 13.40" gives each part of a geolocation its own number. */
function geolocationPart(text: string, { name }: FieldDescribe): number | null {
  const [, north, east] = /^([+-]?\d+(?:\.\d+)?)\s*[,;]\s*([+-]?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (north === undefined || east === undefined) return null;
  if (!place.test(name)) return null;
  return Number(latitude.test(name) ? north : east);
}

const latitude = /(^|[a-z]|__)Latitude(__s)?$/;
const place = /(^|[a-z]|__)(Latitude|Longitude)(__s)?$/;

/** In the languages of the larger scheduling tools' forms. What means yes in one and no in another is in neither list. */
const yes = new Set(
  'true|yes|y|1|on|x|checked|✓|✔|ja|j|wahr|oui|vrai|si|sí|sì|sim|tak|ano|áno|igen|evet|kyllä|joo|jah|да|так|ναι|はい|是|예|네|نعم|כן'.split(
    '|',
  ),
);
const no = new Set(
  'false|no|n|0|off|unchecked|✗|nein|falsch|non|faux|não|nao|nie|nem|nee|nej|nei|hayır|ei|нет|ні|όχι|いいえ|否|不是|아니요|لا|לא'.split(
    '|',
  ),
);

function yesOrNo(value: FieldValue, text: string): Converted {
  if (typeof value === 'boolean') return given(value);
  const word = text.toLowerCase();
  if (yes.has(word)) return given(true);
  return no.has(word) ? given(false) : unread('not_a_boolean', text);
}

function timed(parsed: string | null, text: string, code: NoteCode): Converted {
  return parsed === null ? unread(code, text) : given(parsed);
}

function picklist(text: string, field: FieldDescribe, { controller }: ConvertOptions): Converted {
  const chosen = chooseValue(field, text, controller);
  if (chosen.found === 'value') return given(chosen.value);
  if (chosen.found === 'other_controller') return unread('not_for_controller', text);
  // What is not strictly enforced takes any value, as Salesforce itself does through the API.
  if (field.restrictedPicklist) return unread('not_in_picklist', text);
  const whole = wholeText(text, field);
  return whole.ok
    ? given(text, [{ code: 'not_in_picklist_kept', value: cutAt(text, 80) }])
    : unread('not_in_picklist', text);
}

function multiSelect(text: string, field: FieldDescribe, options: ConvertOptions): Converted {
  const kept: string[] = [];
  const notes: ValueNote[] = [];
  for (const each of splitValues(field, text)) {
    const one = picklist(singleLine(each), { ...field, length: 255 }, options);
    if (one.ok && typeof one.value === 'string') {
      if (!kept.includes(one.value)) kept.push(one.value);
      notes.push(...one.notes);
    } else notes.push({ code: 'some_not_in_picklist', value: cutAt(each, 80) });
  }
  const joined = kept.join(';');
  if (joined === '') return unread('not_in_picklist', text);
  const whole = wholeText(joined, field);
  return whole.ok ? given(joined, notes) : whole;
}

/** By id, or by the text of an external id; which of the two stands in the row. */
function reference(text: string, field: FieldDescribe, { lookup }: ConvertOptions): Converted {
  if (lookup !== undefined && lookup !== null && lookup.by !== 'Id') {
    const isNamed = field.relationshipName !== null && field.referenceTo.includes(lookup.object);
    return isNamed && text.length <= 255 ? given(singleLine(text)) : unread('not_a_reference', text);
  }
  return isRecordId(text) ? given(text) : unread('not_an_id', text);
}

/** Of 18 characters the last three are a checksum of the capitals; a wrong one is refused by Salesforce. */
export function isRecordId(text: string): boolean {
  if (!/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text)) return false;
  if (text.length === 15) return true;
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
  const sum = [0, 5, 10].map((from) => {
    const block = text.slice(from, from + 5);
    const bits = block
      .split('')
      .reduce((all, character, at) => all | (/[A-Z]/.test(character) ? 1 << at : 0), 0);
    return letters[bits];
  });
  return sum.join('') === text.slice(15).toUpperCase();
}

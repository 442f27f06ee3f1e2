// Stage `match`: phone numbers, which every person and every org writes differently. SOQL finds the candidates by their
// digits in order, whatever stands between them; whether two numbers are the same is decided here.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';

export type PhoneNumber = {
  /** `+49`-style calling code without the plus; null: written without one, as within a country. */
  callingCode: string | null;
  country: CountryCode | null;
  /** Digits within the country, without the zero or one that is dialled before them. */
  national: string;
  extension: string | null;
  text: string;
};

/** Fewer digits name a desk in a house, not a person. */
const fewestDigits = 7;

/** Null for what is no phone number, or too short to name one person. */
export function readPhone(text: string | null): PhoneNumber | null {
  if (text === null) return null;
  const trimmed = text.trim();
  const international = trimmed.replace(/^\(?00\)?(?=[1-9(\s-])/, '+');
  const parsed = international.startsWith('+') ? parsePhoneNumberFromString(international) : undefined;
  if (parsed) {
    return fits({
      callingCode: parsed.countryCallingCode,
      country: parsed.country ?? null,
      national: parsed.nationalNumber,
      extension: parsed.ext ?? null,
      text: trimmed,
    });
  }
  const [main = '', extension = null] = trimmed.split(/(?:ext\.?|extension|x|#|;ext=)\s*(?=\d{1,7}\s*$)/i);
  const digits = main.replace(/\D/g, '');
  // A leading 1 before ten digits is how North America dials another area.
  const national = /^1\d{10}$/.test(digits) ? digits.slice(1) : digits.replace(/^0+/, '');
  return fits({
    callingCode: null,
    country: null,
    national,
    extension: extension?.trim() ?? null,
    text: main,
  });
}

function fits(phone: PhoneNumber): PhoneNumber | null {
  return phone.national.length >= fewestDigits && phone.national.length <= 17 ? phone : null;
}

/**
 * The same line. A number without a country is read as one of the other's country; of two such numbers the digits
 * decide. With and without an extension are two lines: behind a switchboard sit many people.
 */
export function isSamePhone(one: PhoneNumber, other: PhoneNumber): boolean {
  if (one.extension !== other.extension) return false;
  if (one.callingCode === null && other.callingCode === null) return one.national === other.national;
  if (one.callingCode !== null && other.callingCode !== null)
    return one.callingCode === other.callingCode && one.national === other.national;
  const [abroad, local] = one.callingCode === null ? [other, one] : [one, other];
  if (abroad.country === null) return abroad.national === local.national;
  const read = parsePhoneNumberFromString(local.text, abroad.country);
  return read
    ? read.countryCallingCode === abroad.callingCode && read.nationalNumber === abroad.national
    : abroad.national === local.national;
}

/**
 * Pattern for LIKE: the digits within the country in their order, with anything between them. All of them are asked
 * for, because fewer would find strangers; only digits and `%`, so there is nothing to escape.
 */
export function phonePattern({ national }: PhoneNumber): string {
  return `%${national.split('').join('%')}%`;
}

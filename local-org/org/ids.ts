// Record ids: 15 characters, case-sensitive; the 18-character form carries a checksum of the capitals, so that it can
// be compared without regard to case. Answers carry 18 characters, texts of messages 15, requests may use both.

import { createHash } from 'node:crypto';

// In the order of their character codes, so that ids of one object sort in the order of their creation.
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Three checksum characters: each holds, as five bits, which of its five characters are capitals. */
export function toLongId(id15: string): string {
  let checksum = '';
  for (let block = 0; block < 3; block++) {
    let bits = 0;
    for (let place = 0; place < 5; place++) {
      const character = id15.charAt(block * 5 + place);
      if (character >= 'A' && character <= 'Z') bits |= 1 << place;
    }
    checksum += checksumAlphabet.charAt(bits);
  }
  return id15 + checksum;
}

/** The 18-character form of a well-formed id of 15 or 18 characters; undefined when it is not one. */
export function parseId(text: string): string | undefined {
  if (!/^[0-9A-Za-z]+$/.test(text)) return undefined;
  if (text.length === 15) return toLongId(text);
  if (text.length !== 18) return undefined;
  const long = toLongId(text.slice(0, 15));
  return long.slice(15) === text.slice(15).toUpperCase() ? long : undefined;
}

export function toShortId(id: string): string {
  return id.slice(0, 15);
}

/** Looks like an id from afar (length and characters); its checksum may still be wrong. */
export function isIdShaped(text: string): boolean {
  return /^(?:[0-9A-Za-z]{15}|[0-9A-Za-z]{18})$/.test(text);
}

/** The id of the `count`-th record of an object: prefix, three characters that tell orgs apart, a number. */
export function makeId(keyPrefix: string, orgId: string, count: number): string {
  let number = '';
  for (let rest = count; number.length < 9; rest = Math.floor(rest / 62)) {
    number = alphabet.charAt(rest % 62) + number;
  }
  return toLongId(keyPrefix + orgMark(orgId) + number);
}

const marks = new Map<string, string>();

function orgMark(orgId: string): string {
  let mark = marks.get(orgId);
  if (mark === undefined) {
    const digest = createHash('sha256').update(orgId).digest();
    mark = [0, 1, 2].map((place) => alphabet.charAt(digest.readUInt16BE(place * 2) % 62)).join('');
    marks.set(orgId, mark);
  }
  return mark;
}

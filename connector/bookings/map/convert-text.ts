// Text for a field of the org: without what Salesforce cannot store, and never longer than the field. Part of `map`.
import { inertText } from '../plan.ts';

/** Without control characters and broken surrogates, which Salesforce refuses with the whole request. */
export function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters that are looked for
  return inertText(text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, ''));
}

export function singleLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/** Never through the middle of a character that takes two places. */
export function cutAt(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Plain text as rich text: shown as it is, never as markup. Whole characters only, up to `most` of the result. */
export function htmlOf(text: string, most: number): { html: string; cut: boolean } {
  let html = '';
  for (const character of text.replace(/\r\n?/g, '\n')) {
    const piece = character === '\n' ? '<br>' : (entities[character] ?? character);
    if (html.length + piece.length > most) return { html, cut: true };
    html += piece;
  }
  return { html, cut: false };
}

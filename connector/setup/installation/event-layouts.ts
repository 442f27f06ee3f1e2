// Page layouts of Event: which of them do not show the fields of a booking, and the same layout with them. Pure.
import { elementsOf } from './component-elements.ts';
import type { XmlElement } from './component-elements.ts';

/** What people should see; the key of a booking is for machines. */
export const layoutFields = ['Booking_Status__c', 'Cancel_Reschedule_Reason__c'] as const;

export type EventLayout = {
  /** As Salesforce names the component, with its escapes: `Event-Event Layout`. */
  fullName: string;
  /** As people see it. */
  name: string;
  missing: string[];
  xml: string;
};

/** Of retrieved files by path. */
export function readLayouts(files: ReadonlyMap<string, string>): EventLayout[] {
  return [...files].flatMap(([path, xml]) => {
    const fullName = /^layouts\/(Event-.+)\.layout$/.exec(path)?.[1];
    if (fullName === undefined) return [];
    const there = new Set(fieldsOn(elementsOf(xml)));
    const missing = layoutFields.filter((field) => !there.has(field));
    return [{ fullName, name: plainName(fullName), missing, xml }];
  });
}

export function isEventLayout(fullName: string): boolean {
  return fullName.startsWith('Event-');
}

function plainName(fullName: string): string {
  const name = fullName.slice('Event-'.length);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function fieldsOn(elements: readonly XmlElement[]): string[] {
  return elements.flatMap(({ name, text, children }) => [
    ...(name === 'field' ? [text] : []),
    ...fieldsOn(children),
  ]);
}

export type ExtendedLayout = { xml: string; lines: { text: string; isNew: boolean }[] };

const contextLines = 2;

/**
 * The layout with a section for the missing fields, read-only, because Bookbridge writes them; and its new lines with those
 * around them. All else stays letter by letter: a layout is deployed as a whole.
 */
export function withFields(xml: string, fields: readonly string[]): ExtendedLayout {
  const section = sectionOf(fields);
  const at = placeFor(xml);
  const [before, after] = [xml.slice(0, at), xml.slice(at)];
  return {
    xml: `${before}${section}${after}`,
    lines: [
      ...linesOf(before)
        .slice(-contextLines)
        .map((text) => ({ text, isNew: false })),
      ...linesOf(section).map((text) => ({ text, isNew: true })),
      ...linesOf(after)
        .slice(0, contextLines)
        .map((text) => ({ text, isNew: false })),
    ],
  };
}

/** Behind the last section that shows fields. */
function placeFor(xml: string): number {
  const sections = [...xml.matchAll(/[ \t]*<layoutSections>[\s\S]*?<\/layoutSections>[ \t]*\r?\n?/g)];
  const last = sections.findLast(([text]) => !text.includes('<style>CustomLinks</style>')) ?? sections.at(-1);
  if (last) return last.index + last[0].length;
  const root = /<Layout[^>]*>[ \t]*\r?\n?/.exec(xml);
  return root ? root.index + root[0].length : xml.length;
}

function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function sectionOf(fields: readonly string[]): string {
  const columns = [0, 1].map((column) => {
    const items = fields.filter((_field, place) => place % 2 === column).map(itemOf);
    return items.length === 0
      ? '        <layoutColumns/>'
      : `        <layoutColumns>\n${items.join('\n')}\n        </layoutColumns>`;
  });
  return `    <layoutSections>
        <customLabel>true</customLabel>
        <detailHeading>true</detailHeading>
        <editHeading>true</editHeading>
        <label>Booking</label>
${columns.join('\n')}
        <style>TwoColumnsLeftToRight</style>
    </layoutSections>
`;
}

function itemOf(field: string): string {
  return `            <layoutItems>
                <behavior>Readonly</behavior>
                <field>${field}</field>
            </layoutItems>`;
}

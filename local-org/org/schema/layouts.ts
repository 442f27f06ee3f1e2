// Page layouts of an object as a describe: which fields stand on the page, read from deployed Layout metadata.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_layouts.htm
// Of a layout only its fields are shown; buttons, related lists and quick actions are left empty.

import type { XmlElement } from '../../metadata/xml-tree.ts';
import { describeField } from './describe.ts';
import type { Engine } from '../engine.ts';
import { notFound } from './locate.ts';
import type { Reader } from '../read.ts';
import { recordTypeMappings } from './record-type-mappings.ts';
import { recordTypeInfos } from './record-types.ts';
import type { Field, SObject } from './schema.ts';

type Json = Record<string, unknown>;
type Item = { field: Field; behavior: string };
type Section = { heading: string; columns: (Item | null)[][] };

const layoutId = '00h000000000000AAA';

export function describeLayouts(reader: Reader, sObject: SObject): Json {
  const mappings = recordTypeMappings(reader, sObject, layoutId);
  return {
    layouts: [layoutOf(reader, sObject)],
    recordTypeMappings: mappings,
    // Whether the user chooses one before creating a record: with more than one beside the master record type.
    recordTypeSelectorRequired: [mappings.filter(({ available, master }) => available && !master).length > 1],
  };
}

/** The layout of one record type. */
export function describeLayout(reader: Reader, sObject: SObject, recordTypeId: string): Json {
  const isKnown = recordTypeInfos(reader.engine, reader.rights, sObject, reader.version).some(
    (info) => info.recordTypeId.slice(0, 15) === recordTypeId.slice(0, 15),
  );
  if (!isKnown) throw notFound();
  return layoutOf(reader, sObject);
}

function layoutOf(reader: Reader, sObject: SObject): Json {
  const sections = sectionsOf(reader, sObject);
  const shown = (isEdit: boolean) =>
    sections.map((section, place) => describeSection(reader, sObject, section, place, isEdit));
  return {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: shown(false),
    editLayoutSections: shown(true),
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: layoutId,
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: [] },
    relatedContent: null,
    relatedLists: [],
    saveOptions: [],
  };
}

function sectionsOf({ engine, rights }: Reader, sObject: SObject): Section[] {
  const body = findLayout(engine, sObject);
  if (body === undefined) return [plainSection(sObject)];
  return childrenOf(body, 'layoutSections').map((section) => ({
    heading: textOf(section, 'label') ?? '',
    columns: childrenOf(section, 'layoutColumns').map((column) =>
      childrenOf(column, 'layoutItems').map((item) => {
        const field = engine.schema.field(sObject, textOf(item, 'field') ?? '');
        // What the user may not see is not on the user's page; other items (links, blanks) are no fields.
        return field === undefined || !rights.canRead(sObject, field)
          ? null
          : { field, behavior: textOf(item, 'behavior') ?? 'Edit' };
      }),
    ),
  }));
}

/** The layout called after the object, else the first by name. Profiles assign no layouts here (assumed). */
function findLayout(engine: Engine, sObject: SObject): XmlElement | undefined {
  const own = (engine.deployed?.('Layout') ?? [])
    .filter(({ fullName }) => fullName.startsWith(`${sObject.name}-`))
    .toSorted((a, b) => (a.fullName < b.fullName ? -1 : 1));
  const named = own.find(
    ({ fullName }) => decodeURIComponent(fullName) === `${sObject.name}-${sObject.label} Layout`,
  );
  return (named ?? own[0])?.body ?? undefined;
}

/** Before a layout is deployed the page shows the object's own fields; custom fields have to be put on it. */
function plainSection(sObject: SObject): Section {
  const fields = sObject.fields.filter(
    (field) => !field.custom && field.createable && field.compoundFieldName === null,
  );
  const items = fields.map((field) => ({ field, behavior: field.nillable ? 'Edit' : 'Required' }));
  const half = Math.ceil(items.length / 2);
  return { heading: `${sObject.label} Information`, columns: [items.slice(0, half), items.slice(half)] };
}

function describeSection(
  reader: Reader,
  sObject: SObject,
  section: Section,
  place: number,
  isEdit: boolean,
): Json {
  const rows = Math.max(0, ...section.columns.map((column) => column.length));
  const layoutRows = Array.from({ length: rows }, (_, row) => ({
    layoutItems: section.columns.map((column) => describeItem(reader, sObject, column[row] ?? null, isEdit)),
    numItems: section.columns.length,
  }));
  return {
    collapsed: false,
    columns: section.columns.length,
    heading: section.heading,
    layoutRows,
    layoutSectionId: null,
    parentLayoutId: layoutId,
    rows,
    tabOrder: 'TopToBottom',
    useCollapsibleSection: false,
    useHeading: place > 0,
  };
}

function describeItem(reader: Reader, sObject: SObject, item: Item | null, isEdit: boolean): Json {
  if (item === null) {
    return {
      editableForNew: false,
      editableForUpdate: false,
      label: '',
      layoutComponents: [],
      placeholder: true,
      required: false,
    };
  }
  const { field, behavior } = item;
  const isOpen = behavior !== 'Readonly' && reader.rights.canEdit(sObject, field);
  const details = describeField(reader.engine.schema, reader.rights, sObject, field);
  return {
    editableForNew: isEdit && isOpen && field.createable,
    editableForUpdate: isEdit && isOpen && field.updateable,
    label: field.label,
    layoutComponents: [{ details, displayLines: 1, tabOrder: 0, type: 'Field', value: field.name }],
    placeholder: false,
    required: behavior === 'Required',
  };
}

function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

function textOf(element: XmlElement, name: string): string | undefined {
  const text = childrenOf(element, name)[0]?.text.trim();
  return text === '' ? undefined : text;
}

// The page layout of events that every org has from the beginning; of other standard objects there is none here before
// one is deployed. What stands on it: layouts retrieved from fresh orgs in public repositories, such as
// github.com/GetonCRM-Solutions-LLP/Calenso and github.com/BenParkes2000/R3-VS-Code-Setup (2026-11-24).

import type { ComponentStore } from '../../metadata/component-store.ts';
import { makeElement } from '../../metadata/xml-tree.ts';
import type { XmlElement } from '../../metadata/xml-tree.ts';
import type { Engine } from '../engine.ts';
import type { Seeded } from './seed-setup.ts';

type Item = [behavior: 'Required' | 'Edit' | 'Readonly', field: string];
type Section = { label: string; style: string; isOwn?: boolean; columns: Item[][] };

const eventSections: Section[] = [
  {
    label: 'Calendar Event Details',
    style: 'TwoColumnsTopToBottom',
    columns: [
      [
        ['Required', 'OwnerId'],
        ['Required', 'Subject'],
        ['Edit', 'WhoId'],
        ['Edit', 'WhatId'],
      ],
      [
        ['Edit', 'Location'],
        ['Required', 'StartDateTime'],
        ['Required', 'EndDateTime'],
        ['Edit', 'IsAllDayEvent'],
        ['Edit', 'ShowAs'],
      ],
    ],
  },
  { label: 'Other Information', style: 'TwoColumnsTopToBottom', columns: [[], []] },
  { label: 'Additional Information', style: 'TwoColumnsLeftToRight', columns: [[], []] },
  {
    label: 'System Information',
    style: 'TwoColumnsTopToBottom',
    columns: [[['Readonly', 'CreatedById']], [['Readonly', 'LastModifiedById']]],
  },
  { label: 'Description Information', style: 'OneColumn', columns: [[['Edit', 'Description']]] },
  { label: 'Custom Links', style: 'CustomLinks', isOwn: true, columns: [[], [], []] },
];

/** Once: an administrator may have changed it, or taken it away. */
export function seedLayouts(engine: Engine, components: ComponentStore, by: string, seeded: Seeded) {
  const fullName = 'Event-Event Layout';
  if (seeded.get(`Layout/${fullName}`) !== undefined) return;
  const known = components.get('Layout', fullName);
  const id = known?.id ?? components.newId('Layout');
  seeded.set(`Layout/${fullName}`, id);
  if (known !== undefined) return;
  const now = engine.now().toISOString();
  components.put({
    type: 'Layout',
    fullName,
    fileName: `layouts/${fullName}.layout`,
    id,
    body: layoutOf(eventSections),
    files: {},
    createdById: by,
    createdDate: now,
    lastModifiedById: by,
    lastModifiedDate: now,
  });
  components.settle();
}

function layoutOf(sections: Section[]): XmlElement {
  const flags = ['showEmailCheckbox', 'showRunAssignmentRulesCheckbox', 'showSubmitAndAttachButton'];
  return makeElement('Layout', [
    ...sections.map(sectionOf),
    ...['WhoId', 'WhatId'].map((field) => makeElement('relatedObjects', field)),
    ...flags.map((name) => makeElement(name, 'false')),
  ]);
}

function sectionOf({ label, style, isOwn = false, columns }: Section): XmlElement {
  return makeElement('layoutSections', [
    makeElement('customLabel', String(isOwn)),
    makeElement('detailHeading', String(isOwn)),
    makeElement('editHeading', String(!isOwn)),
    makeElement('label', label),
    ...columns.map((items) =>
      makeElement(
        'layoutColumns',
        items.map(([behavior, field]) =>
          makeElement('layoutItems', [makeElement('behavior', behavior), makeElement('field', field)]),
        ),
      ),
    ),
    makeElement('style', style),
  ]);
}

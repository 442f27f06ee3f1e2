// What the mapping did to values, as rows of the trail in words. Part of the stage `map`. Pure.
import type { TrailRow } from '../booking.ts';
import type { NoteCode } from './convert.ts';
import type { FieldNote } from './row-values.ts';

export function tellNotes(notes: readonly FieldNote[]): TrailRow[] {
  return notes.map((note) => ({
    stage: 'map',
    code: note.code,
    text: `${note.sObject}.${note.field}: ${texts[note.code](note)}`,
    detail: {
      sObject: note.sObject,
      field: note.field,
      ...(note.length !== undefined && { length: note.length }),
      ...(note.most !== undefined && { most: note.most }),
    },
  }));
}

const said = ({ value = '' }: FieldNote): string => `"${value}"`;

const texts: Record<NoteCode, (note: FieldNote) => string> = {
  cut: ({ length, most }) => `${length} characters, cut to ${most}.`,
  left_out: ({ length, most }) => `${length} characters, left out because only ${most} fit.`,
  rounded: (note) => `${said(note)} rounded to the digits that the field keeps.`,
  not_in_picklist_kept: (note) => `${said(note)} is not in the picklist, which takes other values too.`,
  some_not_in_picklist: (note) => `${said(note)} is not in the picklist and left out.`,
  not_in_picklist: (note) => `${said(note)} is not in the picklist and left out.`,
  not_for_controller: (note) => `${said(note)} does not go with the field that it depends on; left out.`,
  not_a_number: (note) => `${said(note)} is no number and left out.`,
  number_too_large: (note) => `${said(note)} has more digits than the field keeps and is left out.`,
  not_a_date: (note) => `${said(note)} is no date and left out.`,
  not_a_time: (note) => `${said(note)} is no time and left out.`,
  not_a_boolean: (note) => `${said(note)} is neither yes nor no and left out.`,
  not_an_email: (note) => `${said(note)} is no e-mail address and left out.`,
  not_an_id: (note) => `${said(note)} is no Salesforce id and left out.`,
  not_a_reference: (note) => `${said(note)} names no record by the chosen field and is left out.`,
  unsupported_type: (note) => `a field of the type ${said(note)} cannot be written; left out.`,
  target_missing: () => 'is not there, or the API user does not see it; left out.',
  target_not_writable: () => 'cannot be written by the API user; left out.',
};

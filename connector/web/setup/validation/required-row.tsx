// One required field. Without a value it is red, says what would stop, and is opened by the button beside it.
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { StateWord } from '../../parts/state-word.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { useDraft } from '../draft/draft.tsx';
import { FieldRow, RowNotes, SourceCell, TargetCell } from '../fields/field-row.tsx';
import { problemsOf } from '../fields/problem-words.ts';
import { newRow, putRow, removeRow, rowOf } from '../fields/row-changes.ts';
import { SourceEditor } from '../fields/source-editor.tsx';
import { moments, type MappedObject } from '../set-up-document.ts';
import type { ObjectField, Problem } from '../setup-api.ts';
import { isChanged, isOpen } from './required-fields.ts';

export function RequiredRow({ object, field }: { object: MappedObject; field: ObjectField }) {
  const t = useTexts('fields');
  const draft = useDraft();
  const [editing, setEditing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const row = rowOf(draft.setUp, object, field.name);
  const open = isOpen(row, object, field.name, draft);
  const saved = isChanged(object, field.name, draft)
    ? []
    : problemsOf(draft.answer.problems, object, field.name);
  const canBeFilled = field.mappable || field.accepts.length > 0;
  const verb = t(editing ? 'validation.done' : open && !row ? 'validation.choose' : 'validation.change');
  const refused = draft.refused[`${object}.${field.name}`];
  return (
    <FieldRow
      id={`${object}-${field.name}`}
      label={`${field.label}: ${t(open ? 'validation.unsatisfied' : 'validation.satisfied')}`}
      tone={open || refused ? 'bad' : undefined}
      left={<SourceCell row={row} />}
      right={<TargetCell name={field.name} field={field} />}
      actions={
        canBeFilled && (
          <Button
            ref={opener}
            size="xs"
            variant={open && !editing ? 'filled' : 'default'}
            aria-expanded={editing}
            aria-label={`${verb}: ${field.label}`}
            onClick={() => setEditing(!editing)}
          >
            {verb}
          </Button>
        )
      }
      notes={
        <RowNotes
          problems={saved.filter(({ code }) => code !== 'required_unsatisfied' || row)}
          refused={refused}
        >
          {open && (
            <Stops object={object} problem={saved.find(({ code }) => code === 'required_unsatisfied')} />
          )}
          {!canBeFilled && (
            <StateWord tone="bad" mark="failed">
              {t('validation.unmappable')}
            </StateWord>
          )}
        </RowNotes>
      }
      editor={
        editing && (
          <SourceEditor
            label={field.label}
            field={field}
            source={row?.source ?? null}
            required
            onChange={(source) =>
              draft.change(
                source === null
                  ? removeRow(object, field.name)
                  : putRow(
                      object,
                      row
                        ? { ...row, source, when: withBooked(row.when) }
                        : newRow(object, field.name, source),
                    ),
              )
            }
          />
        )
      }
    />
  );
}

/** A required field is needed when the record is made. */
function withBooked(when: readonly (typeof moments)[number][]) {
  return moments.filter((moment) => moment === 'booked' || when.includes(moment));
}

function Stops({ object, problem }: { object: MappedObject; problem: Problem | undefined }) {
  const t = useTexts('fields');
  const eventTypes = problem?.values['eventTypes'];
  return (
    <p>
      {t('validation.stops', {
        objects: t(`objectsMany.${object}`),
        eventTypes: typeof eventTypes === 'string' && eventTypes !== '' ? eventTypes : 'none',
        bookings: 0,
      })}
    </p>
  );
}

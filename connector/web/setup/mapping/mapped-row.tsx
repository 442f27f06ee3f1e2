// One mapped field; opened, all that can be set about it.
import { ActionIcon, Button } from '@mantine/core';
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { useTexts } from '../../texts/texts.tsx';
import { useDraft } from '../draft/draft.tsx';
import { FieldRow, RowNotes, SourceCell, TargetCell } from '../fields/field-row.tsx';
import { problemsOf } from '../fields/problem-words.ts';
import { putRow } from '../fields/row-changes.ts';
import { moments, type MappedObject, type MappingRow } from '../set-up-document.ts';
import type { ObjectField } from '../setup-api.ts';
import { isChanged } from '../validation/required-fields.ts';
import { RowSettings } from './row-settings.tsx';

export function MappedRow(props: {
  object: MappedObject;
  row: MappingRow;
  field: ObjectField | undefined;
  editing: boolean;
  onEdit: (open: boolean) => void;
  onRemove: () => void;
}) {
  const t = useTexts('fields');
  const draft = useDraft();
  const { object, row, field, editing } = props;
  const label = field?.label ?? row.target;
  const changed = isChanged(object, row.target, draft);
  const problems = changed
    ? []
    : problemsOf(draft.answer.problems, object, row.target).filter(
        ({ code }) => code !== 'required_may_be_empty',
      );
  const refused = draft.refused[`${object}.${row.target}`];
  return (
    <FieldRow
      id={`${object}-${row.target}`}
      label={label}
      tone={refused || problems.some(({ blocks }) => blocks) ? 'bad' : undefined}
      left={<SourceCell row={row} />}
      right={<TargetCell name={row.target} field={field} />}
      extra={
        <>
          <span>{t(row.overwrite === 'always' ? 'mapping.always' : 'mapping.ifEmpty')}</span>{' '}
          <span>
            {row.when.length === moments.length
              ? t('mapping.everyTime')
              : row.when.map((moment) => t(`mapping.moments.${moment}`)).join(', ')}
          </span>
        </>
      }
      actions={
        editing ? (
          <Button size="xs" variant="default" aria-expanded onClick={() => props.onEdit(false)}>
            {t('mapping.done')}
          </Button>
        ) : (
          <>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-expanded={false}
              aria-label={t('mapping.editFor', { field: label })}
              onClick={() => props.onEdit(true)}
            >
              <IconPencil size={17} stroke={1.8} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('mapping.removeFor', { field: label })}
              onClick={props.onRemove}
            >
              <IconTrash size={17} stroke={1.8} aria-hidden />
            </ActionIcon>
          </>
        )
      }
      notes={<RowNotes problems={problems} refused={refused} />}
      editor={
        editing && (
          <RowSettings
            label={label}
            field={field}
            row={row}
            refused={refused}
            onChange={(next) => draft.change(putRow(object, next))}
          />
        )
      }
    />
  );
}

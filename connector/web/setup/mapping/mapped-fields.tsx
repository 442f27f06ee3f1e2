// The rows of one object: as many as fit a search, the first of them at once and the rest on demand; adding, removing with
// Undo in its place, back to the defaults.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../../parts/announce.ts';
import { Card } from '../../parts/screen.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { isSame } from '../draft/set-up-diff.ts';
import { useDraft } from '../draft/draft.tsx';
import classes from '../fields/field-list.module.css';
import { FieldColumns } from '../fields/field-row.tsx';
import { removeRow, resetRows } from '../fields/row-changes.ts';
import type { MappedObject } from '../set-up-document.ts';
import type { ObjectAnswer } from '../setup-api.ts';
import { FieldAdder } from './field-adder.tsx';
import { useFittingRows } from './fitting-rows.ts';
import { MappedRow } from './mapped-row.tsx';

const atOnce = 40;

export function MappedFields(props: { object: MappedObject; answer: ObjectAnswer | undefined; q: string }) {
  const t = useTexts('fields');
  const draft = useDraft();
  const [limit, setLimit] = useState(atOnce);
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const { object, answer } = props;
  const label = answer?.label ?? t(`objects.${object}`);
  const rows = draft.setUp.fields[object];
  const fieldOf = new Map(answer?.fields.map((field) => [field.name, field]));
  const fitting = useFittingRows()(rows, answer, props.q);
  const isDefault = isSame(rows, draft.answer.defaults.fields[object]);
  return (
    <Card
      title={label}
      aside={<span className={classes.aside}>{t('mapping.shown', { shown: rows.length })}</span>}
    >
      {answer?.visible === false && <p className={classes.quiet}>{t('invisible', { object: label })}</p>}
      {rows.length === 0 && (
        <p className={classes.quiet}>{t('mapping.empty', { objects: t(`objectsMany.${object}`) })}</p>
      )}
      {fitting.length > 0 && (
        <div className={classes.table}>
          <FieldColumns left={t('mapping.from')} right={t('mapping.to')} extra={t('mapping.overwrite')} />
          <ul className={classes.list}>
            {fitting.slice(0, limit).map((row) => (
              <MappedRow
                key={row.target}
                object={object}
                row={row}
                field={fieldOf.get(row.target)}
                editing={editing === row.target}
                onEdit={(open) => setEditing(open ? row.target : null)}
                onRemove={() => {
                  const what = t('mapping.removed', {
                    field: fieldOf.get(row.target)?.label ?? row.target,
                    object: label,
                  });
                  draft.change(removeRow(object, row.target), what);
                  announce(what);
                  // The row is gone, and the focus with it: the way on starts at its list.
                  document.getElementById(`add-${object}`)?.focus();
                }}
              />
            ))}
          </ul>
        </div>
      )}
      {fitting.length > limit && (
        <Button
          variant="default"
          size="sm"
          className={classes.more ?? ''}
          onClick={() => setLimit(limit + 100)}
        >
          {t('mapping.more', { count: Math.min(100, fitting.length - limit) })}
        </Button>
      )}
      {adding && answer ? (
        <FieldAdder
          object={object}
          answer={answer}
          onClose={() => {
            setAdding(false);
            setTimeout(() => document.getElementById(`add-${object}`)?.focus());
          }}
        />
      ) : (
        <div className={classes.footer}>
          <Button
            id={`add-${object}`}
            size="xs"
            variant="default"
            disabled={!answer || !answer.visible}
            aria-label={`${t('mapping.add')}: ${label}`}
            onClick={() => setAdding(true)}
          >
            {t('mapping.add')}
          </Button>
          {!isDefault && (
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={`${t('mapping.reset')}: ${label}`}
              onClick={() => {
                const what = t('mapping.resetDone', { object: label });
                draft.change(resetRows(object, draft.answer.defaults), what);
                announce(what);
                document.getElementById(`add-${object}`)?.focus();
              }}
            >
              {t('mapping.reset')}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

// One row of validation and mapping: on the left what comes from us, with a sample; on the right the Salesforce field with its
// label, API name and type; below what speaks against it. Opened, it holds its editor.
import type { ReactNode } from 'react';
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import { StateWord } from '../../parts/state-word.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { hasKey } from '../phases/phase-words.ts';
import { en } from '../../texts/en.ts';
import type { FixedValue, MappingRow } from '../set-up-document.ts';
import type { ObjectField, Problem } from '../setup-api.ts';
import { useBookingFieldWords } from './booking-field-words.ts';
import classes from './field-row.module.css';
import { useProblemWords } from './problem-words.ts';

export function FieldRow(props: {
  id: string;
  label: string;
  tone?: 'bad' | undefined;
  left: ReactNode;
  right: ReactNode;
  extra?: ReactNode;
  actions?: ReactNode;
  notes?: ReactNode;
  editor?: ReactNode;
}) {
  return (
    <li id={props.id} className={classes.row} data-tone={props.tone} aria-label={props.label}>
      <div className={classes.line}>
        <div className={classes.left}>{props.left}</div>
        <IconArrowRight size={18} stroke={1.7} aria-hidden className={classes.arrow} />
        <div className={classes.right}>{props.right}</div>
        {props.extra !== undefined && <div className={classes.extra}>{props.extra}</div>}
        <div className={classes.actions}>{props.actions}</div>
      </div>
      {props.notes}
      {props.editor && <div className={classes.editor}>{props.editor}</div>}
    </li>
  );
}

/** Names of the columns, for those who see them side by side. */
export function FieldColumns(props: { left: string; right: string; extra: string }) {
  return (
    <div className={classes.columns} aria-hidden>
      <span>{props.left}</span>
      <span />
      <span>{props.right}</span>
      <span className={classes.extra}>{props.extra}</span>
      <span />
    </div>
  );
}

export function SourceCell({ row }: { row: MappingRow | undefined }) {
  const t = useTexts('fields');
  const { tellField, find } = useBookingFieldWords();
  if (!row) {
    return (
      <span data-tone="bad">
        <StateWord tone="bad" mark="failed">
          {t('source.missing')}
        </StateWord>
      </span>
    );
  }
  const tellFixed = (value: FixedValue): string =>
    typeof value === 'boolean' ? t(value ? 'source.yes' : 'source.no') : String(value).split(';').join(', ');
  if (row.source.kind === 'fixed') {
    return (
      <span className={classes.name}>{t('source.fixedWords', { value: tellFixed(row.source.value) })}</span>
    );
  }
  const sample = find(row.source.field)?.sample;
  return (
    <>
      <span className={classes.name}>{tellField(row.source.field)}</span>
      <span className={classes.sample} title={sample ?? undefined}>
        {sample ? (
          <>
            <span className="visually-hidden">{t('sample')}: </span>
            {sample}
          </>
        ) : (
          t('noSample')
        )}
        {row.source.fallback !== null && ` · ${t('source.else', { value: tellFixed(row.source.fallback) })}`}
      </span>
    </>
  );
}

export function TargetCell({ name, field }: { name: string; field: ObjectField | undefined }) {
  const t = useTexts('fields');
  const tellType = useTypeWords();
  return (
    <>
      <span className={classes.name}>
        {field?.label ?? name}
        {field?.required && (
          <span className={classes.required}>
            <span aria-hidden> *</span>
            <span className="visually-hidden"> ({t('mapping.required')})</span>
          </span>
        )}
      </span>
      <span className={classes.sample}>
        <code>{name}</code>
        {field && ` · ${tellType(field)}`}
      </span>
    </>
  );
}

export function useTypeWords(): (field: ObjectField) => string {
  const t = useTexts('fields');
  return (field) => {
    const type = hasKey(en.fields.types, field.type) ? t(`types.${field.type}`) : field.type;
    const hasLength = field.length && ['string', 'textarea', 'encryptedstring'].includes(field.type);
    return hasLength ? `${type} ${t('length', { length: field.length ?? 0 })}` : type;
  };
}

/** What speaks against a row; `refused` is why the last save was not taken. */
export function RowNotes(props: {
  problems: readonly Problem[];
  refused?: string | undefined;
  children?: ReactNode;
}) {
  const tell = useProblemWords();
  if (props.problems.length === 0 && !props.refused && !props.children) return null;
  return (
    <div className={classes.notes}>
      {props.refused && (
        <StateWord tone="bad" mark="failed">
          {props.refused}
        </StateWord>
      )}
      {props.problems.map((problem) => (
        <StateWord
          key={`${problem.code}-${JSON.stringify(problem.values)}`}
          tone={problem.blocks ? 'bad' : 'warn'}
          mark={problem.blocks ? 'failed' : 'attention'}
        >
          {tell(problem)}
        </StateWord>
      ))}
      {props.children}
    </div>
  );
}

// All that can be set about one row: its source, what happens to a record that was there, at which moments, and for a lookup
// how the record is found.
import { NativeSelect } from '@mantine/core';
import { useId, useState } from 'react';
import { useTexts } from '../../texts/texts.tsx';
import { SourceEditor } from '../fields/source-editor.tsx';
import { moments, type MappingRow } from '../set-up-document.ts';
import type { ObjectField } from '../setup-api.ts';
import classes from './row-settings.module.css';

export function RowSettings(props: {
  label: string;
  field: ObjectField | undefined;
  row: MappingRow;
  refused: string | undefined;
  onChange: (row: MappingRow) => void;
}) {
  const t = useTexts('fields');
  const name = useId();
  const { row, field, onChange } = props;
  // A source that is not whole yet is no row: it is kept here until it is.
  const [source, setSource] = useState<MappingRow['source'] | null>(row.source);
  return (
    <>
      <SourceEditor
        label={props.label}
        field={field}
        source={source}
        required={field?.required ?? false}
        error={props.refused}
        onChange={(next) => {
          setSource(next);
          if (next) onChange({ ...row, source: next });
        }}
      />
      {field?.type === 'reference' && <Lookup field={field} row={row} onChange={onChange} />}
      <div className={classes.groups}>
        <fieldset className={classes.group}>
          <legend className={classes.legend}>{t('mapping.overwriteLabel')}</legend>
          {(['always', 'if_empty'] as const).map((overwrite) => (
            <label key={overwrite} className={classes.choice}>
              <input
                type="radio"
                name={name}
                checked={row.overwrite === overwrite}
                onChange={() => onChange({ ...row, overwrite })}
              />
              {t(overwrite === 'always' ? 'mapping.always' : 'mapping.ifEmpty')}
            </label>
          ))}
        </fieldset>
        <fieldset className={classes.group}>
          <legend className={classes.legend}>{t('mapping.whenLabel')}</legend>
          <div className={classes.moments}>
            {moments.map((moment) => {
              const isLast = row.when.length === 1 && row.when[0] === moment;
              return (
                <label key={moment} className={classes.choice}>
                  <input
                    type="checkbox"
                    checked={row.when.includes(moment)}
                    disabled={isLast}
                    title={isLast ? t('mapping.whenNone') : undefined}
                    onChange={(event) => {
                      const { checked } = event.currentTarget;
                      onChange({
                        ...row,
                        when: moments.filter((one) => (one === moment ? checked : row.when.includes(one))),
                      });
                    }}
                  />
                  {t(`mapping.moments.${moment}`)}
                </label>
              );
            })}
          </div>
        </fieldset>
      </div>
    </>
  );
}

function Lookup(props: { field: ObjectField; row: MappingRow; onChange: (row: MappingRow) => void }) {
  const t = useTexts('fields');
  const { field, row, onChange } = props;
  const [first = ''] = field.referenceTo;
  const lookup = row.lookup ?? { object: first, by: 'Id' };
  const ways = field.externalIds[lookup.object] ?? [];
  return (
    <div className={classes.lookup}>
      <NativeSelect
        label={t('mapping.lookup')}
        aria-label={t('mapping.lookupObject')}
        data={field.referenceTo}
        value={lookup.object}
        onChange={(event) => onChange({ ...row, lookup: { object: event.currentTarget.value, by: 'Id' } })}
      />
      <NativeSelect
        label={t('mapping.lookupBy')}
        aria-label={t('mapping.lookupField')}
        data={[
          { value: 'Id', label: t('mapping.lookupId') },
          ...ways.map((way) => ({ value: way.name, label: `${way.label} (${way.name})` })),
        ]}
        value={lookup.by}
        onChange={(event) => onChange({ ...row, lookup: { ...lookup, by: event.currentTarget.value } })}
      />
    </div>
  );
}

// Where the value of one Salesforce field comes from: a part of the booking (with a replacement when it has none), or always
// the same value.
import { useId, useState } from 'react';
import { useTexts } from '../../texts/texts.tsx';
import type { ValueSource } from '../set-up-document.ts';
import type { ObjectField } from '../setup-api.ts';
import { BookingFieldSelect } from './booking-field-select.tsx';
import { FixedValueInput } from './fixed-value-input.tsx';
import classes from './source-editor.module.css';

export function SourceEditor(props: {
  label: string;
  field: ObjectField | undefined;
  source: ValueSource | null;
  required: boolean;
  error?: string | undefined;
  /** Null: nothing is chosen yet. */
  onChange: (source: ValueSource | null) => void;
}) {
  const t = useTexts('fields');
  const name = useId();
  const { source, field } = props;
  const fitsBooking = !field || field.accepts.length + field.acceptsWithCare.length > 0;
  const [kind, setKind] = useState<ValueSource['kind']>(source?.kind ?? (fitsBooking ? 'booking' : 'fixed'));
  const kinds = [
    { kind: 'booking', text: t('source.booking') },
    { kind: 'fixed', text: t('source.fixed') },
  ] as const;
  return (
    <fieldset className={classes.editor}>
      <legend className={classes.legend}>{t('source.legend', { field: props.label })}</legend>
      <div className={classes.kinds}>
        {kinds.map((choice) => (
          <label key={choice.kind} className={classes.kind}>
            <input
              type="radio"
              name={name}
              checked={kind === choice.kind}
              disabled={choice.kind === 'booking' && !fitsBooking}
              onChange={() => {
                setKind(choice.kind);
                // A checkbox has a value from the start: not ticked.
                props.onChange(
                  choice.kind === 'fixed' && field?.type === 'boolean'
                    ? { kind: 'fixed', value: false }
                    : null,
                );
              }}
            />
            {choice.text}
          </label>
        ))}
      </div>
      {kind === 'booking' ? (
        <div className={classes.fields}>
          <BookingFieldSelect
            label={t('source.bookingField')}
            field={field}
            value={source?.kind === 'booking' ? source.field : null}
            onChange={(id) => {
              const fallback = source?.kind === 'booking' ? source.fallback : null;
              props.onChange(id === null ? null : { kind: 'booking', field: id, fallback });
            }}
          />
          {source?.kind === 'booking' && (
            <FixedValueInput
              key={source.field}
              optional
              label={t('source.fallback')}
              description={t(props.required ? 'source.fallbackRequired' : 'source.fallbackHint')}
              error={props.error}
              field={field}
              value={source.fallback}
              onChange={(fallback) => props.onChange({ ...source, fallback })}
            />
          )}
        </div>
      ) : (
        <div className={classes.fields}>
          <FixedValueInput
            optional={false}
            label={t('source.value')}
            error={props.error}
            field={field}
            value={source?.kind === 'fixed' ? source.value : null}
            onChange={(value) => props.onChange(value === null ? null : { kind: 'fixed', value })}
          />
        </div>
      )}
    </fieldset>
  );
}

// Choosing one of the booking's fields, by search, with a sample value of each; only those whose type fits the target.
import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTexts } from '../../texts/texts.tsx';
import type { ObjectField } from '../setup-api.ts';
import { useBookingFields } from '../setup-queries.ts';
import { scrolling } from './scrolling.ts';
import classes from './booking-field-select.module.css';
import { useBookingFieldWords } from './booking-field-words.ts';

export function BookingFieldSelect(props: {
  label: string;
  field: ObjectField | undefined;
  value: string | null;
  onChange: (id: string | null) => void;
  autoFocus?: boolean;
}) {
  const t = useTexts('fields');
  const { find, tellField, tellGroup } = useBookingFieldWords();
  const known = useBookingFields().data?.fields;
  const accepts = props.field?.accepts;
  const withCare = props.field?.acceptsWithCare;
  const data = useMemo(() => {
    const groups = new Map<string, { value: string; label: string }[]>();
    for (const field of known ?? []) {
      const fits = !accepts || accepts.includes(field.type) || withCare?.includes(field.type);
      if (!fits && field.id !== props.value) continue;
      const group = tellGroup(field);
      groups.set(group, [...(groups.get(group) ?? []), { value: field.id, label: tellField(field.id) }]);
    }
    if (props.value !== null && !known?.some(({ id }) => id === props.value))
      groups.set('', [{ value: props.value, label: tellField(props.value) }]);
    return [...groups].map(([group, items]) => ({ group, items }));
    // The words come new with each rendering and change only with the language, which builds the screen anew.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [known, accepts, withCare, props.value]);
  return (
    <Select
      label={props.label}
      searchable
      limit={80}
      {...scrolling}
      data={data}
      value={props.value}
      autoFocus={props.autoFocus ?? false}
      placeholder={t('source.pick')}
      nothingFoundMessage={t('source.nothing')}
      allowDeselect={false}
      onChange={props.onChange}
      renderOption={({ option }) => {
        const field = find(option.value);
        return (
          <span className={classes.option}>
            <span>{option.label}</span>
            <span className={classes.sample}>
              {field?.sample ?? t('noSample')}
              {field && withCare?.includes(field.type) && ` · ${t('source.withCare')}`}
            </span>
          </span>
        );
      }}
    />
  );
}

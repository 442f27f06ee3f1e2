// A value that somebody types or chooses, with the input that its Salesforce field asks for. Null: none.
import { Checkbox, MultiSelect, NativeSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../texts/texts.tsx';
import { scrolling } from './scrolling.ts';
import type { FixedValue } from '../set-up-document.ts';
import type { ObjectField } from '../setup-api.ts';

type Props = {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  field: ObjectField | undefined;
  value: FixedValue | null;
  /** A replacement may be none; a fixed value may be false. */
  optional: boolean;
  onChange: (value: FixedValue | null) => void;
};

const numberTypes = ['int', 'double', 'currency', 'percent'];
/** More values than this are searched rather than looked through. */
const searchable = 15;

export function FixedValueInput(props: Props) {
  const type = props.field?.type ?? 'string';
  const picklist = props.field?.picklist ?? [];
  if (type === 'multipicklist') return <Several {...props} />;
  if (type === 'boolean') return <YesOrNo {...props} />;
  if ((type === 'picklist' || type === 'combobox') && picklist.length > 0) return <OneOf {...props} />;
  if (numberTypes.includes(type)) return <NumberText {...props} />;
  if (type === 'date' || type === 'time') return <Plain {...props} type={type} />;
  if (type === 'datetime') return <DateAndTime {...props} />;
  return <Text {...props} type={type} />;
}

function common({ label, description, error }: Props) {
  return { label, description: description ?? null, error: error ?? null };
}

const orNull = (text: string): string | null => (text === '' ? null : text);

function Text(props: Props & { type: string }) {
  const t = useTexts('fields');
  const text = props.value === null ? '' : String(props.value);
  const length = props.field?.length ?? 0;
  const problem =
    length > 0 && text.length > length
      ? t('source.tooLong', { length, given: text.length })
      : props.type === 'reference' && text !== '' && !/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text)
        ? t('source.badId')
        : undefined;
  const shared = {
    ...common(props),
    error: props.error ?? problem ?? null,
    value: text,
    placeholder: props.type === 'reference' ? t('source.recordId') : '',
  };
  if (props.type === 'textarea')
    return (
      <Textarea
        {...shared}
        rows={3}
        onChange={(event) => props.onChange(orNull(event.currentTarget.value))}
      />
    );
  return (
    <TextInput
      {...shared}
      type={props.type === 'email' || props.type === 'url' ? props.type : 'text'}
      onChange={(event) => props.onChange(orNull(event.currentTarget.value))}
    />
  );
}

function NumberText(props: Props) {
  const t = useTexts('fields');
  const [text, setText] = useState(props.value === null ? '' : String(props.value));
  const isNumber = text.trim() === '' || Number.isFinite(Number(text.replace(',', '.')));
  const isWhole = props.field?.type !== 'int' || !/[.,]/.test(text);
  return (
    <TextInput
      {...common(props)}
      inputMode="decimal"
      value={text}
      error={props.error ?? (isNumber && isWhole ? null : t('source.notANumber'))}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const given = typed.trim().replace(',', '.');
        props.onChange(given === '' ? null : Number.isFinite(Number(given)) ? Number(given) : typed);
      }}
    />
  );
}

function Plain(props: Props & { type: 'date' | 'time' }) {
  return (
    <TextInput
      {...common(props)}
      type={props.type}
      value={props.value === null ? '' : String(props.value)}
      onChange={(event) => props.onChange(orNull(event.currentTarget.value))}
    />
  );
}

/** Stored as a moment in UTC, typed in the reader's own time. */
function DateAndTime(props: Props) {
  return (
    <TextInput
      {...common(props)}
      type="datetime-local"
      value={typeof props.value === 'string' ? toLocal(props.value) : ''}
      onChange={(event) => {
        const at = new Date(event.currentTarget.value);
        props.onChange(Number.isNaN(at.getTime()) ? null : at.toISOString());
      }}
    />
  );
}

function toLocal(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function YesOrNo(props: Props) {
  const t = useTexts('fields');
  if (!props.optional) {
    return (
      <Checkbox
        {...common(props)}
        checked={props.value === true}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    );
  }
  return (
    <NativeSelect
      {...common(props)}
      value={props.value === null ? '' : String(props.value)}
      onChange={(event) => {
        const { value } = event.currentTarget;
        props.onChange(value === '' ? null : value === 'true');
      }}
      data={[
        { value: '', label: t('source.noValue') },
        { value: 'true', label: t('source.yes') },
        { value: 'false', label: t('source.no') },
      ]}
    />
  );
}

/** Values that the org has, and the present one even when the org has it no more. */
function useChoices(props: Props): { value: string; label: string }[] {
  const t = useTexts('fields');
  const active = (props.field?.picklist ?? [])
    .filter((choice) => choice.active)
    .map(({ value, label }) => ({ value, label }));
  const present =
    props.value === null || typeof props.value === 'boolean'
      ? []
      : props.field?.type === 'multipicklist'
        ? String(props.value).split(';')
        : [String(props.value)];
  const gone = present.filter((value) => value !== '' && !active.some((choice) => choice.value === value));
  return [...active, ...gone.map((value) => ({ value, label: t('source.inactiveValue', { value }) }))];
}

function OneOf(props: Props) {
  const t = useTexts('fields');
  const choices = useChoices(props);
  const value = props.value === null ? '' : String(props.value);
  if (choices.length > searchable)
    return (
      <Select
        {...common(props)}
        searchable
        clearable={props.optional}
        limit={60}
        {...scrolling}
        data={choices}
        value={value === '' ? null : value}
        placeholder={t(props.optional ? 'source.noValue' : 'source.chooseValue')}
        onChange={(chosen) => props.onChange(chosen)}
        nothingFoundMessage={t('source.nothing')}
      />
    );
  return (
    <NativeSelect
      {...common(props)}
      value={value}
      onChange={(event) => props.onChange(orNull(event.currentTarget.value))}
      data={[{ value: '', label: t(props.optional ? 'source.noValue' : 'source.chooseValue') }, ...choices]}
    />
  );
}

function Several(props: Props) {
  const t = useTexts('fields');
  const choices = useChoices(props);
  return (
    <MultiSelect
      {...common(props)}
      searchable
      limit={60}
      {...scrolling}
      data={choices}
      value={props.value === null ? [] : String(props.value).split(';').filter(Boolean)}
      placeholder={t('source.multi')}
      onChange={(chosen) => props.onChange(orNull(chosen.join(';')))}
      nothingFoundMessage={t('source.nothing')}
    />
  );
}

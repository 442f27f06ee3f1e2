// Adding fields, several at once: search among those that are not mapped yet, tick, choose where each value comes from. Only
// the first that fit are listed: an object may have hundreds.
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { announce } from '../../parts/announce.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useDraft } from '../draft/draft.tsx';
import { useBookingFieldWords } from '../fields/booking-field-words.ts';
import { useTypeWords } from '../fields/field-row.tsx';
import { addRows, newRow } from '../fields/row-changes.ts';
import { SourceEditor } from '../fields/source-editor.tsx';
import type { MappedObject, MappingRow, ValueSource } from '../set-up-document.ts';
import type { BookingField, ObjectAnswer, ObjectField } from '../setup-api.ts';
import { useBookingFields } from '../setup-queries.ts';
import classes from './field-adder.module.css';

const listed = 40;

export function FieldAdder(props: { object: MappedObject; answer: ObjectAnswer; onClose: () => void }) {
  const t = useTexts('fields');
  const draft = useDraft();
  const tellType = useTypeWords();
  const { tellField } = useBookingFieldWords();
  const bookingFields = useBookingFields().data?.fields ?? [];
  const { object, answer } = props;
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, ValueSource | null>>(new Map());
  const [tried, setTried] = useState(false);
  const q = useDeferredValue(typed).trim().toLocaleLowerCase();
  const mapped = new Set(draft.setUp.fields[object].map(({ target }) => target));
  const free = answer.fields.filter((field) => field.mappable && !mapped.has(field.name));
  const fitting = useMemo(
    () =>
      free.filter(
        (field) => chosen.has(field.name) || `${field.label} ${field.name}`.toLocaleLowerCase().includes(q),
      ),
    [free, chosen, q],
  );
  const choose = (field: ObjectField, source: ValueSource | null | undefined): void => {
    const next = new Map(chosen);
    if (source === undefined) next.delete(field.name);
    else next.set(field.name, source);
    setChosen(next);
  };
  const add = (): void => {
    setTried(true);
    const rows: MappingRow[] = [];
    for (const [target, source] of chosen)
      if (source) rows.push(withLookup(newRow(object, target, source), free));
    if (rows.length === 0 || rows.length < chosen.size) return;
    const what = t('mapping.added', { count: rows.length, object: answer.label });
    draft.change(addRows(object, rows), what);
    announce(what);
    props.onClose();
  };
  return (
    <div className={classes.adder} role="group" aria-label={t('mapping.addTo', { object: answer.label })}>
      <TextInput
        type="search"
        autoFocus
        aria-label={t('adder.search', { object: answer.label })}
        placeholder={t('adder.search', { object: answer.label })}
        leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onClose();
        }}
      />
      {free.length === 0 && <p className={classes.quiet}>{t('adder.none', { object: answer.label })}</p>}
      {free.length > 0 && fitting.length === 0 && (
        <p className={classes.quiet}>{t('adder.noMatch', { q: typed.trim() })}</p>
      )}
      <ul className={classes.list} aria-label={t('adder.list')}>
        {fitting.slice(0, listed + chosen.size).map((field) => {
          const isChosen = chosen.has(field.name);
          return (
            <li key={field.name} className={classes.item}>
              <Checkbox
                checked={isChosen}
                onChange={(event) =>
                  choose(
                    field,
                    event.currentTarget.checked ? suggest(field, bookingFields, tellField) : undefined,
                  )
                }
                label={
                  <span className={classes.label}>
                    <span className={classes.name}>{field.label}</span>
                    <span className={classes.quiet}>
                      <code>{field.name}</code> · {tellType(field)}
                    </span>
                  </span>
                }
              />
              {isChosen && (
                <div className={classes.source}>
                  <SourceEditor
                    label={field.label}
                    field={field}
                    source={chosen.get(field.name) ?? null}
                    required={field.required}
                    onChange={(source) => choose(field, source)}
                  />
                  {tried && chosen.get(field.name) === null && (
                    <p className={classes.error} role="alert">
                      {t('adder.chooseSource')}
                    </p>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {fitting.length > listed + chosen.size && (
        <p className={classes.quiet}>{t('adder.cut', { count: fitting.length - listed - chosen.size })}</p>
      )}
      <div className={classes.actions}>
        <Button size="sm" disabled={chosen.size === 0} onClick={add}>
          {t('adder.add', { count: chosen.size })}
        </Button>
        <Button size="sm" variant="default" onClick={props.onClose}>
          {t('adder.cancel')}
        </Button>
      </div>
    </div>
  );
}

const plain = (text: string): string => text.toLocaleLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The booking field of the same name, when there is one whose value fits. */
function suggest(
  field: ObjectField,
  bookingFields: readonly BookingField[],
  tellField: (id: string) => string,
): ValueSource | null {
  const same = bookingFields.find(
    ({ id, type }) =>
      field.accepts.includes(type) &&
      [field.label, field.name.replace(/__c$/, '')].some((name) => plain(name) === plain(tellField(id))),
  );
  if (same) return { kind: 'booking', field: same.id, fallback: null };
  return field.type === 'boolean' && field.accepts.length === 0 ? { kind: 'fixed', value: false } : null;
}

function withLookup(row: MappingRow, fields: readonly ObjectField[]): MappingRow {
  const field = fields.find(({ name }) => name === row.target);
  const [first] = field?.referenceTo ?? [];
  return field?.type === 'reference' && first ? { ...row, lookup: { object: first, by: 'Id' } } : row;
}

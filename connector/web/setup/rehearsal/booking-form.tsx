// The booking that is rehearsed: a recent one as it is or changed for this, or a made-up one.
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { Fold } from '../../parts/fold.tsx';
import { useTexts } from '../../texts/texts.tsx';
import type { BookingFieldsAnswer } from '../setup-api.ts';
import type { RehearsedBooking, RehearsedDetails } from './rehearsal-api.ts';
import classes from './rehearsal.module.css';

type Edits = {
  name: string;
  email: string;
  phone: string;
  company: string;
  title: string;
  notes: string;
  hostEmail: string;
  eventType: string;
};
/** `edits` null: as it came. */
export type BookingInHand = { kind: 'recent' | 'made_up'; id: string | null; edits: Edits | null };

const madeUp: Edits = {
  name: 'Robin Sample',
  email: 'robin.sample@sample-company.example',
  phone: '+49 30 901820',
  company: 'Sample Company',
  title: 'Rehearsal',
  notes: '',
  hostEmail: '',
  eventType: '',
};

export function BookingForm(props: {
  known: BookingFieldsAnswer;
  booking: BookingInHand;
  onChange: (booking: BookingInHand) => void;
}) {
  const t = useTexts('rehearsal');
  const name = useId();
  const { known, booking, onChange } = props;
  const { recentBookings } = known;
  const [latest] = recentBookings;
  return (
    <>
      <div className={classes.kinds} role="radiogroup" aria-label={t('pick')}>
        {(['recent', 'made_up'] as const).map((kind) => (
          <label key={kind} className={classes.kind}>
            <input
              type="radio"
              name={name}
              checked={booking.kind === kind}
              disabled={kind === 'recent' && !latest}
              onChange={() =>
                onChange({ kind, id: kind === 'recent' ? (latest?.id ?? null) : null, edits: null })
              }
            />
            {t(`kinds.${kind}`)}
          </label>
        ))}
      </div>
      {booking.kind === 'recent' && (
        <>
          <NativeSelect
            label={t('pick')}
            value={booking.id ?? ''}
            onChange={(event) => onChange({ kind: 'recent', id: event.currentTarget.value, edits: null })}
            data={recentBookings.map(({ id, person, title }) => ({
              value: id,
              label: `${person} · ${title}`,
            }))}
          />
          <Fold summary={t('edit')}>
            <Fields booking={booking} known={known} onChange={onChange} />
          </Fold>
        </>
      )}
      {booking.kind === 'made_up' && <Fields booking={booking} known={known} onChange={onChange} />}
    </>
  );
}

function Fields(props: {
  known: BookingFieldsAnswer;
  booking: BookingInHand;
  onChange: (booking: BookingInHand) => void;
}) {
  const t = useTexts('rehearsal');
  const { booking, known, onChange } = props;
  const edits = booking.edits ?? startOf(booking, known.recentBookings);
  const input = (field: Exclude<keyof Edits, 'notes' | 'eventType'>, type = 'text') => (
    <TextInput
      type={type}
      size="sm"
      label={t(`fields.${field}`)}
      value={edits[field]}
      placeholder={booking.kind === 'recent' ? t('asItCame') : ''}
      onChange={(event) => onChange({ ...booking, edits: { ...edits, [field]: event.currentTarget.value } })}
    />
  );
  return (
    <div className={classes.fields}>
      {input('name')}
      {input('email', 'email')}
      {input('phone', 'tel')}
      {input('company')}
      {input('title')}
      {input('hostEmail', 'email')}
      {known.eventTypes.length > 0 && (
        <NativeSelect
          size="sm"
          label={t('fields.eventType')}
          value={edits.eventType}
          onChange={(event) =>
            onChange({ ...booking, edits: { ...edits, eventType: event.currentTarget.value } })
          }
          data={[
            { value: '', label: t('fields.anyType') },
            ...known.eventTypes.map(({ key, name }) => ({ value: key, label: name })),
          ]}
        />
      )}
      <Textarea
        size="sm"
        rows={2}
        label={t('fields.notes')}
        value={edits.notes}
        onChange={(event) => onChange({ ...booking, edits: { ...edits, notes: event.currentTarget.value } })}
      />
    </div>
  );
}

/** A recent booking shows only what is typed here; the rest of it stays as it came. */
function startOf(booking: BookingInHand, recent: BookingFieldsAnswer['recentBookings']): Edits {
  if (booking.kind === 'made_up') return madeUp;
  const found = recent.find(({ id }) => id === booking.id);
  return { ...emptyEdits, name: found?.person ?? '', title: found?.title ?? '' };
}

const emptyEdits: Edits = {
  name: '',
  email: '',
  phone: '',
  company: '',
  title: '',
  notes: '',
  hostEmail: '',
  eventType: '',
};

export function toRehearse(
  booking: BookingInHand,
  recent: BookingFieldsAnswer['recentBookings'],
  eventTypes: BookingFieldsAnswer['eventTypes'],
): RehearsedBooking {
  const { id, edits } = booking;
  if (booking.kind === 'recent' && id !== null) {
    return edits === null
      ? { kind: 'recent', id }
      : { kind: 'edited', id, details: onlyGiven(edits, startOf(booking, recent), eventTypes) };
  }
  const hour = 60 * 60 * 1000;
  const start = new Date(Math.ceil((Date.now() + 24 * hour) / hour) * hour);
  return {
    kind: 'made_up',
    details: {
      ...onlyGiven(edits ?? madeUp, null, eventTypes),
      start: start.toISOString(),
      end: new Date(start.getTime() + hour / 2).toISOString(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  };
}

/** For a recent booking, what was not touched is left out, so that it stays as it came. */
function onlyGiven(
  edits: Edits,
  start: Edits | null,
  eventTypes: BookingFieldsAnswer['eventTypes'],
): RehearsedDetails {
  const given = (field: keyof Edits): boolean => edits[field] !== (start?.[field] ?? '');
  const type = eventTypes.find(({ key }) => key === edits.eventType);
  const person = {
    ...(given('name') && { name: edits.name }),
    ...(given('email') && { email: edits.email }),
    ...(given('phone') && { phone: edits.phone }),
    ...(given('company') && { company: edits.company }),
  };
  return {
    ...(Object.keys(person).length > 0 && { person }),
    ...(given('title') && { title: edits.title }),
    ...(given('notes') && { description: edits.notes }),
    ...(given('hostEmail') && { host: { name: null, email: edits.hostEmail } }),
    ...(type && { eventType: { key: type.key, name: type.name } }),
  };
}

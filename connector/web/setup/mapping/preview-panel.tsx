// What would be written for a real booking by the set-up as it is on the screen, saved or not.
import { CloseButton, NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { LoadFailed } from '../../parts/notice.tsx';
import { asApiError } from '../../request.ts';
import { en } from '../../texts/en.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useDraft } from '../draft/draft.tsx';
import { hasKey } from '../phases/phase-words.ts';
import { RowsSkeleton } from '../phases/phase-skeleton.tsx';
import type { PreviewAnswer } from '../setup-api.ts';
import { useBookingFields, usePreview } from '../setup-queries.ts';
import classes from './preview-panel.module.css';

export function PreviewPanel({ onClose }: { onClose: () => void }) {
  const t = useTexts('fields');
  const tSetup = useTexts('setup');
  const { setUp } = useDraft();
  const bookings = useBookingFields().data?.recentBookings;
  const [bookingId, setBookingId] = useState<string | null>(null);
  const [settled] = useDebouncedValue(setUp, 400);
  const hasBookings = bookings !== undefined && bookings.length > 0;
  const preview = usePreview(settled, bookingId, hasBookings);
  return (
    <aside className={classes.panel} aria-label={t('preview.title')}>
      <div className={classes.header}>
        <h2 className={classes.title}>{t('preview.title')}</h2>
        <CloseButton aria-label={t('preview.close')} onClick={onClose} />
      </div>
      <p className={classes.quiet}>{t('preview.lead')}</p>
      {bookings?.length === 0 && <p className={classes.quiet}>{t('preview.empty')}</p>}
      {hasBookings && (
        <NativeSelect
          label={t('preview.booking')}
          value={bookingId ?? ''}
          onChange={(event) => setBookingId(event.currentTarget.value || null)}
          data={[
            { value: '', label: t('preview.last') },
            ...bookings.map(({ id, title, person }) => ({ value: id, label: `${person} · ${title}` })),
          ]}
        />
      )}
      {hasBookings && preview.isPending && <RowsSkeleton label={tSetup('loading')} rows={4} />}
      {preview.isError && (
        <LoadFailed
          what={t('preview.failed')}
          error={asApiError(preview.error)}
          onRetry={() => void preview.refetch()}
          retrying={preview.isFetching}
        />
      )}
      {!preview.isError &&
        preview.data?.records.map((record) => <RecordPreview key={record.object} record={record} />)}
    </aside>
  );
}

function RecordPreview({ record }: { record: PreviewAnswer['records'][number] }) {
  const t = useTexts('fields');
  return (
    <section className={classes.record}>
      <h3 className={classes.object}>
        {hasKey(en.fields.objects, record.object) ? t(`objects.${record.object}`) : record.object}
      </h3>
      {record.fields.length === 0 && <p className={classes.quiet}>{t('preview.noFields')}</p>}
      <dl className={classes.fields}>
        {record.fields.map((field) => (
          <div key={field.name} className={classes.field}>
            <dt className={classes.label}>{field.label}</dt>
            <dd className={classes.value}>
              {field.value === null || field.value === '' ? (
                <span className={classes.quiet}>{t('preview.noValue')}</span>
              ) : typeof field.value === 'boolean' ? (
                t(field.value ? 'source.yes' : 'source.no')
              ) : (
                field.value
              )}
              {notesOf(field).map((note) => (
                <span key={note} className={classes.note}>
                  {hasKey(en.fields.preview.notes, note) ? t(`preview.notes.${note}`) : note}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A replacement is told like a note: the booking itself said nothing. */
function notesOf({ notes, from }: PreviewAnswer['records'][number]['fields'][number]): string[] {
  return from === 'fallback' ? ['fallback', ...notes] : notes;
}

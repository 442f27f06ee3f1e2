// The rehearsal, in each of the phases 3 to 5: a booking on the left, what the org answers on the right.
import { Button } from '@mantine/core';
import { useState } from 'react';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import { announce } from '../../parts/announce.ts';
import { LoadFailed } from '../../parts/notice.tsx';
import { Card } from '../../parts/screen.tsx';
import { asApiError } from '../../request.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useDraft } from '../draft/draft.tsx';
import { RowsSkeleton } from '../phases/phase-skeleton.tsx';
import { useBookingFields } from '../setup-queries.ts';
import { BookingForm, type BookingInHand, toRehearse } from './booking-form.tsx';
import { RehearsalOutcome } from './rehearsal-outcome.tsx';
import { useRehearse } from './rehearsal-api.ts';
import classes from './rehearsal.module.css';

export function RehearsalPanel() {
  const t = useTexts('rehearsal');
  const { setUp, lines, answer } = useDraft();
  const known = useBookingFields().data;
  const rehearse = useRehearse();
  const [inHand, setInHand] = useState<BookingInHand | null>(null);
  if (!answer.connected || !known) return null;
  const first = known.recentBookings[0];
  const booking: BookingInHand =
    inHand ??
    (first ? { kind: 'recent', id: first.id, edits: null } : { kind: 'made_up', id: null, edits: null });
  const run = (): void =>
    rehearse.mutate(
      {
        setUp: lines.length > 0 ? setUp : null,
        booking: toRehearse(booking, known.recentBookings, known.eventTypes),
      },
      {
        onSuccess: ({ outcome }) => announce(t(outcome === 'accepted' ? 'accepted' : `outcomes.${outcome}`)),
      },
    );
  return (
    <Card title={t('title')}>
      <p className={classes.quiet}>{t('lead', { unsaved: lines.length > 0 ? 'yes' : 'no' })}</p>
      <div className={classes.columns}>
        <section className={classes.booking} aria-label={t('booking')}>
          <h3 className={classes.heading}>{t('booking')}</h3>
          <BookingForm known={known} booking={booking} onChange={setInHand} />
          <div>
            <Button
              loading={rehearse.isPending}
              leftSection={<IconPlayerPlay size={17} stroke={1.8} aria-hidden />}
              onClick={run}
            >
              {t(rehearse.data ? 'again' : 'run')}
            </Button>
          </div>
        </section>
        <section className={classes.answer} aria-label={t('answer')}>
          <h3 className={classes.heading}>{t('answer')}</h3>
          {rehearse.isPending && <RowsSkeleton label={t('running')} rows={4} />}
          {rehearse.isError && (
            <LoadFailed what={t('failed')} error={asApiError(rehearse.error)} onRetry={run} />
          )}
          {rehearse.isIdle && <p className={classes.waiting}>{t('waiting')}</p>}
          {rehearse.data && <RehearsalOutcome answer={rehearse.data} />}
        </section>
      </div>
    </Card>
  );
}

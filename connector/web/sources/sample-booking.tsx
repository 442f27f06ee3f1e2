// "Send a sample booking": posts through the source's public address, then follows the booking until it is in the org.
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { Connection, Session } from '../api.ts';
import { useBooking } from '../bookings/booking-queries.ts';
import { isUnderWay, recordWord, useNames } from '../bookings/booking-words.ts';
import type { BookingDetail } from '../bookings/bookings-api.ts';
import { orgLabel } from '../connection/org-label.ts';
import { announce } from '../parts/announce.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import IconSend from '@tabler/icons-react/dist/esm/icons/IconSend.mjs';
import { ErrorNotice } from '../parts/notice.tsx';
import { type Mark, StateWord } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { richText } from './rich-text.tsx';
import classes from './sample-booking.module.css';
import { useSendSample } from './source-queries.ts';
import type { Source } from './sources-api.ts';

export function SampleBooking(props: { source: Source; connection: Connection | null; session: Session }) {
  const { source, connection } = props;
  const t = useTexts('sources');
  const send = useSendSample();
  const [bookingId, setBookingId] = useState<string>();
  const ready = connection?.state === 'ready';
  return (
    <div className={classes.sample}>
      <div className={classes.row}>
        <Button
          variant={source.events === 0 ? 'filled' : 'default'}
          leftSection={<IconSend size={16} stroke={1.8} aria-hidden />}
          loading={send.isPending}
          onClick={() => send.mutate(source.id, { onSuccess: (answer) => setBookingId(answer.bookingId) })}
        >
          {t('sample.send')}
        </Button>
        <p className={classes.hint}>
          {ready ? t('sample.ready', { org: orgLabel(connection) }) : t.rich('sample.notReady', richText)}
        </p>
      </div>
      {send.isError && (
        <ErrorNotice what={t('sample.failed')} why={send.error.message} fix={asApiError(send.error).fix} />
      )}
      {bookingId && <SampleProgress key={bookingId} bookingId={bookingId} session={props.session} />}
    </div>
  );
}

function SampleProgress({ bookingId, session }: { bookingId: string; session: Session }) {
  const t = useTexts('sources');
  const names = useNames();
  const booking = useBooking(bookingId);
  const detail = booking.data;
  const sync = detail?.booking.sync;
  useEffect(() => {
    if (sync === 'done') announce(t('sample.inSalesforce'));
    if (sync === 'parked') announce(t('sample.isParked'));
  }, [sync, t]);
  if (booking.isError) {
    return <ErrorNotice what={t('sample.progressFailed')} why={booking.error.message} />;
  }
  return (
    <div className={classes.progress}>
      <ol className={classes.stages}>
        {tellStages(detail).map(({ stage, tone, mark }) => (
          <li key={stage}>
            <StateWord tone={tone} mark={mark}>
              {t(`sample.stages.${stage}`)}
            </StateWord>
          </li>
        ))}
      </ol>
      {detail?.booking.problem && (
        <ErrorNotice
          tone={sync === 'parked' ? 'bad' : 'warn'}
          what={detail.booking.problem.message}
          fix={detail.booking.problem.fix}
        />
      )}
      {detail && sync === 'done' && (
        <div className={classes.result}>
          <p className={classes.resultTitle}>
            {t('sample.personIn', { person: names.person(detail.booking.person) })}
          </p>
          <ul className={classes.records} aria-label={t('sample.records')}>
            {detail.records.map((record) => (
              <li key={record.id}>
                <span className={classes.type}>{recordWord(record.type)}</span>
                <ExternalLink href={record.url}>{record.label}</ExternalLink>
              </li>
            ))}
          </ul>
        </div>
      )}
      {detail && (
        <p className={classes.links}>
          <Link to={`/bookings/${encodeURIComponent(bookingId)}`}>{t('sample.story')}</Link>
          {session.tryOut && sync === 'done' && (
            <ExternalLink href={session.tryOut.recordsUrl}>{t('sample.localRecords')}</ExternalLink>
          )}
        </p>
      )}
    </div>
  );
}

type Stage = 'sent' | 'received' | 'matched' | 'written' | 'parked' | 'waiting' | 'writing' | 'kept';

function tellStages(detail: BookingDetail | undefined): { stage: Stage; tone: Tone; mark: Mark }[] {
  const done = (stage: Stage) => ({ stage, tone: 'good', mark: 'done' }) as const;
  if (!detail) return [done('sent')];
  const { sync } = detail.booking;
  if (sync === 'done') return [done('received'), done('matched'), done('written')];
  if (sync === 'parked') return [done('received'), { stage: 'parked', tone: 'bad', mark: 'failed' }];
  if (sync === 'waiting') return [done('received'), { stage: 'waiting', tone: 'warn', mark: 'waiting' }];
  if (isUnderWay(sync)) return [done('received'), { stage: 'writing', tone: 'info', mark: 'working' }];
  return [done('received'), { stage: 'kept', tone: 'quiet', mark: 'none' }];
}

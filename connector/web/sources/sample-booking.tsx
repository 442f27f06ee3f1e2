// "Send a sample booking": posts through the source's public address, then follows the booking until it is in the org.
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { BookingDetail, Connection, Session, Source } from '../api.ts';
import { useBooking } from '../bookings/booking-queries.ts';
import { isUnderWay, personWord, recordWord } from '../bookings/booking-words.ts';
import { orgLabel } from '../connection/org-label.ts';
import { announce } from '../parts/announce.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import IconSend from '@tabler/icons-react/dist/esm/icons/IconSend.mjs';
import { ErrorNotice } from '../parts/notice.tsx';
import { type Mark, StateWord } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';
import { asApiError } from '../request.ts';
import classes from './sample-booking.module.css';
import { useSendSample } from './source-queries.ts';

export function SampleBooking(props: { source: Source; connection: Connection | null; session: Session }) {
  const { source, connection } = props;
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
          Send a sample booking
        </Button>
        <p className={classes.hint}>
          {ready
            ? `Writes a made-up person and meeting to ${orgLabel(connection)}.`
            : 'It is kept here and written once the API user is connected and ready.'}{' '}
          {!ready && <Link to="/setup/api-connection">Go to Setup</Link>}
        </p>
      </div>
      {send.isError && (
        <ErrorNotice
          what="The sample booking was not sent."
          why={send.error.message}
          fix={asApiError(send.error).fix}
        />
      )}
      {bookingId && <SampleProgress key={bookingId} bookingId={bookingId} session={props.session} />}
    </div>
  );
}

function SampleProgress({ bookingId, session }: { bookingId: string; session: Session }) {
  const booking = useBooking(bookingId);
  const detail = booking.data;
  const sync = detail?.booking.sync;
  useEffect(() => {
    if (sync === 'done') announce('The sample booking is in Salesforce.');
    if (sync === 'parked') announce('The sample booking is parked.');
  }, [sync]);
  if (booking.isError) {
    return (
      <ErrorNotice
        what="The sample was sent, but its progress could not be loaded."
        why={booking.error.message}
      />
    );
  }
  return (
    <div className={classes.progress}>
      <ol className={classes.stages}>
        {tellStages(detail).map(({ label, tone, mark }) => (
          <li key={label}>
            <StateWord tone={tone} mark={mark}>
              {label}
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
          <p className={classes.resultTitle}>{personWord(detail.booking.person)} is in Salesforce</p>
          <ul className={classes.records} aria-label="Records written">
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
          <Link to={`/bookings/${encodeURIComponent(bookingId)}`}>Read how it went</Link>
          {session.tryOut && sync === 'done' && (
            <ExternalLink href={session.tryOut.recordsUrl}>See all records of the local org</ExternalLink>
          )}
        </p>
      )}
    </div>
  );
}

function tellStages(detail: BookingDetail | undefined): { label: string; tone: Tone; mark: Mark }[] {
  const received = { label: 'Sent and received', tone: 'good', mark: 'done' } as const;
  if (!detail) return [{ label: 'Sent', tone: 'good', mark: 'done' }];
  const { sync } = detail.booking;
  if (sync === 'done') {
    return [
      received,
      { label: 'Person matched', tone: 'good', mark: 'done' },
      { label: 'Written to Salesforce', tone: 'good', mark: 'done' },
    ];
  }
  if (sync === 'parked') return [received, { label: 'Parked: needs you', tone: 'bad', mark: 'failed' }];
  if (sync === 'waiting') return [received, { label: 'Waiting', tone: 'warn', mark: 'waiting' }];
  if (isUnderWay(sync)) return [received, { label: 'Writing to Salesforce', tone: 'info', mark: 'working' }];
  return [received, { label: 'Kept, nothing to write', tone: 'quiet', mark: 'none' }];
}

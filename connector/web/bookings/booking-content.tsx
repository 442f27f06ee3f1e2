// What is known of one booking: how it stands, the meeting, its records, its story, and the raw events folded away.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BookingDetail } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import { MeetingTime, tellMeeting } from '../parts/meeting-time.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { asApiError } from '../request.ts';
import classes from './booking-content.module.css';
import { useReplay } from './booking-queries.ts';
import { BookingStory } from './booking-story.tsx';
import { isUnderWay, recordWord, statusWords, syncWords, titleWord } from './booking-words.ts';
import { RawEvents } from './raw-events.tsx';

export function BookingContent({ detail }: { detail: BookingDetail }) {
  const { booking } = detail;
  const { word, tone, mark } = syncWords[booking.sync];
  return (
    <>
      <div className={classes.standing}>
        <StateWord tone={tone} mark={mark}>
          {word}
        </StateWord>
        {booking.sync === 'waiting' && booking.waitUntil && (
          <span className={classes.dimmed}>
            next try <RelativeTime at={booking.waitUntil} />
          </span>
        )}
      </div>
      <p className={classes.meeting}>
        {titleWord(booking.title)}, {tellMeeting(booking.startsAt, booking.endsAt, booking.timeZone)}
      </p>
      {booking.problem && (
        <ErrorNotice
          tone={booking.sync === 'parked' ? 'bad' : 'warn'}
          what={booking.problem.message}
          fix={booking.problem.fix}
        />
      )}
      {booking.sync === 'parked' && <Replay detail={detail} />}
      <Section title="What happened">
        <BookingStory story={detail.story} />
        <p className={classes.dimmed}>
          {booking.apiCalls === 1 ? '1 Salesforce call' : `${booking.apiCalls} Salesforce calls`} so far.
        </p>
      </Section>
      {detail.records.length > 0 && (
        <Section title="In Salesforce">
          <dl className={classes.facts}>
            {detail.records.map((record) => (
              <Fact key={record.id} label={recordWord(record.type)}>
                <ExternalLink href={record.url}>{record.label}</ExternalLink>
              </Fact>
            ))}
          </dl>
        </Section>
      )}
      <Section title="Details">
        <dl className={classes.facts}>
          <Fact label="What">{titleWord(booking.title)}</Fact>
          <Fact label="When">
            <MeetingTime startsAt={booking.startsAt} endsAt={booking.endsAt} timeZone={booking.timeZone} />
          </Fact>
          <Fact label="Status">{statusWords[booking.status]}</Fact>
          {booking.host && (booking.host.name ?? booking.host.email) && (
            <Fact label="Host">{[booking.host.name, booking.host.email].filter(Boolean).join(', ')}</Fact>
          )}
          {booking.location && booking.location !== booking.joinUrl && (
            <Fact label="Where">{booking.location}</Fact>
          )}
          {booking.joinUrl && (
            <Fact label="Join link">
              <ExternalLink href={booking.joinUrl}>{booking.joinUrl}</ExternalLink>
            </Fact>
          )}
          <Fact label="Source">{booking.source.name}</Fact>
          {booking.answers.map(({ label, value }) => (
            <Fact key={label} label={label}>
              {value}
            </Fact>
          ))}
        </dl>
      </Section>
      <RawEvents events={detail.events} bookingKey={booking.bookingKey} />
      {booking.sync !== 'parked' && <Replay detail={detail} />}
    </>
  );
}

function Replay({ detail }: { detail: BookingDetail }) {
  const replay = useReplay();
  const { booking } = detail;
  if (booking.sync === 'none') return null;
  const underWay = isUnderWay(booking.sync);
  return (
    <div className={classes.replay}>
      <Button
        variant={booking.sync === 'parked' ? 'filled' : 'default'}
        size="sm"
        leftSection={<IconRefresh size={16} stroke={1.8} aria-hidden />}
        loading={replay.isPending}
        disabled={underWay}
        onClick={() =>
          replay.mutate(booking.id, { onSuccess: () => announce('This booking is being written again.') })
        }
      >
        Replay
      </Button>
      <span className={classes.dimmed}>
        {booking.sync === 'done'
          ? 'Compares with Salesforce and writes what is missing. Never makes a second copy.'
          : 'Tries to write this booking now.'}
      </span>
      {replay.isError && (
        <ErrorNotice
          what="This booking could not be replayed."
          why={replay.error.message}
          fix={asApiError(replay.error).fix}
        />
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.sectionTitle}>{title}</h3>
      {children}
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

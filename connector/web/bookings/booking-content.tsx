// What is known of one booking: how it stands, the meeting, its records, its story, and the raw events folded away.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMayChange } from '../frame/session.ts';
import { announce } from '../parts/announce.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import { MeetingTime, useMeetingTime } from '../parts/meeting-time.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './booking-content.module.css';
import { useReplay } from './booking-queries.ts';
import { BookingStory } from './booking-story.tsx';
import { isUnderWay, recordWord, syncLooks, useNames, useProblemWords } from './booking-words.ts';
import type { BookingDetail } from './bookings-api.ts';
import { FieldFix, FieldName } from './field-fix.tsx';
import { RawEvents } from './raw-events.tsx';

export function BookingContent({ detail }: { detail: BookingDetail }) {
  const t = useTexts('bookings');
  const names = useNames();
  const tellMeeting = useMeetingTime();
  const { booking } = detail;
  const { tone, mark } = syncLooks[booking.sync];
  return (
    <>
      <div className={classes.standing}>
        <StateWord tone={tone} mark={mark}>
          {t(`sync.${booking.sync}`)}
        </StateWord>
        {booking.sync === 'waiting' && booking.waitUntil && (
          <span className={classes.dimmed}>
            {t('detail.nextTry')} <RelativeTime at={booking.waitUntil} />
          </span>
        )}
      </div>
      <p className={classes.meeting}>
        <bdi>{names.title(booking.title)}</bdi>, {tellMeeting(booking)}
      </p>
      <Problem booking={booking} />
      {booking.sync === 'parked' && <Replay booking={booking} />}
      <Section title={t('detail.story')}>
        <BookingStory story={detail.story} />
        <p className={classes.dimmed}>{t('detail.calls', { count: booking.apiCalls })}</p>
      </Section>
      {detail.records.length > 0 && (
        <Section title={t('detail.records')}>
          <dl className={classes.facts}>
            {detail.records.map((record) => (
              <Fact key={record.id} label={recordWord(record.type)}>
                <ExternalLink href={record.url}>{record.label}</ExternalLink>
              </Fact>
            ))}
          </dl>
        </Section>
      )}
      <Facts booking={booking} />
      <RawEvents events={detail.events} bookingKey={booking.bookingKey} />
      {booking.sync !== 'parked' && <Replay booking={booking} />}
    </>
  );
}

type Booking = BookingDetail['booking'];

function Problem({ booking: { problem, sync } }: { booking: Booking }) {
  const t = useTexts('bookings');
  const words = useProblemWords();
  if (!problem) return null;
  const { message, fix, ours } = words(problem);
  const { field } = problem;
  return (
    <div lang={ours ? undefined : 'en'}>
      <ErrorNotice
        tone={sync === 'parked' ? 'bad' : 'warn'}
        what={message}
        fix={fix}
        actions={field && <FieldFix code={problem.code} field={field} />}
      >
        {field && (
          <p>
            {t('causes.field')} <FieldName field={field} />
          </p>
        )}
      </ErrorNotice>
    </div>
  );
}

function Facts({ booking }: { booking: Booking }) {
  const t = useTexts('bookings');
  const names = useNames();
  const { host, joinUrl, location } = booking;
  const hostNames = [host?.name, host?.email].filter(Boolean).join(', ');
  const plain: [label: string, value: string | null][] = [
    [t('detail.eventType'), booking.eventType],
    [t('detail.reason'), booking.reason],
    [t('detail.host'), hostNames],
    [t('detail.guests'), booking.guests.join(', ')],
    [t('detail.where'), location === joinUrl ? null : location],
    [t('detail.phone'), booking.phone],
    [t('detail.company'), booking.company],
    [t('detail.source'), booking.source.name],
  ];
  return (
    <Section title={t('detail.details')}>
      <dl className={classes.facts}>
        <Fact label={t('detail.what')}>{names.title(booking.title)}</Fact>
        <Fact label={t('detail.when')}>
          <MeetingTime startsAt={booking.startsAt} endsAt={booking.endsAt} timeZone={booking.timeZone} />
        </Fact>
        <Fact label={t('detail.status')}>{t(`status.${booking.status}`)}</Fact>
        {plain.map(([label, value]) =>
          value ? (
            <Fact key={label} label={label}>
              {value}
            </Fact>
          ) : null,
        )}
        {joinUrl && (
          <Fact label={t('detail.join')}>
            <ExternalLink href={joinUrl}>{joinUrl}</ExternalLink>
          </Fact>
        )}
        {booking.answers.map(({ label, value }) => (
          <Fact key={label} label={label}>
            {value}
          </Fact>
        ))}
      </dl>
    </Section>
  );
}

function Replay({ booking }: { booking: Booking }) {
  const t = useTexts('bookings');
  const mayChange = useMayChange();
  const replay = useReplay();
  if (booking.sync === 'none') return null;
  // Who only looks is not offered what would be refused, and is told who can do it.
  if (!mayChange) return <p className={classes.dimmed}>{t('replay.notYours')}</p>;
  return (
    <div className={classes.replay}>
      <Button
        variant={booking.sync === 'parked' ? 'filled' : 'default'}
        size="sm"
        leftSection={<IconRefresh size={16} stroke={1.8} aria-hidden />}
        loading={replay.isPending}
        disabled={isUnderWay(booking.sync)}
        onClick={() => replay.mutate(booking.id, { onSuccess: () => announce(t('replay.one')) })}
      >
        {t('replay.go')}
      </Button>
      <span className={classes.dimmed}>{t(booking.sync === 'done' ? 'replay.done' : 'replay.now')}</span>
      {replay.isError && (
        <ErrorNotice
          what={t('replay.oneFailed')}
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

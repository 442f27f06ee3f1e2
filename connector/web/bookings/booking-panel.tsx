// One booking beside the list: focus moves in when it opens, Escape and Close lead back to its row.
import { ActionIcon, Skeleton } from '@mantine/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import IconArrowLeft from '@tabler/icons-react/dist/esm/icons/IconArrowLeft.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { LoadFailed } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { BookingContent } from './booking-content.tsx';
import classes from './booking-panel.module.css';
import { useBooking } from './booking-queries.ts';
import { useNames } from './booking-words.ts';

export function BookingPanel({ bookingId, backTo }: { bookingId: string; backTo: string }) {
  const t = useTexts('bookings');
  const names = useNames();
  const booking = useBooking(bookingId);
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const loaded = booking.data !== undefined;
  useEffect(() => {
    if (loaded) heading.current?.focus({ preventScroll: true });
  }, [loaded]);
  const close = () => {
    void navigate(backTo);
    requestAnimationFrame(() => document.getElementById(`booking-${bookingId}`)?.focus());
  };
  const onEscape = useEffectEvent(close);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onEscape();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const person = booking.data?.booking.person;
  return (
    <aside className={classes.panel} aria-label={t('detail.label')}>
      <div className={classes.header}>
        <Link to={backTo} className={classes.back ?? ''}>
          <IconArrowLeft size={17} stroke={1.8} aria-hidden /> {t('detail.back')}
        </Link>
        <div className={classes.names}>
          <h2 ref={heading} tabIndex={-1} className={classes.name}>
            {person ? <bdi>{names.person(person)}</bdi> : <Skeleton height={22} width={180} />}
          </h2>
          {person && <p className={classes.email}>{person.email}</p>}
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('detail.close')}
          className={classes.close}
          onClick={close}
        >
          <IconX size={19} stroke={1.8} aria-hidden />
        </ActionIcon>
      </div>
      {booking.isError && (
        <LoadFailed
          what={t('detail.loadFailed')}
          error={asApiError(booking.error)}
          onRetry={() => void booking.refetch()}
          retrying={booking.isFetching}
        />
      )}
      {booking.isPending && (
        <div className={classes.loading} role="status" aria-busy="true" aria-label={t('loading')}>
          <Skeleton height={16} width="60%" />
          <Skeleton height={14} width="80%" />
          <Skeleton height={140} />
          <Skeleton height={90} />
        </div>
      )}
      {booking.data && <BookingContent detail={booking.data} />}
    </aside>
  );
}

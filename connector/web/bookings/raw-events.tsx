// What the source really sent, folded away, for the day when somebody doubts it.
import { Fold } from '../parts/fold.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { useTexts } from '../texts/texts.tsx';
import type { BookingEvent } from './bookings-api.ts';
import classes from './raw-events.module.css';

const states = ['received', 'held', 'applied', 'ignored', 'repeated'] as const;

export function RawEvents({ events, bookingKey }: { events: BookingEvent[]; bookingKey: string }) {
  const t = useTexts('bookings');
  const tell = (state: string): string => {
    const known = states.find((each) => each === state);
    return known === undefined ? state : t(`events.${known}`);
  };
  return (
    <Fold summary={t('detail.raw', { count: events.length })}>
      <div className={classes.events}>
        {events.map((event) => (
          <div key={event.id} className={classes.event}>
            <p className={classes.caption}>
              <b>{event.type}</b> <RelativeTime at={event.receivedAt} />, {tell(event.state)}
              {event.reason && <span lang="en">: {event.reason}</span>}
            </p>
            <pre className={classes.body}>{JSON.stringify(event.body, null, 2)}</pre>
          </div>
        ))}
        <p className={classes.caption}>
          {t('detail.key')} <code className={classes.key}>{bookingKey}</code>
        </p>
      </div>
    </Fold>
  );
}

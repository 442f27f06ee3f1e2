// What the source really sent, folded away, for the day when somebody doubts it.
import type { BookingEvent } from '../api.ts';
import { Fold } from '../parts/fold.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import classes from './raw-events.module.css';

const stateWords: Record<string, string> = {
  received: 'received',
  applied: 'applied',
  ignored: 'ignored',
  repeated: 'a repeat, changed nothing',
};

export function RawEvents({ events, bookingKey }: { events: BookingEvent[]; bookingKey: string }) {
  return (
    <Fold summary={events.length === 1 ? 'Raw event' : `${events.length} raw events`}>
      <div className={classes.events}>
        {events.map((event) => (
          <div key={event.id} className={classes.event}>
            <p className={classes.caption}>
              <b>{event.type}</b> <RelativeTime at={event.receivedAt} />,{' '}
              {stateWords[event.state] ?? event.state}
              {event.reason && `: ${event.reason}`}
            </p>
            <pre className={classes.body}>{JSON.stringify(event.body, null, 2)}</pre>
          </div>
        ))}
        <p className={classes.caption}>
          Booking key <code className={classes.key}>{bookingKey}</code>
        </p>
      </div>
    </Fold>
  );
}

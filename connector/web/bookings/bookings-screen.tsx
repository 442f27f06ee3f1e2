// Bookings: the list with its filter in the address, and beside it (on a phone: instead of it) one booking's story.
import { useLocation, useParams } from 'react-router';
import type { Session } from '../api.ts';
import { Screen } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';
import { BookingList } from './booking-list.tsx';
import { BookingPanel } from './booking-panel.tsx';
import classes from './bookings-screen.module.css';

export function BookingsScreen({ session }: { session: Session }) {
  const t = useTexts('bookings');
  const { bookingId } = useParams();
  const { search } = useLocation();
  return (
    <Screen title={t('title')} wide>
      <div className={classes.columns} data-open={bookingId ? true : undefined}>
        <div className={classes.list}>
          <BookingList session={session} openId={bookingId} />
        </div>
        {bookingId && <BookingPanel key={bookingId} bookingId={bookingId} backTo={`/bookings${search}`} />}
      </div>
    </Screen>
  );
}

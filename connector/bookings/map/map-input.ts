// What the stage `map` is given: everything that decides what of a booking is written, and nothing that could change
// while it decides.
import type { Describes } from '../../salesforce/describe-cache.ts';
import type { SetUp, Rules } from '../../setup/set-up-document.ts';
import type { BookingStatus } from '../../store/schema.ts';
import type { BookingDetails } from '../booking.ts';
import type { Match, Written } from '../plan.ts';

export type MapInput = {
  setUp: Pick<SetUp, 'fields'>;
  /** With what differs for the event type (rules-for.ts). */
  rules: Rules;
  /** Of the five objects and of `Booking__c`. */
  describes: Describes;
  match: Match;
  bookingKey: string;
  status: BookingStatus;
  details: BookingDetails;
  sourceName: string;
  writeNumber: number;
  /** Key of the booking that this one gave way to. */
  sameAs: string | null;
  hostUserId: string | null;
  apiUserId: string;
  /** The Event that is there; null: none, or it was deleted. */
  eventId: string | null;
  lastWritten: Written | null;
  /** A write of this booking may have reached the org that `lastWritten` does not know. */
  uncertain: boolean;
};

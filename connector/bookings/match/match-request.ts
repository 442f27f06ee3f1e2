// What stage `match` is asked: the booking, the rules that apply to it, and which values of found records are needed.
import type { MappedObject, Rules } from '../../setup/set-up-document.ts';
import type { BookingDetails } from '../booking.ts';

export type MatchRequest = {
  bookingKey: string;
  details: BookingDetails;
  /** With the overrides of the booking's event type applied. */
  rules: Rules;
  /**
   * Fields whose present values are needed, all visible in the API user's describe. An object that is left out is not
   * joined to others: the API user does not see it.
   */
  read: Partial<Record<MappedObject, readonly string[]>>;
  /** Person Accounts are switched on in the org: `IsPersonAccount` exists. */
  personAccounts: boolean;
  /** Records that a duplicate rule of the org takes for the person or the company. */
  duplicateIds?: readonly string[];
  /** Whether this Event is still there; looked at only when a write said that something is gone. */
  eventId?: string | null;
};

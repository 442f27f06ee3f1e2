// What a scheduling tool can be asked with an API key: whose key it is, which bookings are to come, and how one is now.
import type { Message } from '../../booking.ts';
import type { CallTool } from './call-tool.ts';

/** A booking as the tool has it now. */
export type ToolBooking = {
  /** `moved`: it goes on under another id. */
  state: 'live' | 'requested' | 'canceled' | 'moved';
  /** What the tool would have sent to make it so. */
  message: Message;
  changedAt: Date | null;
  /** As the tool gave it, for the history. */
  body: unknown;
};

export type Tool = {
  baseUrl: string;
  /** Many run it themselves, under an address of their own. */
  isSelfHosted: boolean;
  /** Whose key it is, in words, or null when the tool does not tell. Throws `api_key_refused` and what `CallTool` throws. */
  identify(call: CallTool): Promise<string | null>;
  /** Every booking that begins after `from`; several customers of one meeting are several bookings. */
  listUpcoming(call: CallTool, from: Date, recordIdParameter: string | null): AsyncGenerator<ToolBooking>;
  /** Null when the tool does not know it, or not with this key. */
  readBooking(
    call: CallTool,
    booking: BookingId,
    recordIdParameter: string | null,
  ): Promise<ToolBooking | null>;
};

export type BookingId = { bookingId: string; attendee: string | null };

// When a meeting is, in the booking's own time zone, and in the reader's when that differs.
const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

export function tellMeeting(startsAt: string, endsAt: string, timeZone: string): string {
  const zone = knownZone(timeZone);
  const start = new Date(startsAt);
  const end = new Date(endsAt);
  const startDay = tellDay(start, zone);
  const endDay = tellDay(end, zone);
  const from = start.toLocaleTimeString('en-GB', { ...clock, timeZone: zone });
  const to = end.toLocaleTimeString('en-GB', { ...clock, timeZone: zone });
  return startDay === endDay ? `${startDay}, ${from}–${to}` : `${startDay}, ${from} – ${endDay}, ${to}`;
}

export function MeetingTime({
  startsAt,
  endsAt,
  timeZone,
}: {
  startsAt: string;
  endsAt: string;
  timeZone: string;
}) {
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = knownZone(timeZone);
  return (
    <>
      <time dateTime={startsAt}>{tellMeeting(startsAt, endsAt, timeZone)}</time>{' '}
      <span>({zone.replaceAll('_', ' ')})</span>
      {zone !== ownZone && <div>{tellMeeting(startsAt, endsAt, ownZone)} where you are</div>}
    </>
  );
}

function tellDay(at: Date, timeZone: string): string {
  const thisYear = at.getFullYear() === new Date().getFullYear();
  return at.toLocaleDateString(
    'en-GB',
    thisYear ? { ...day, timeZone } : { ...day, year: 'numeric', timeZone },
  );
}

function knownZone(timeZone: string): string {
  try {
    Intl.DateTimeFormat('en', { timeZone }).format();
    return timeZone;
  } catch {
    // A tool may send a zone that this browser does not know.
    return 'UTC';
  }
}

// When a meeting is, in the booking's own time zone, and in the reader's when that differs.
const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

export function tellMeeting(startsAt: string, endsAt: string, timeZone: string): string {
  if (startsAt === '' || endsAt === '') return 'No time is known';
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
  if (startsAt === '' || endsAt === '') return 'Not known';
  const inTheirZone = tellMeeting(startsAt, endsAt, timeZone);
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const inYours = tellMeeting(startsAt, endsAt, ownZone);
  const zone = knownZone(timeZone);
  return (
    <>
      <time dateTime={startsAt}>{inTheirZone}</time> <span>({zone.replaceAll('_', ' ')})</span>
      {inYours !== inTheirZone && <div>{inYours} where you are</div>}
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

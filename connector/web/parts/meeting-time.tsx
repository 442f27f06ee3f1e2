// When a meeting is, in the booking's own time zone, and in the reader's when that differs.
import { type Language, useLanguage, useTexts } from '../texts/texts.tsx';

const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
const locales: Record<Language, string> = { en: 'en-GB', de: 'de' };

type Meeting = { startsAt: string; endsAt: string; timeZone: string };

/** For a meeting inside a sentence. */
export function useMeetingTime(): (meeting: Meeting) => string {
  const { language } = useLanguage();
  const t = useTexts('bookings');
  return (meeting) => tellMeeting(meeting, language) ?? t('noTime');
}

export function MeetingTime(meeting: Meeting) {
  const { language } = useLanguage();
  const t = useTexts('bookings');
  const inTheirZone = tellMeeting(meeting, language);
  if (inTheirZone === null) return t('noTime');
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const inYours = tellMeeting({ ...meeting, timeZone: ownZone }, language);
  const zone = knownZone(meeting.timeZone);
  return (
    <>
      <time dateTime={meeting.startsAt}>{inTheirZone}</time> <span>({zone.replaceAll('_', ' ')})</span>
      {inYours !== null && inYours !== inTheirZone && <div>{t('whereYouAre', { time: inYours })}</div>}
    </>
  );
}

/** Null: the times are not known. */
function tellMeeting({ startsAt, endsAt, timeZone }: Meeting, language: Language): string | null {
  if (startsAt === '' || endsAt === '') return null;
  const locale = locales[language];
  const zone = knownZone(timeZone);
  const start = new Date(startsAt);
  const end = new Date(endsAt);
  const startDay = tellDay(start, zone, locale);
  const endDay = tellDay(end, zone, locale);
  const from = start.toLocaleTimeString(locale, { ...clock, timeZone: zone });
  const to = end.toLocaleTimeString(locale, { ...clock, timeZone: zone });
  return startDay === endDay ? `${startDay}, ${from}–${to}` : `${startDay}, ${from} – ${endDay}, ${to}`;
}

function tellDay(at: Date, timeZone: string, locale: string): string {
  const thisYear = at.getFullYear() === new Date().getFullYear();
  return at.toLocaleDateString(
    locale,
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

// An hour in words: with its day in tables and hints, shorter on an axis.
import { useLanguage } from '../texts/texts.tsx';

const wholeFormat: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
};
const dayFormat: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
const timeFormat: Intl.DateTimeFormatOptions = { weekday: 'short', hour: '2-digit', minute: '2-digit' };

export function useHourWords() {
  const { language } = useLanguage();
  const locale = language === 'de' ? 'de' : 'en-GB';
  const teller = (format: Intl.DateTimeFormatOptions) => {
    const words = new Intl.DateTimeFormat(locale, format);
    return (hour: string) => words.format(new Date(hour));
  };
  return { tellHour: teller(wholeFormat), tellDay: teller(dayFormat), tellTime: teller(timeFormat) };
}

export function useNumberWords(): (value: number) => string {
  const { language } = useLanguage();
  const words = new Intl.NumberFormat(language);
  return (value) => words.format(value);
}

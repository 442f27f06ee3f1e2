// Which hours a chart shows and where its axis is marked. Hours begin on the clock of the reader. Pure.

const dayHours = 24;
/** Up to this many hours the axis tells the time of day, beyond it the days. */
const shortHours = 48;

/** On a new installation almost all of a week is empty: shown is from the first hour in which something was, at least a day. */
export function fromFirstBusy<Hour>(hours: readonly Hour[], isBusy: (hour: Hour) => boolean): Hour[] {
  const first = hours.findIndex(isBusy);
  const start = first === -1 ? hours.length : first;
  return hours.slice(Math.max(0, Math.min(start, hours.length - dayHours)));
}

export function isShort(hours: readonly unknown[]): boolean {
  return hours.length <= shortHours;
}

/** Midnights; on a short axis every sixth hour. A day on which the clock has no midnight is marked at its first hour. */
export function axisMarks(hours: readonly string[]): string[] {
  const every = isShort(hours) ? 6 : dayHours;
  const partOf = (hour: string): string => {
    const at = new Date(hour);
    return `${at.getFullYear()} ${at.getMonth()} ${at.getDate()} ${Math.floor(at.getHours() / every)}`;
  };
  return hours.filter((hour, at) => {
    const before = hours[at - 1];
    if (before === undefined) return new Date(hour).getHours() % every === 0;
    return partOf(before) !== partOf(hour);
  });
}

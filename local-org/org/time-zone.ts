// Days and hours where a user lives. Time zones by name (America/Los_Angeles), as Salesforce keeps them on its users.

export type LocalTime = { date: string; hour: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** The wall clock of the zone, read as if it were UTC. */
function wallClock(instant: Date, zone: string): Date {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  return new Date(`${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

export function localTime(instant: Date, zone: string): LocalTime {
  const clock = zone === 'UTC' ? instant : wallClock(instant, zone);
  return { date: clock.toISOString().slice(0, 10), hour: clock.getUTCHours() };
}

/** The instant at which a day starts in the zone (the first one, where the clock jumps over midnight). */
export function startOfDay(date: string, zone: string): Date {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  const guess = midnight(wanted, new Date(wanted), zone);
  // Again, because the offset may change between the first guess and the answer.
  const instant = midnight(wanted, guess, zone);
  // West of Greenwich a midnight that the clock jumps over is taken for the eve's last hour: the first guess is the jump.
  return localTime(instant, zone).date < date ? guess : instant;
}

/** When the wall clock shows `wanted`, if the zone is as far from UTC as it is at `near`. */
function midnight(wanted: number, near: Date, zone: string): Date {
  return new Date(wanted - (wallClock(near, zone).getTime() - near.getTime()));
}

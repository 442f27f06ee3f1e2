// Every waiting time of trip 2 in one object, so that tests shorten the times instead of switching the waiting off.
// Milliseconds throughout.

export type Waits = {
  /** How long an event that names a booking we never saw waits for it before its first write. */
  readonly predecessor: number;
  /** First and longest pause of one booking after a failure that passes soon (row lock, time-out); doubles between. */
  readonly soon: number;
  readonly soonMost: number;
  /** First and longest pause of a connection while Salesforce is unavailable; doubles between. */
  readonly unavailable: number;
  readonly unavailableMost: number;
  /** Pause of a connection between two probes when the org's daily API requests are used up. */
  readonly limit: number;
  /** How often due bookings and dead processes are looked for. */
  readonly sweep: number;
  /** How long one job works for one workspace before it gives way to others. */
  readonly slice: number;
  /** A claim older than this is free again, though its process still lives: longer than any Salesforce call. */
  readonly lease: number;
};

const usual: Waits = {
  predecessor: 120_000,
  soon: 1_000,
  soonMost: 60_000,
  unavailable: 30_000,
  unavailableMost: 300_000,
  limit: 900_000,
  sweep: 2_000,
  slice: 30_000,
  lease: 60_000,
};

/** The usual times, with those named in `text` replaced, e.g. `predecessor=2s,limit=500ms`. */
export function readWaits(text: string | null): { waits: Waits; problems: string[] } {
  const waits: Record<string, number> = { ...usual };
  const problems: string[] = [];
  for (const part of (text ?? '').split(',').filter((each) => each.trim() !== '')) {
    const found = /^\s*(\w+)\s*=\s*(\d+)(ms|s|m)\s*$/.exec(part);
    const [, name = '', amount = '', unit = ''] = found ?? [];
    if (found && Object.hasOwn(usual, name))
      waits[name] = Number(amount) * (unit === 'ms' ? 1 : unit === 's' ? 1000 : 60_000);
    else
      problems.push(
        `must be a list like predecessor=2s of ${Object.keys(usual).join(', ')}, not "${part.trim()}"`,
      );
  }
  return { waits: { ...usual, ...waits }, problems };
}

/** Doubles from `first` with every try up to `most`; up to a quarter is taken off by chance, so that not all come back at once. */
export function backOff(first: number, most: number, tries: number, chance: number = Math.random()): number {
  const full = Math.min(most, first * 2 ** Math.min(20, Math.max(0, tries - 1)));
  return Math.round(full * (1 - chance / 4));
}

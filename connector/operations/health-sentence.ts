// What the Health page says first: the one thing that matters most now, as a code with its values. Pure.

export type HealthFacts = {
  connection: 'none' | 'ready' | 'needs_attention' | 'reconnect';
  /** Why nothing is written though the connection is ready; `until` null: until a person goes on. */
  hold: { kind: 'by_user' | 'limit' | 'unavailable'; until: string | null } | null;
  counts: { all: number; waiting: number; parked: number; done: number };
  oldestWaitingAt: string | null;
  lastWrittenAt: string | null;
};

export type HealthSentence = {
  code:
    | 'not_connected'
    | 'reconnect'
    | 'needs_attention'
    | 'paused_by_user'
    | 'limit'
    | 'unavailable'
    | 'parked'
    | 'late'
    | 'on_their_way'
    | 'all_written'
    | 'nothing_yet';
  tone: 'good' | 'info' | 'warn' | 'bad';
  waiting: number;
  parked: number;
  /** The moment the sentence is about: of the last write, of the oldest waiting booking, or the end of a pause. */
  at: string | null;
};

/** A booking is written within seconds; who waits longer than this deserves an explanation. */
const lateMs = 10 * 60_000;

/** What stops all bookings comes before what stops some, and that before what merely takes its time. */
export function tellHealth(facts: HealthFacts, now: Date): HealthSentence {
  const { connection, hold, counts, oldestWaitingAt, lastWrittenAt } = facts;
  const { waiting, parked } = counts;
  const say = (
    code: HealthSentence['code'],
    tone: HealthSentence['tone'],
    at: string | null = null,
  ): HealthSentence => ({ code, tone, waiting, parked, at });

  if (connection === 'none') return say('not_connected', waiting > 0 ? 'bad' : 'warn');
  if (connection === 'reconnect') return say('reconnect', 'bad');
  if (connection === 'needs_attention') return say('needs_attention', 'bad');
  if (hold?.kind === 'by_user') return say('paused_by_user', 'warn');
  if (hold) return say(hold.kind, 'warn', hold.until);
  if (parked > 0) return say('parked', 'bad');
  if (waiting > 0) {
    const isLate = oldestWaitingAt !== null && now.getTime() - new Date(oldestWaitingAt).getTime() > lateMs;
    return isLate ? say('late', 'warn', oldestWaitingAt) : say('on_their_way', 'info', oldestWaitingAt);
  }
  return counts.done > 0 ? say('all_written', 'good', lastWrittenAt) : say('nothing_yet', 'info');
}

// Counts API calls the way Salesforce does: per client for the control page, per org over the last 24 hours for the
// daily limit; and knows which calls are open at this moment.

export type OpenCall = {
  id: string;
  clientId: string;
  method: string;
  resource: string;
  path: string;
  startedAt: string;
};

type ClientCount = { total: number; byResource: Record<string, number> };

export type CallCounts = { total: number; byClient: Record<string, ClientCount>; open: OpenCall[] };

export type Calls = {
  /** Registers a call in work; end() must follow in every case. */
  begin(call: Omit<OpenCall, 'id' | 'startedAt'>): { count(orgId: string): void; end(): void };
  counts(): CallCounts;
  reset(): void;
  /** API calls of an org in the last 24 hours. */
  usedToday(orgId: string): number;
};

const hourMs = 3_600_000;

export function createCalls(now: () => Date): Calls {
  const open = new Map<string, OpenCall>();
  const hourly = new Map<string, Map<number, number>>();
  let byClient: Record<string, ClientCount> = {};
  let total = 0;
  let nextId = 1;

  function addToHour(orgId: string) {
    const hours = hourly.get(orgId) ?? new Map<number, number>();
    const hour = Math.floor(now().getTime() / hourMs);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
    for (const old of hours.keys()) if (old <= hour - 24) hours.delete(old);
    hourly.set(orgId, hours);
  }

  return {
    begin(call) {
      const id = String(nextId++);
      open.set(id, { id, ...call, startedAt: now().toISOString() });
      return {
        count(orgId) {
          const client = (byClient[call.clientId] ??= { total: 0, byResource: {} });
          client.total += 1;
          client.byResource[call.resource] = (client.byResource[call.resource] ?? 0) + 1;
          total += 1;
          addToHour(orgId);
        },
        end() {
          open.delete(id);
        },
      };
    },
    counts: () => ({ total, byClient: structuredClone(byClient), open: [...open.values()] }),
    reset() {
      byClient = {};
      total = 0;
    },
    usedToday(orgId) {
      const hour = Math.floor(now().getTime() / hourMs);
      let used = 0;
      for (const [at, count] of hourly.get(orgId) ?? []) if (at > hour - 24) used += count;
      return used;
    },
  };
}

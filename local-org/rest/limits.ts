// GET /limits and /limits/recordCount. Only the entries this org keeps are answered: calls of the day, storage as room.

import type { Org } from '../org/org.ts';

export function limits(dailyApiRequests: number, usedToday: number) {
  return {
    DailyApiRequests: { Max: dailyApiRequests, Remaining: Math.max(0, dailyApiRequests - usedToday) },
    DataStorageMB: { Max: 1_024, Remaining: 1_024 },
    FileStorageMB: { Max: 1_024, Remaining: 1_024 },
  };
}

/** Objects that are empty or unknown are left out, as Salesforce does. */
export function recordCount(org: Org, asked: string | null) {
  const wanted = (asked ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const counts = Object.entries(org.recordCounts()).filter(
    ([name, count]) => count > 0 && (wanted.length === 0 || wanted.includes(name.toLowerCase())),
  );
  return { sObjects: counts.map(([name, count]) => ({ count, name })) };
}

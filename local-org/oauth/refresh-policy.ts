// How long a refresh token lives, by the app's policy. Metadata writes it in two ways: `specific_inactivity:30:DAYS`
// (Connected App) and SpecificInactivity, 30, Days (External Client App), which arrive here joined by colons.

export type RefreshTokenPolicy =
  { kind: 'infinite' } | { kind: 'zero' } | { kind: 'lifetime' | 'inactivity'; ms: number };

const unitMs: Record<string, number> = {
  hours: 3_600_000,
  days: 86_400_000,
  // Salesforce does not say how long its months are; 30 days are assumed.
  months: 30 * 86_400_000,
};

export function readRefreshTokenPolicy(text: string): RefreshTokenPolicy {
  const [name = '', amount = '', unit = ''] = text.toLowerCase().split(':');
  const ms = Number(amount) * (unitMs[unit] ?? Number.NaN);
  const kind = name.replaceAll('_', '');
  if (kind === 'zero') return { kind: 'zero' };
  if (kind === 'specificlifetime' && ms > 0) return { kind: 'lifetime', ms };
  if (kind === 'specificinactivity' && ms > 0) return { kind: 'inactivity', ms };
  return { kind: 'infinite' };
}

export function isRefreshTokenOver(
  policy: RefreshTokenPolicy,
  token: { createdAt: number; lastUsedAt: number },
  now: number,
): boolean {
  switch (policy.kind) {
    case 'infinite':
      return false;
    case 'zero':
      return true;
    case 'lifetime':
      return token.createdAt + policy.ms <= now;
    case 'inactivity':
      return token.lastUsedAt + policy.ms <= now;
  }
}

/** When the token ends, as far as the policy says; undefined: no end. */
export function refreshTokenEndsAt(
  policy: RefreshTokenPolicy,
  token: { createdAt: number; lastUsedAt: number },
): number | undefined {
  if (policy.kind === 'lifetime') return token.createdAt + policy.ms;
  return policy.kind === 'inactivity' ? token.lastUsedAt + policy.ms : undefined;
}

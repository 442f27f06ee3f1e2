// Which rights are chosen before anybody chose: those of the present connection, else those of the settings.
import type { ConnectionMode, ConnectionPage } from '../api.ts';

export function usualMode({
  connection,
  environments,
}: Pick<ConnectionPage, 'connection' | 'environments'>): ConnectionMode {
  if (connection) return connection.mode;
  const usual = environments.find(({ available }) => available) ?? environments[0];
  return usual?.mode ?? 'secure';
}

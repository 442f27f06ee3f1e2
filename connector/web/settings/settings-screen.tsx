// Settings: one's own account for everybody; keys for programs and the audit log for owners and admins.
import { Link, Navigate, useParams } from 'react-router';
import type { Session } from '../api.ts';
import { useMayChange } from '../frame/session.ts';
import { Screen } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';
import { AccountPart } from './account-part.tsx';
import { ApiKeysPart } from './api-keys-part.tsx';
import { AuditLogPart } from './audit-log-part.tsx';
import classes from './settings.module.css';

const parts = [
  { id: 'account', path: '/settings' },
  { id: 'keys', path: '/settings/api-keys' },
  { id: 'log', path: '/settings/audit-log' },
] as const;

export function SettingsScreen({ session }: { session: Session }) {
  const t = useTexts('settings');
  const mayChange = useMayChange();
  const { part } = useParams();
  const path = part === undefined ? '/settings' : `/settings/${part}`;
  const shown = parts.find((each) => each.path === path);
  if (!shown || (shown.id !== 'account' && !mayChange)) return <Navigate to="/settings" replace />;
  return (
    <Screen title={t('title')} lead={t('lead', { email: session.user?.email ?? '' })}>
      {mayChange && (
        <nav aria-label={t('parts.label')}>
          <ul className={classes.parts}>
            {parts.map(({ id, path: to }) => (
              <li key={id}>
                <Link to={to} className={classes.part} aria-current={id === shown.id ? 'page' : undefined}>
                  {t(`parts.${id}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {shown.id === 'account' && <AccountPart session={session} />}
      {shown.id === 'keys' && <ApiKeysPart />}
      {shown.id === 'log' && <AuditLogPart />}
    </Screen>
  );
}

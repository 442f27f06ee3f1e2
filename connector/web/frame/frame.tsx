// What surrounds every screen: left bar (bottom bar on a phone), the workspace with its connection's state, try-out banner.
import { Suspense } from 'react';
import { NavLink, Outlet } from 'react-router';
import type { Session } from '../api.ts';
import IconCalendarEvent from '@tabler/icons-react/dist/esm/icons/IconCalendarEvent.mjs';
import IconHeartbeat from '@tabler/icons-react/dist/esm/icons/IconHeartbeat.mjs';
import IconSettings from '@tabler/icons-react/dist/esm/icons/IconSettings.mjs';
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs';
import IconPlugConnected from '@tabler/icons-react/dist/esm/icons/IconPlugConnected.mjs';
import IconWebhook from '@tabler/icons-react/dist/esm/icons/IconWebhook.mjs';
import { ConnectionState } from './connection-state.tsx';
import classes from './frame.module.css';
import { PersonMenu } from './person-menu.tsx';
import { useTexts } from '../texts/texts.tsx';
import { TryOutBanner } from './try-out-banner.tsx';

// Only screens that exist. What is seldom needed stands in the person's menu on a phone: six words do not fit beside each other.
const places = [
  { to: '/setup', text: 'places.setup', Icon: IconPlugConnected },
  { to: '/bookings', text: 'places.bookings', Icon: IconCalendarEvent },
  { to: '/health', text: 'places.health', Icon: IconHeartbeat },
  { to: '/sources', text: 'places.sources', Icon: IconWebhook },
  { to: '/team', text: 'places.team', Icon: IconUsers, isSeldom: true },
  { to: '/settings', text: 'places.settings', Icon: IconSettings, isSeldom: true },
] as const;

export function Frame({ session }: { session: Session }) {
  const t = useTexts('frame');
  return (
    <div className={classes.frame}>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => {
          // The address stays as it is: it carries the filter, and the router would take the hash for a visit.
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('skip')}
      </a>
      {session.tryOut && <TryOutBanner tryOut={session.tryOut} />}
      <div className={classes.columns}>
        <nav className={classes.bar} aria-label={t('main')}>
          <div className={classes.barContent}>
            <p className={classes.brand}>
              <img src="/bookbridge.svg" alt="" width={26} height={26} />
              <span>Bookbridge</span>
            </p>
            <ul className={classes.places}>
              {places.map(({ to, text, Icon, ...rest }) => (
                <li key={to} className={'isSeldom' in rest ? classes.seldom : undefined}>
                  <NavLink to={to} className={classes.place ?? ''}>
                    <Icon size={20} stroke={1.7} aria-hidden />
                    <span>{t(text)}</span>
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        </nav>
        <div className={classes.content}>
          <header className={classes.top}>
            <div className={classes.where}>
              <span className={classes.workspace}>{session.workspace?.name ?? 'Bookbridge'}</span>
              <ConnectionState />
            </div>
            <PersonMenu session={session} />
          </header>
          <main id="main" tabIndex={-1} className={classes.main}>
            <Suspense>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </div>
    </div>
  );
}

// What surrounds every screen: left bar (bottom bar on a phone), the workspace with its connection's state, try-out banner.
import { Suspense } from 'react';
import { NavLink, Outlet } from 'react-router';
import type { Session } from '../api.ts';
import IconCalendarEvent from '@tabler/icons-react/dist/esm/icons/IconCalendarEvent.mjs';
import IconPlugConnected from '@tabler/icons-react/dist/esm/icons/IconPlugConnected.mjs';
import IconWebhook from '@tabler/icons-react/dist/esm/icons/IconWebhook.mjs';
import { ConnectionState } from './connection-state.tsx';
import classes from './frame.module.css';
import { PersonMenu } from './person-menu.tsx';
import { useTexts } from '../texts/texts.tsx';
import { TryOutBanner } from './try-out-banner.tsx';

// Only screens that exist.
const places = [
  { to: '/setup', text: 'places.setup', Icon: IconPlugConnected },
  { to: '/bookings', text: 'places.bookings', Icon: IconCalendarEvent },
  { to: '/sources', text: 'places.sources', Icon: IconWebhook },
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
              {places.map(({ to, text, Icon }) => (
                <li key={to}>
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
            <PersonMenu name={session.user?.name ?? ''} email={session.user?.email ?? ''} />
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

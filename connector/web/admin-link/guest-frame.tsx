// The page around what somebody without an account sees: the name of the product, the colour scheme, and nothing to go to.
import type { ReactNode } from 'react';
import { ColourSchemeToggle } from '../frame/person-menu.tsx';
import classes from './guest-frame.module.css';

export function GuestFrame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <p className={classes.brand}>
          <img src="/bookbridge.svg" alt="" width={26} height={26} />
          <span>Bookbridge</span>
        </p>
        <ColourSchemeToggle />
      </header>
      <main className={classes.main}>{children}</main>
    </div>
  );
}

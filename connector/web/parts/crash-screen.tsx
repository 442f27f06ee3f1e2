// When a part of the pages itself fails, the person reads what to do instead of looking at an empty screen.
import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import classes from './crash-screen.module.css';
import { ErrorNotice } from './notice.tsx';

// React catches errors of rendering in classes only.
export class CrashScreen extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className={classes.page}>
        <ErrorNotice
          what="This page failed."
          why={`Bookings are not affected: they are received and written without it. (${error.message})`}
          fix="Load the page again. If it fails again, the message above helps whoever looks after Bookbridge."
          actions={<Button onClick={() => window.location.reload()}>Load again</Button>}
        />
      </main>
    );
  }
}

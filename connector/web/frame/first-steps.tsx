// From nothing to the first booking in the org: four steps, of which one is next. Shown on every screen whose own content
// does not say more, until the first booking is in the org and the person has put it away.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Connection, Session } from '../api.ts';
import { useBookingCounts } from '../bookings/booking-queries.ts';
import { useConnectionPage } from '../connection/connection-queries.ts';
import { orgLabel } from '../connection/org-label.ts';
import { ExternalButton } from '../parts/external-link.tsx';
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs';
import { Card } from '../parts/screen.tsx';
import { useSources } from '../sources/source-queries.ts';
import classes from './first-steps.module.css';

const steps = ['Connect an API user', 'Add a source', 'Send a sample booking', 'See it in the org'] as const;

export function FirstSteps({ session }: { session: Session }) {
  const connection = useConnectionPage().data?.connection;
  const sources = useSources().data?.sources;
  const counts = useBookingCounts().data?.counts;
  const key = `bookbridge-first-steps-${session.workspace?.id ?? ''}`;
  const [putAway, setPutAway] = useState(() => localStorage.getItem(key) !== null);
  if (connection === undefined || !sources || !counts || putAway) return null;

  const next = connection?.state !== 'ready' ? 0 : sources.length === 0 ? 1 : counts.done === 0 ? 2 : 3;
  const org = connection ? orgLabel(connection) : 'the org';
  return (
    <Card title={next === 3 ? 'The first booking is in Salesforce' : 'Next step'} tone="accent">
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <li
            key={step}
            className={classes.step}
            data-state={index < next ? 'done' : index === next ? 'next' : 'later'}
            aria-current={index === next ? 'step' : undefined}
          >
            {index < next ? (
              <IconCircleCheck size={22} stroke={1.8} aria-hidden className={classes.done} />
            ) : (
              <span className={classes.number} aria-hidden>
                {index + 1}
              </span>
            )}
            <span>{step}</span>
            {index < next && <span className="visually-hidden">(done)</span>}
          </li>
        ))}
      </ol>
      {next === 0 && (
        <div className={classes.next}>
          <p>{tellConnectionNeed(connection)}</p>
          <ForwardLink to="/setup/api-connection">Go to Setup</ForwardLink>
        </div>
      )}
      {next === 1 && (
        <div className={classes.next}>
          <p>Tell Bookbridge which scheduling tool sends the bookings.</p>
          <ForwardLink to="/sources">Add a source</ForwardLink>
        </div>
      )}
      {next === 2 && (
        <div className={classes.next}>
          <p>Send a sample booking the way your scheduling tool would, and watch it arrive.</p>
          <ForwardLink to="/sources">Go to Sources</ForwardLink>
        </div>
      )}
      {next === 3 && (
        <div className={classes.next}>
          <p>Look at its Lead and Event in {org}.</p>
          <div className={classes.actions}>
            {(session.tryOut || connection) && (
              <ExternalButton
                href={session.tryOut?.recordsUrl ?? connection?.instanceUrl ?? ''}
                variant="filled"
              >
                See it in the org
              </ExternalButton>
            )}
            <Button
              variant="subtle"
              size="sm"
              onClick={() => {
                localStorage.setItem(key, 'put away');
                setPutAway(true);
              }}
            >
              Put these steps away
            </Button>
          </div>
        </div>
      )}
    </Card>
  );
}

function tellConnectionNeed(connection: Connection | null): string {
  return connection === null || connection.state === 'disconnected'
    ? 'Bookbridge needs one Salesforce user to work through.'
    : 'The API user is connected, but something must be put right before bookings can be written.';
}

function ForwardLink({ to, children }: { to: string; children: string }) {
  return (
    <Button
      component={Link}
      to={to}
      size="sm"
      rightSection={<IconArrowRight size={16} stroke={1.9} aria-hidden />}
    >
      {children}
    </Button>
  );
}

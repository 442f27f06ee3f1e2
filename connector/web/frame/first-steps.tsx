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
import { useTexts } from '../texts/texts.tsx';
import { useSources } from '../sources/source-queries.ts';
import classes from './first-steps.module.css';

const steps = ['connect', 'source', 'sample', 'see'] as const;

export function FirstSteps({ session }: { session: Session }) {
  const t = useTexts('frame');
  const connection = useConnectionPage().data?.connection;
  const sources = useSources().data?.sources;
  const counts = useBookingCounts().data?.counts;
  const key = `bookbridge-first-steps-${session.workspace?.id ?? ''}`;
  const [putAway, setPutAway] = useState(() => localStorage.getItem(key) !== null);
  if (connection === undefined || !sources || !counts || putAway) return null;

  const next = connection?.state !== 'ready' ? 0 : sources.length === 0 ? 1 : counts.done === 0 ? 2 : 3;
  const org = connection ? orgLabel(connection) : t('steps.theOrg');
  return (
    <Card title={t(next === 3 ? 'steps.titleDone' : 'steps.title')} tone="accent">
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
            <span>{t(`steps.names.${step}`)}</span>
            {index < next && <span className="visually-hidden">({t('steps.done')})</span>}
          </li>
        ))}
      </ol>
      {next === 0 && (
        <div className={classes.next}>
          <p>{t(isUnconnected(connection) ? 'steps.connect' : 'steps.putRight')}</p>
          <ForwardLink to="/setup/api-connection">{t('steps.toSetup')}</ForwardLink>
        </div>
      )}
      {next === 1 && (
        <div className={classes.next}>
          <p>{t('steps.source')}</p>
          <ForwardLink to="/sources">{t('steps.names.source')}</ForwardLink>
        </div>
      )}
      {next === 2 && (
        <div className={classes.next}>
          <p>{t('steps.sample')}</p>
          <ForwardLink to="/sources">{t('steps.toSources')}</ForwardLink>
        </div>
      )}
      {next === 3 && (
        <div className={classes.next}>
          <p>{t('steps.see', { org })}</p>
          <div className={classes.actions}>
            {(session.tryOut || connection) && (
              <ExternalButton
                href={session.tryOut?.recordsUrl ?? connection?.instanceUrl ?? ''}
                variant="filled"
              >
                {t('steps.names.see')}
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
              {t('steps.putAway')}
            </Button>
          </div>
        </div>
      )}
    </Card>
  );
}

const isUnconnected = (connection: Connection | null): boolean =>
  connection === null || connection.state === 'disconnected';

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

// After: who and where, the checks, the next step; disconnect is quiet.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { AdminLinkCard, MadeByLink } from '../admin-link/admin-link-card.tsx';
import type { Connection, ConnectionPage, Session } from '../api.ts';
import { FirstSteps } from '../frame/first-steps.tsx';
import { ExternalLink } from '../parts/external-link.tsx';
import { Fold } from '../parts/fold.tsx';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { ApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { CheckList } from './check-list.tsx';
import { ConnectForm, useLeaveForSalesforce } from './connect-form.tsx';
import classes from './connected.module.css';
import { Disconnect } from './disconnect.tsx';
import { ErrorLink } from './error-link.tsx';
import { ModeChoice } from './mode-choice.tsx';
import { orgLabel } from './org-label.ts';
import { CheckAfterRefusal } from './check-after-refusal.tsx';

export function Connected(props: { session: Session; page: ConnectionPage; connection: Connection }) {
  const t = useTexts('connection');
  const { connection } = props;
  const [mode, setMode] = useState(connection.mode);
  const { own, scope } = connection.app;
  return (
    <Screen title={t('title')}>
      {connection.state === 'reconnect' &&
        (connection.flow === 'web_server' ? (
          <Reconnect connection={connection} />
        ) : (
          <CheckAfterRefusal
            connection={connection}
            page={props.page}
            waiting={t('connected.waiting', { count: connection.waitingBookings })}
          />
        ))}
      {connection.state === 'needs_attention' && <NeedsAttention connection={connection} />}
      <Card>
        <div className={classes.who}>
          <div className={classes.names}>
            <Standing connection={connection} />
            <p className={classes.username}>{connection.username}</p>
            <p className={classes.detail}>{connection.displayName}</p>
            <MadeByLink username={connection.username} />
          </div>
          <dl className={classes.facts}>
            <dt>{t('connected.org')}</dt>
            <dd>
              <ExternalLink href={connection.instanceUrl}>{connection.orgName}</ExternalLink>
            </dd>
            <dt>{t('connected.kind')}</dt>
            <dd>
              {t(`kinds.${connection.kind}`)}, {connection.edition}
            </dd>
            <dt>{t('connected.orgId')}</dt>
            <dd>
              <code>{connection.orgId}</code>
            </dd>
            <dt>{t('connected.login')}</dt>
            <dd>{t(`flows.${connection.flow}`)}</dd>
            <dt>{t('connected.rights')}</dt>
            <dd>{t(`modes.${connection.mode}`)}</dd>
            <dt>{t('connected.app')}</dt>
            <dd>{own ? t(scope === 'local' ? 'apps.local' : 'apps.own') : t('apps.default')}</dd>
            <dt>{t('connected.since')}</dt>
            <dd>
              <RelativeTime at={connection.connectedAt} />
            </dd>
          </dl>
        </div>
      </Card>
      {connection.state === 'ready' && <FirstSteps session={props.session} />}
      {/* Without a session nothing could be looked at: a list of unknowns would only hide the one way out. */}
      {connection.state !== 'reconnect' && <CheckList connection={connection} />}
      <div className={classes.quiet}>
        <Fold summary={t('connected.another')}>
          <div className={classes.other}>
            <p className={classes.detail}>{t('connected.anotherText')}</p>
            <ModeChoice mode={mode} onChoose={setMode} questionShown />
            <ConnectForm
              environments={props.page.environments}
              callbackUrl={props.page.callbackUrl}
              mode={mode}
              tryOut={props.session.tryOut !== null}
            />
            <AdminLinkCard />
          </div>
        </Fold>
        <Disconnect connection={connection} />
      </div>
    </Screen>
  );
}

function Standing({ connection }: { connection: Connection }) {
  const t = useTexts('connection.connected');
  switch (connection.state) {
    case 'ready':
      return (
        <StateWord tone="good" mark="done">
          {t('connectedTo', { org: orgLabel(connection) })}
        </StateWord>
      );
    case 'reconnect':
      return (
        <StateWord tone="bad" mark="failed">
          {t('signedOut')}
        </StateWord>
      );
    default:
      return (
        <StateWord tone="warn" mark="attention">
          {t('notReady', { org: orgLabel(connection) })}
        </StateWord>
      );
  }
}

/** Checks that the next phase puts right. */
const installed = new Set(['companion_app', 'permission_set', 'event_fields']);

function NeedsAttention({ connection }: { connection: Connection }) {
  const t = useTexts('connection.connected');
  const failing = connection.checks.filter((check) => check.required && check.status !== 'pass');
  return (
    <Notice
      tone="warn"
      role="status"
      actions={
        failing.some(({ id }) => installed.has(id)) && (
          <Button component={Link} to="/setup/installation" size="sm" variant="default">
            {t('toInstallation')}
          </Button>
        )
      }
      title={
        (failing.length === 0 ? connection.problem?.message : null) ??
        t('attention', { count: failing.length })
      }
    >
      {failing.length === 0 ? (
        connection.problem?.fix && <p>{connection.problem.fix}</p>
      ) : (
        <p>{t('attentionText', { checks: failing.map(({ title }) => title).join(', ') })}</p>
      )}
      <p>{t('waiting', { count: connection.waitingBookings })}</p>
    </Notice>
  );
}

function Reconnect({ connection }: { connection: Connection }) {
  const t = useTexts('connection.connected');
  const { authorize, leaving } = useLeaveForSalesforce();
  return (
    <ErrorNotice
      what={connection.problem?.message ?? t('refused')}
      why={t('waiting', { count: connection.waitingBookings })}
      fix={connection.problem?.fix}
      actions={
        <>
          <Button
            loading={leaving}
            onClick={() =>
              // The same app at the same host, whatever the settings say by now.
              authorize.mutate({ environment: connection.kind, app: { use: 'present' } })
            }
          >
            {t('reconnect')}
          </Button>
          <ErrorLink problem={connection.problem} />
        </>
      }
    >
      {authorize.error && (
        <p>
          {t('notOpenedBecause', { why: authorize.error.message })}{' '}
          {authorize.error instanceof ApiError && authorize.error.fix}
        </p>
      )}
    </ErrorNotice>
  );
}

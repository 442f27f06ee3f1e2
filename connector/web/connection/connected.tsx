// After: who and where, the checks, the next step; disconnect is quiet.
import { Button } from '@mantine/core';
import type { Connection, ConnectionPage, Session } from '../api.ts';
import { FirstSteps } from '../frame/first-steps.tsx';
import { ExternalLink } from '../parts/external-link.tsx';
import { Fold } from '../parts/fold.tsx';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { ApiError } from '../request.ts';
import { CheckList } from './check-list.tsx';
import { ConnectForm, useLeaveForSalesforce } from './connect-form.tsx';
import classes from './connected.module.css';
import { Disconnect } from './disconnect.tsx';
import { flowWords, kindWords, modeWords, orgLabel } from './org-label.ts';
import { CheckAfterRefusal } from './check-after-refusal.tsx';

export function Connected(props: { session: Session; page: ConnectionPage; connection: Connection }) {
  const { connection } = props;
  return (
    <Screen title="API connection">
      {connection.state === 'reconnect' &&
        (connection.flow === 'web_server' ? (
          <Reconnect connection={connection} page={props.page} />
        ) : (
          <CheckAfterRefusal
            connection={connection}
            page={props.page}
            waiting={tellWaiting(connection.waitingBookings)}
          />
        ))}
      {connection.state === 'needs_attention' && <NeedsAttention connection={connection} />}
      <Card>
        <div className={classes.who}>
          <div className={classes.names}>
            <Standing connection={connection} />
            <p className={classes.username}>{connection.username}</p>
            <p className={classes.detail}>{connection.displayName}</p>
          </div>
          <dl className={classes.facts}>
            <dt>Org</dt>
            <dd>
              <ExternalLink href={connection.instanceUrl}>{connection.orgName}</ExternalLink>
            </dd>
            <dt>Kind</dt>
            <dd>
              {kindWords[connection.kind]}, {connection.edition}
            </dd>
            <dt>Org ID</dt>
            <dd>
              <code>{connection.orgId}</code>
            </dd>
            <dt>Login</dt>
            <dd>{flowWords[connection.flow]}</dd>
            <dt>Rights</dt>
            <dd>{modeWords[connection.mode]}</dd>
            <dt>Connected</dt>
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
        <Fold summary="Connect another user or org">
          <div className={classes.other}>
            <p className={classes.detail}>
              The present connection stays until you have confirmed the new one.
            </p>
            <ConnectForm environments={props.page.environments} tryOut={props.session.tryOut !== null} />
          </div>
        </Fold>
        <Disconnect connection={connection} />
      </div>
    </Screen>
  );
}

function Standing({ connection }: { connection: Connection }) {
  switch (connection.state) {
    case 'ready':
      return (
        <StateWord tone="good" mark="done">
          Connected to {orgLabel(connection)}
        </StateWord>
      );
    case 'reconnect':
      return (
        <StateWord tone="bad" mark="failed">
          Signed out by Salesforce
        </StateWord>
      );
    default:
      return (
        <StateWord tone="warn" mark="attention">
          Connected to {orgLabel(connection)}, not ready
        </StateWord>
      );
  }
}

function NeedsAttention({ connection }: { connection: Connection }) {
  const failing = connection.checks.filter((check) => check.required && check.status !== 'pass');
  const one = failing.length === 1;
  return (
    <Notice
      tone="warn"
      role="status"
      title={
        failing.length === 0
          ? (connection.problem?.message ?? 'Something must be put right before bookings can be written.')
          : `${one ? 'One thing' : `${failing.length} things`} must be put right before bookings can be written.`
      }
    >
      {failing.length === 0 ? (
        connection.problem?.fix && <p>{connection.problem.fix}</p>
      ) : (
        <p>{failing.map(({ title }) => title).join(', ')}: the list below says how. Then check again.</p>
      )}
      <p>{tellWaiting(connection.waitingBookings)}</p>
    </Notice>
  );
}

function Reconnect({ connection, page }: { connection: Connection; page: ConnectionPage }) {
  const { authorize, leaving } = useLeaveForSalesforce();
  const usual = page.environments.find(({ id }) => id === connection.kind);
  return (
    <ErrorNotice
      what={connection.problem?.message ?? 'Salesforce no longer accepts the API user’s session.'}
      why={tellWaiting(connection.waitingBookings)}
      fix={connection.problem?.fix}
      actions={
        <Button
          loading={leaving}
          onClick={() =>
            authorize.mutate(
              usual?.available
                ? { environment: connection.kind }
                : { environment: 'my_domain', myDomain: connection.instanceUrl },
            )
          }
        >
          Reconnect the API user
        </Button>
      }
    >
      {authorize.error && (
        <p>
          Salesforce could not be opened: {authorize.error.message}{' '}
          {authorize.error instanceof ApiError && authorize.error.fix}
        </p>
      )}
    </ErrorNotice>
  );
}

function tellWaiting(bookings: number): string {
  if (bookings === 0) return 'Bookings are accepted and kept here until then; none is waiting now.';
  return bookings === 1
    ? 'Bookings are safe here: 1 is waiting and is written after that.'
    : `Bookings are safe here: ${bookings} are waiting and are written after that.`;
}

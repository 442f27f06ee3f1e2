// Where an admin link leads: a Salesforce admin without an account connects an API user, and sees nothing else of the workspace.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { Connection, ConnectionPage, Environment } from '../api.ts';
import { ApiUserNeeds } from '../connection/api-user-needs.tsx';
import { AttemptFailed, CallbackFailed } from '../connection/attempt-failed.tsx';
import { CheckList } from '../connection/check-list.tsx';
import { ConfirmUser } from '../connection/confirm-user.tsx';
import { ConnectForm } from '../connection/connect-form.tsx';
import { WithCalls } from '../connection/connection-calls.tsx';
import { useAttempt } from '../connection/connection-queries.ts';
import { ConnectionSkeleton } from '../connection/connection-skeleton.tsx';
import { ErrorCodeField } from '../connection/error-code-field.tsx';
import { cameBackWithoutResult, forgetJourney } from '../connection/journey.ts';
import { ModeChoice } from '../connection/mode-choice.tsx';
import { orgLabel } from '../connection/org-label.ts';
import { usualMode } from '../connection/usual-mode.ts';
import { Fold } from '../parts/fold.tsx';
import { LoadFailed, Notice } from '../parts/notice.tsx';
import { useRelativeTime } from '../parts/relative-time.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { ApiError, asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { heldLinkApi, type HeldLink } from './admin-link-api.ts';
import { GuestFrame } from './guest-frame.tsx';

export function AdminLinkScreen() {
  const { token = '' } = useParams();
  const calls = useMemo(() => ({ ...heldLinkApi(token), pageKey: ['admin-link', token] }), [token]);
  return (
    <GuestFrame>
      <WithCalls calls={calls}>
        <OfLink token={token} pageKey={calls.pageKey} />
      </WithCalls>
    </GuestFrame>
  );
}

function OfLink({ token, pageKey }: { token: string; pageKey: readonly string[] }) {
  const t = useTexts('adminLink.page');
  const link = useQuery({
    queryKey: pageKey,
    queryFn: ({ signal }) => heldLinkApi(token).link(signal),
    retry: (tries, error) => !(error instanceof ApiError && error.status === 404) && tries < 2,
  });
  const [query, setQuery] = useSearchParams();
  const attemptId = query.get('attempt');
  const errorCode = query.get('error');
  const attempt = useAttempt(attemptId);
  const leave = () => setQuery({}, { replace: true });
  useEffect(() => {
    if (attemptId || errorCode) forgetJourney();
  }, [attemptId, errorCode]);

  if (link.isPending || (attemptId && attempt.isPending)) {
    return (
      <Screen title={t('title')}>
        <ConnectionSkeleton />
      </Screen>
    );
  }
  if (link.isError) {
    const isUnknown = link.error instanceof ApiError && link.error.code === 'admin_link_unknown';
    if (isUnknown) return <Ended title={t('unknown')}>{t('unknownText')}</Ended>;
    return (
      <Screen title={t('title')}>
        <LoadFailed
          what={t('loadFailed')}
          error={asApiError(link.error)}
          onRetry={() => void link.refetch()}
          retrying={link.isFetching}
        />
      </Screen>
    );
  }
  const { state, sentBy, connection, environments, callbackUrl } = link.data;
  if (connection) return <ConnectedHere connection={connection} workspace={link.data.workspace} />;
  if (state !== 'open') return <Ended title={t(state)}>{t(`${state}Text`, { sentBy })}</Ended>;

  const page: ConnectionPage = { connection: null, environments: environments.map(forPeople), callbackUrl };
  if (errorCode) return <CallbackFailed page={page} tryOut={false} code={errorCode} onLeave={leave} />;
  if (attemptId && attempt.data?.stage === 'confirming' && attempt.data.found) {
    return (
      <ConfirmUser attempt={attempt.data} mode={usualMode(page)} found={attempt.data.found} onLeave={leave} />
    );
  }
  if (attemptId && attempt.data?.stage === 'failed')
    return <AttemptFailed page={page} tryOut={false} attempt={attempt.data} onLeave={leave} />;
  return <Connect link={link.data} page={page} />;
}

/** Where Bookbridge logs in by itself, nobody can log in in a browser with the same app. */
function forPeople({ unattended, ...environment }: Environment): Environment {
  return unattended ? { ...environment, available: false, unavailable: 'no_app' } : environment;
}

function Connect({ link, page }: { link: HeldLink; page: ConnectionPage }) {
  const t = useTexts('adminLink.page');
  const words = useTexts('connection.before');
  const tell = useRelativeTime();
  const returned = cameBackWithoutResult();
  const [mode, setMode] = useState(() => usualMode(page));
  return (
    <Screen title={t('title')} lead={t('lead', { sentBy: link.sentBy, workspace: link.workspace })}>
      <Notice tone="info" title={t('ends', { ends: tell(link.expiresAt) })}>
        <p>{t('privacy')}</p>
        <p>{t('tech')}</p>
      </Notice>
      {returned && (
        <Notice tone="warn" title={words('returned')}>
          <p>{words('returnedText')}</p>
        </Notice>
      )}
      <Card title={words('needs')}>
        <ModeChoice mode={mode} onChoose={setMode} />
        <ApiUserNeeds mode={mode} />
      </Card>
      <Card title={words('where')}>
        <ConnectForm
          environments={page.environments}
          callbackUrl={page.callbackUrl}
          mode={mode}
          tryOut={false}
        />
      </Card>
      <Fold summary={words('errorPage')} open={returned}>
        <ErrorCodeField />
      </Fold>
    </Screen>
  );
}

function ConnectedHere({ connection, workspace }: { connection: Connection; workspace: string }) {
  const t = useTexts('adminLink.page');
  const values = { username: connection.username, org: orgLabel(connection), workspace };
  const isReady = connection.state === 'ready';
  return (
    <Screen
      title={isReady ? t('thanks') : t('notReady')}
      lead={isReady ? t('thanksLead', values) : t('notReadyLead', values)}
    >
      <CheckList connection={connection} />
    </Screen>
  );
}

function Ended({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Screen title={title}>
      <Card>
        <p>{children}</p>
      </Card>
    </Screen>
  );
}

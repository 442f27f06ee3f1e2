// Set-up, phase "API connection": before, the question about the user, a failed attempt, and after. The address says
// which attempt is being looked at, so that a reload or the back button never loses it.
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import type { Attempt, ConnectionPage, Session } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { LoadFailed } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { BeforeConnecting } from './before-connecting.tsx';
import { ConfirmUser } from './confirm-user.tsx';
import { useAttempt, useConnectionPage } from './connection-queries.ts';
import { ConnectionSkeleton } from './connection-skeleton.tsx';
import { Connected } from './connected.tsx';
import { forgetJourney } from './journey.ts';
import { AttemptFailed, CallbackFailed } from './attempt-failed.tsx';
import { orgLabel } from './org-label.ts';
import { usualMode } from './usual-mode.ts';

export function ConnectionScreen({ session }: { session: Session }) {
  const t = useTexts('connection');
  const title = t('title');
  const page = useConnectionPage();
  const [query, setQuery] = useSearchParams();
  const attemptId = query.get('attempt');
  const errorCode = query.get('error');
  const attempt = useAttempt(attemptId);
  const tryOut = session.tryOut !== null;
  const leaveAttempt = () => setQuery({}, { replace: true });

  useEffect(() => {
    if (attemptId || errorCode) forgetJourney();
  }, [attemptId, errorCode]);

  if (page.isPending || (attemptId && attempt.isPending)) {
    return (
      <Screen title={title}>
        <ConnectionSkeleton />
      </Screen>
    );
  }
  if (page.isError) {
    return (
      <Screen title={title}>
        <LoadFailed
          what={t('loadFailed')}
          error={asApiError(page.error)}
          onRetry={() => void page.refetch()}
          retrying={page.isFetching}
        />
      </Screen>
    );
  }
  if (errorCode)
    return <CallbackFailed page={page.data} tryOut={tryOut} code={errorCode} onLeave={leaveAttempt} />;
  if (attemptId && attempt.isError) {
    return (
      <CallbackFailed
        page={page.data}
        tryOut={tryOut}
        problem={asApiError(attempt.error)}
        onLeave={leaveAttempt}
      />
    );
  }
  if (attemptId && attempt.data) {
    if (attempt.data.stage === 'confirming' && attempt.data.found) {
      return (
        <ConfirmUser
          attempt={attempt.data}
          mode={usualMode(page.data)}
          found={attempt.data.found}
          onLeave={leaveAttempt}
        />
      );
    }
    if (attempt.data.stage === 'failed') {
      return <AttemptFailed page={page.data} tryOut={tryOut} attempt={attempt.data} onLeave={leaveAttempt} />;
    }
  }
  return <ByState session={session} page={page.data} attempt={attemptId ? attempt.data : undefined} />;
}

function ByState(props: { session: Session; page: ConnectionPage; attempt: Attempt | undefined }) {
  const t = useTexts('connection.connected');
  const { connection } = props.page;
  const saved = props.attempt?.stage === 'saved';
  useEffect(() => {
    if (saved && connection)
      announce(t('announce', { org: orgLabel(connection), username: connection.username }));
  }, [saved, connection, t]);
  if (connection && connection.state !== 'disconnected') {
    return <Connected session={props.session} page={props.page} connection={connection} />;
  }
  return <BeforeConnecting page={props.page} tryOut={props.session.tryOut !== null} />;
}

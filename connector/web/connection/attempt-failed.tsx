// An attempt that did not end in a connection: what happened, what it means, what to do, and the way to try again.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Attempt, ConnectionPage, Problem } from '../api.ts';
import { Fold } from '../parts/fold.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';
import { ConnectForm } from './connect-form.tsx';
import { useErrorExplanation } from './connection-queries.ts';
import { ErrorCodeField } from './error-code-field.tsx';
import { ErrorLink } from './error-link.tsx';
import { ModeChoice } from './mode-choice.tsx';
import { orgLabel } from './org-label.ts';
import { usualMode } from './usual-mode.ts';

export function AttemptFailed(props: {
  page: ConnectionPage;
  tryOut: boolean;
  attempt: Attempt;
  onLeave: () => void;
}) {
  const t = useTexts('connection.failed');
  const problem = props.attempt.error ?? { code: 'unexpected', message: t('noReason') };
  return <Failed page={props.page} tryOut={props.tryOut} problem={problem} onLeave={props.onLeave} />;
}

/** The answer of Salesforce could not be matched to an attempt at all. */
export function CallbackFailed(props: {
  page: ConnectionPage;
  tryOut: boolean;
  code?: string;
  problem?: { code: string; message: string; fix?: string | null | undefined; link?: Problem['link'] };
  onLeave: () => void;
}) {
  const t = useTexts('connection.failed');
  const explanation = useErrorExplanation(props.problem ? null : (props.code ?? null));
  const problem = props.problem ?? explanation.data?.error;
  if (!problem && explanation.isPending) return <Screen title={t('title')}>{null}</Screen>;
  return (
    <Failed
      page={props.page}
      tryOut={props.tryOut}
      problem={problem ?? { code: props.code ?? '', message: t('noAttempt') }}
      onLeave={props.onLeave}
    />
  );
}

function Failed(props: {
  page: ConnectionPage;
  tryOut: boolean;
  problem: Omit<Problem, 'fix'> & { fix?: string | null | undefined };
  onLeave: () => void;
}) {
  const t = useTexts('connection');
  const { connection } = props.page;
  const [mode, setMode] = useState(() => usualMode(props.page));
  const standing = connection && connection.state !== 'disconnected' ? connection : undefined;
  return (
    <Screen
      title={t('failed.title')}
      lead={
        standing
          ? t('failed.standing', { org: orgLabel(standing), username: standing.username })
          : t('failed.none')
      }
    >
      <ErrorNotice
        what={props.problem.message}
        fix={props.problem.fix}
        actions={<ErrorLink problem={props.problem} />}
      />
      <Card title={t('failed.tryAgain')}>
        <ModeChoice mode={mode} onChoose={setMode} questionShown />
        <ConnectForm
          environments={props.page.environments}
          callbackUrl={props.page.callbackUrl}
          mode={mode}
          tryOut={props.tryOut}
          secondary={
            <Button variant="subtle" size="md" onClick={props.onLeave}>
              {standing ? t('failed.keep') : t('failed.back')}
            </Button>
          }
        />
      </Card>
      <Fold summary={t('before.errorPage')}>
        <ErrorCodeField />
      </Fold>
    </Screen>
  );
}

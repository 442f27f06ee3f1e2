// An attempt that did not end in a connection: what happened, what it means, what to do, and the way to try again.
import { Button } from '@mantine/core';
import type { Attempt, ConnectionPage, Problem } from '../api.ts';
import { Fold } from '../parts/fold.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { ConnectForm } from './connect-form.tsx';
import { useErrorExplanation } from './connection-queries.ts';
import { ErrorCodeField } from './error-code-field.tsx';
import { orgLabel } from './org-label.ts';

export function AttemptFailed(props: {
  page: ConnectionPage;
  tryOut: boolean;
  attempt: Attempt;
  onLeave: () => void;
}) {
  const problem = props.attempt.error ?? {
    code: 'unexpected',
    message: 'The attempt ended without saying why.',
  };
  return <Failed page={props.page} tryOut={props.tryOut} problem={problem} onLeave={props.onLeave} />;
}

/** The answer of Salesforce could not be matched to an attempt at all. */
export function CallbackFailed(props: {
  page: ConnectionPage;
  tryOut: boolean;
  code?: string;
  problem?: { code: string; message: string; fix?: string | null | undefined };
  onLeave: () => void;
}) {
  const explanation = useErrorExplanation(props.problem ? null : (props.code ?? null));
  const problem = props.problem ?? explanation.data?.error;
  if (!problem && explanation.isPending) return <Screen title="The API user is not connected">{null}</Screen>;
  return (
    <Failed
      page={props.page}
      tryOut={props.tryOut}
      problem={
        problem ?? { code: props.code ?? '', message: 'Salesforce sent an answer that fits no attempt.' }
      }
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
  const { connection } = props.page;
  const standing = connection && connection.state !== 'disconnected' ? connection : undefined;
  return (
    <Screen
      title="The API user is not connected"
      lead={
        standing
          ? `The connection to ${orgLabel(standing)} as ${standing.username} is as it was before.`
          : 'Bookings are kept here and are written once an API user is connected.'
      }
    >
      <ErrorNotice what={props.problem.message} fix={props.problem.fix} />
      <Card title="Try again">
        <ConnectForm
          environments={props.page.environments}
          tryOut={props.tryOut}
          secondary={
            <Button variant="subtle" size="md" onClick={props.onLeave}>
              {standing ? 'Keep the present connection' : 'Back'}
            </Button>
          }
        />
      </Card>
      <Fold summary="Salesforce showed an error page?">
        <ErrorCodeField />
      </Fold>
    </Screen>
  );
}

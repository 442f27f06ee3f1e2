// When Salesforce refused a login without a browser: what to change there, and one button that tries again. Nobody has to log in.
// "Check again" uses the key or secret of the connection; a new one in the settings is taken by connecting with it.
import { Button } from '@mantine/core';
import type { Connection, ConnectionPage } from '../api.ts';
import { ErrorNotice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { ErrorLink } from './error-link.tsx';
import { useCheckAgain, useConnectUnattended } from './connection-queries.ts';

/** Refusals that another key, secret, app or login address in the settings may end. */
const aboutTheApp = new Set([
  'app_unknown_here',
  'assertion_not_accepted',
  'flow_not_enabled',
  'invalid_client',
  'my_domain_needed',
  'wrong_audience',
]);

export function CheckAfterRefusal(props: { connection: Connection; page: ConnectionPage; waiting: string }) {
  const t = useTexts('connection');
  const { connection, page, waiting } = props;
  const checkAgain = useCheckAgain();
  const connectAnew = useConnectUnattended();
  const isInSettings = page.environments.some(
    ({ id, unattended }) => id === connection.kind && unattended?.username === connection.username,
  );
  const mayHelp = isInSettings && aboutTheApp.has(connection.problem?.code ?? '');
  const problem = checkAgain.error ?? connectAnew.error;
  const message = connection.problem?.message ?? t('unattended.refused');
  // The first sentence says what happened, the others why.
  const [what = message, ...why] = message.split(/(?<=\.) (?=[A-Z])/);
  return (
    <ErrorNotice
      what={what}
      why={[...why, waiting].join(' ')}
      fix={connection.problem?.fix}
      actions={
        <>
          <Button
            loading={checkAgain.isPending}
            disabled={connectAnew.isPending}
            onClick={() => {
              connectAnew.reset();
              checkAgain.mutate();
            }}
          >
            {t('checks.again')}
          </Button>
          {mayHelp && (
            <Button
              variant="default"
              loading={connectAnew.isPending}
              disabled={checkAgain.isPending}
              onClick={() => {
                checkAgain.reset();
                connectAnew.mutate(connection.kind);
              }}
            >
              {t('unattended.useSettings')}
            </Button>
          )}
          <ErrorLink problem={connection.problem} />
        </>
      }
    >
      {problem && (
        <p>
          {t('unattended.notTried', { why: problem.message })} {asApiError(problem).fix}
        </p>
      )}
    </ErrorNotice>
  );
}

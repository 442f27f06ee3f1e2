// When Salesforce refused a login without a browser: what to change there, and one button that tries again. Nobody has to log in.
import { Button } from '@mantine/core';
import type { Connection } from '../api.ts';
import { ErrorNotice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useCheckAgain } from './connection-queries.ts';

export function CheckAfterRefusal({ connection, waiting }: { connection: Connection; waiting: string }) {
  const checkAgain = useCheckAgain();
  return (
    <ErrorNotice
      what={connection.problem?.message ?? 'Salesforce no longer lets the API user in.'}
      why={waiting}
      fix={connection.problem?.fix}
      actions={
        <Button loading={checkAgain.isPending} onClick={() => checkAgain.mutate()}>
          Check again
        </Button>
      }
    >
      {checkAgain.error && (
        <p>
          It could not be tried: {checkAgain.error.message} {asApiError(checkAgain.error).fix}
        </p>
      )}
    </ErrorNotice>
  );
}

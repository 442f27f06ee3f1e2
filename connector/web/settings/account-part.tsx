// One's own account: password, second factor, sessions, language, and which workspace is open.
import { Skeleton } from '@mantine/core';
import type { Session } from '../api.ts';
import { LoadFailed } from '../parts/notice.tsx';
import { Card } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondFactor } from './second-factor.tsx';
import { SessionList } from './session-list.tsx';
import { useOwnAccount } from './settings-queries.ts';
import { WorkspaceChoice } from './workspace-choice.tsx';

export function AccountPart({ session }: { session: Session }) {
  const t = useTexts('settings');
  const words = useTexts('people');
  const found = useOwnAccount();
  return (
    <>
      <WorkspaceChoice session={session} />
      {found.isError && (
        <LoadFailed
          what={t('loadFailed')}
          error={asApiError(found.error)}
          onRetry={() => void found.refetch()}
          retrying={found.isFetching}
        />
      )}
      {found.isPending && (
        <div role="status" aria-busy="true" aria-label={words('loading')}>
          <Card>
            <Skeleton height={22} width="35%" />
            <Skeleton height={36} />
            <Skeleton height={36} />
          </Card>
        </div>
      )}
      {found.isSuccess && (
        <>
          <PasswordForm account={found.data.account} />
          <SecondFactor account={found.data.account} />
        </>
      )}
      <SessionList />
      <LanguageChoice />
    </>
  );
}

// What the org has could not be read: why, and that nothing of the settings is lost.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Notice } from '../../parts/notice.tsx';
import type { ApiError } from '../../request.ts';
import { useTexts } from '../../texts/texts.tsx';

export function OrgUnread({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const t = useTexts('setup');
  // Said above already, with the way to it.
  if (error.code === 'not_connected') return <Notice tone="quiet" title={t('orgUnread')} />;
  return (
    <Notice
      tone="warn"
      role="alert"
      title={t('orgUnread')}
      actions={
        <>
          <Button size="sm" variant="default" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
          <Button size="sm" variant="subtle" component={Link} to="/setup/api-connection">
            {t('toConnection')}
          </Button>
        </>
      }
    >
      <p>{error.message}</p>
      {error.fix && <p>{error.fix}</p>}
    </Notice>
  );
}

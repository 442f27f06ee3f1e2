// Says on every phase that the set-up was made for another org than the connected one, and leads to what that one lacks.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useConnectionPage } from '../../connection/connection-queries.ts';
import { Notice } from '../../parts/notice.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { useSetUp } from '../setup-queries.ts';

export function CarryOverNotice() {
  const t = useTexts('setUpHistory');
  const from = useSetUp().data?.org;
  const connection = useConnectionPage().data?.connection;
  if (!from || !connection || connection.state === 'disconnected' || connection.orgId === from.id)
    return null;
  return (
    <Notice
      tone="info"
      role="status"
      title={t('carry.notice', { from: from.name, to: connection.orgName })}
      actions={
        <Button component={Link} to="/setup/carry-over" size="sm" variant="default">
          {t('carry.look')}
        </Button>
      }
    />
  );
}

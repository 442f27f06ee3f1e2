// Disconnecting, quiet, and confirmed in place by naming what it destroys.
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Connection } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { useDisconnect } from './connection-queries.ts';
import { orgLabel } from './org-label.ts';

export function Disconnect({ connection }: { connection: Connection }) {
  const t = useTexts('connection.disconnect');
  const [asking, setAsking] = useState(false);
  const disconnect = useDisconnect();
  const opener = useRef<HTMLButtonElement>(null);
  if (!asking) {
    return (
      <div>
        <Button
          ref={opener}
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => setAsking(true)}
          ml={-6}
        >
          {t('open')}
        </Button>
      </div>
    );
  }
  return (
    <Notice
      tone="bad"
      title={t('question', { username: connection.username, org: orgLabel(connection) })}
      actions={
        <>
          <Button
            color="red"
            size="sm"
            autoFocus
            loading={disconnect.isPending}
            onClick={() =>
              disconnect.mutate(undefined, {
                onSuccess: () => announce(t('announce', { org: orgLabel(connection) })),
              })
            }
          >
            {t('go', { username: connection.username })}
          </Button>
          <Button
            variant="default"
            size="sm"
            disabled={disconnect.isPending}
            onClick={() => {
              setAsking(false);
              requestAnimationFrame(() => opener.current?.focus());
            }}
          >
            {t('stay')}
          </Button>
        </>
      }
    >
      <p>{t('access')}</p>
      <p>{t('bookings')}</p>
      {disconnect.isError && (
        <ErrorNotice
          what={t('failed')}
          why={disconnect.error.message}
          fix={asApiError(disconnect.error).fix}
        />
      )}
    </Notice>
  );
}

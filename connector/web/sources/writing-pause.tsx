// Pausing the whole connection: bookings are accepted and nothing is written, until somebody resumes it.
import { Button } from '@mantine/core';
import type { Connection } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { useRelativeTime } from '../parts/relative-time.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { useSwitchWriting } from './source-queries.ts';

export function PauseWriting() {
  const t = useTexts('sources');
  const writing = useSwitchWriting();
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        title={t('writing.pauseHint')}
        loading={writing.isPending}
        onClick={() => writing.mutate(false, { onSuccess: () => announce(t('writing.paused')) })}
      >
        {t('writing.pause')}
      </Button>
      {writing.isError && (
        <ErrorNotice
          what={t('writing.failed')}
          why={writing.error.message}
          fix={asApiError(writing.error).fix}
        />
      )}
    </>
  );
}

/** Nothing while the connection is not paused. */
export function WritingPaused({ connection }: { connection: Connection | null }) {
  const t = useTexts('sources');
  const relative = useRelativeTime();
  const writing = useSwitchWriting();
  if (connection?.pausedByUserAt == null) return null;
  return (
    <Notice
      tone="warn"
      role="status"
      title={t('writing.title', { when: relative(connection.pausedByUserAt) })}
      actions={
        <Button
          size="sm"
          loading={writing.isPending}
          onClick={() => writing.mutate(true, { onSuccess: () => announce(t('writing.resumed')) })}
        >
          {t('writing.resume')}
        </Button>
      }
    >
      <p>{t('writing.text', { waiting: connection.waitingBookings })}</p>
      {writing.isError && <p>{writing.error.message}</p>}
    </Notice>
  );
}

// "Replay 41 bookings?": asked with the count, in place, before anything is done.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { announce } from '../parts/announce.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { useReplayTogether } from './booking-queries.ts';
import type { ReplayWhat } from './bookings-api.ts';

export type AskedReplay = { what: ReplayWhat; count: number };

/** A lone booking takes two calls: look up and write. */
const callsEach = 2;

export function ReplayQuestion(props: {
  asked: AskedReplay;
  onStarted: (replayId: string) => void;
  onCancel: () => void;
}) {
  const { what, count } = props.asked;
  const t = useTexts('bookings');
  const replay = useReplayTogether();
  const go = useRef<HTMLButtonElement>(null);
  useEffect(() => go.current?.focus(), []);
  const start = () =>
    replay.mutate(what, {
      onSuccess: ({ replayId, replayed }) => {
        announce(replayed === 0 ? t('replay.nothing') : t('replay.started', { count: replayed }));
        props.onStarted(replayId);
      },
    });
  return (
    <Notice
      tone="info"
      title={t('replay.question', { count })}
      actions={
        <>
          <Button ref={go} size="sm" loading={replay.isPending} onClick={start}>
            {t('replay.confirm', { count })}
          </Button>
          <Button size="sm" variant="default" disabled={replay.isPending} onClick={props.onCancel}>
            {t('replay.cancel')}
          </Button>
        </>
      }
    >
      <p>{t('replay.explain', { count, calls: count * callsEach })}</p>
      {replay.isError && (
        <ErrorNotice
          what={t('replay.failed')}
          why={replay.error.message}
          fix={asApiError(replay.error).fix}
        />
      )}
    </Notice>
  );
}

// How far a replay is; its bookings are the list below. The address names it, so that a reload goes on showing it.
import { Button, Progress } from '@mantine/core';
import { useEffect } from 'react';
import { announce } from '../parts/announce.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { useTexts } from '../texts/texts.tsx';
import { useReplayProgress } from './booking-queries.ts';
import classes from './booking-list.module.css';

export function ReplayProgress({ replayId, onClose }: { replayId: string; onClose: () => void }) {
  const t = useTexts('bookings');
  const progress = useReplayProgress(replayId);
  const counts = progress.data?.counts;
  const finished = counts?.waiting === 0 && counts.all > 0;
  // Said once, and not again with every answer: the words stay the same from then on.
  const end = finished ? t('progress.title', { all: counts.all, waiting: 0 }) : null;
  useEffect(() => {
    if (end !== null) announce(end);
  }, [end]);
  if (progress.isError) return <ErrorNotice what={t('progress.failed')} why={progress.error.message} />;
  if (!counts) return null;
  const share = counts.all === 0 ? 100 : (100 * (counts.all - counts.waiting)) / counts.all;
  const tone = !finished ? 'info' : counts.parked > 0 ? 'warn' : 'good';
  return (
    <Notice
      tone={tone}
      title={t('progress.title', { all: counts.all, waiting: counts.waiting })}
      actions={
        <Button size="sm" variant="default" onClick={onClose}>
          {t('showAll')}
        </Button>
      }
    >
      <div className={classes.progress}>
        <Progress value={share} aria-label={t('progress.bar')} animated={!finished} />
        <ul className={classes.standings}>
          <li>{t('progress.done', { count: counts.done })}</li>
          {counts.waiting > 0 && <li>{t('progress.waiting', { count: counts.waiting })}</li>}
          {counts.parked > 0 && <li>{t('progress.parked', { count: counts.parked })}</li>}
        </ul>
      </div>
    </Notice>
  );
}

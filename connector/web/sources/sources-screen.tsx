// Sources: the scheduling tools that send bookings; adding one, sending a sample through it, removing it.
import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../api.ts';
import { useConnectionPage } from '../connection/connection-queries.ts';
import { FirstSteps } from '../frame/first-steps.tsx';
import { LoadFailed } from '../parts/notice.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { AddSource } from './add-source.tsx';
import { NewSource } from './new-source.tsx';
import { RemovedSource } from './removed-source.tsx';
import { SourceCard } from './source-card.tsx';
import { useSources } from './source-queries.ts';
import type { Source } from './sources-api.ts';
import classes from './sources-screen.module.css';
import { PauseWriting, WritingPaused } from './writing-pause.tsx';

export function SourcesScreen({ session }: { session: Session }) {
  const t = useTexts('sources');
  const sources = useSources();
  const connection = useConnectionPage().data?.connection ?? null;
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<{ source: Source; secret: string | null }>();
  const [removed, setRemoved] = useState<Source[]>([]);
  const present = sources.data?.sources ?? [];
  const empty = sources.isSuccess && present.length === 0 && removed.length === 0;
  const formOpen = adding || (empty && !added);
  return (
    <Screen
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          {connection?.state === 'ready' && connection.pausedByUserAt === null && present.length > 0 && (
            <PauseWriting />
          )}
          {!formOpen && sources.isSuccess && <Button onClick={() => setAdding(true)}>{t('add.open')}</Button>}
        </>
      }
    >
      <WritingPaused connection={connection} />
      {sources.isError && (
        <LoadFailed
          what={t('loadFailed')}
          error={asApiError(sources.error)}
          onRetry={() => void sources.refetch()}
          retrying={sources.isFetching}
        />
      )}
      {sources.isPending && (
        <div role="status" aria-busy="true" aria-label={t('loading')} className={classes.list}>
          {[1, 2].map((row) => (
            <Card key={row}>
              <Skeleton height={18} width="30%" />
              <Skeleton height={14} width="60%" />
              <Skeleton height={34} width={210} />
            </Card>
          ))}
        </div>
      )}
      {formOpen && (
        <AddSource
          first={empty}
          onCancel={() => setAdding(false)}
          onAdded={(answer) => {
            setAdding(false);
            setAdded(answer);
          }}
        />
      )}
      {added && (
        <NewSource
          source={present.find(({ id }) => id === added.source.id) ?? added.source}
          secret={added.secret}
          tryOut={session.tryOut !== null}
          onDone={() => setAdded(undefined)}
        />
      )}
      {removed.map((source) => (
        <RemovedSource
          key={source.id}
          source={source}
          onGone={() => setRemoved((list) => list.filter(({ id }) => id !== source.id))}
        />
      ))}
      {present.length > 0 && (
        <ul className={classes.list}>
          {present.map((source) => (
            <li key={source.id}>
              <SourceCard
                source={source}
                isNew={source.id === added?.source.id}
                connection={connection}
                session={session}
                onRemoved={() => setRemoved((list) => [...list, source])}
              />
            </li>
          ))}
        </ul>
      )}
      {!formOpen && present.length === 0 && sources.isSuccess && !added && <FirstSteps session={session} />}
    </Screen>
  );
}

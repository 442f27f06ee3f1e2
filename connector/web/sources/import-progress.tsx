// An import from being read to being done: what would come in, what is refused, then how far it is. It never says less than is so.
import { Button, Progress } from '@mantine/core';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { announce } from '../parts/announce.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './add-source.module.css';
import { ImportPreview } from './import-preview.tsx';
import { useImport, useStartImport } from './source-queries.ts';
import type { Import, Source } from './sources-api.ts';

export function ImportProgress(props: { source: Source; importId: string; onClose: () => void }) {
  const t = useTexts('imports');
  const asked = useImport(props.source.id, props.importId);
  const found = asked.data?.import;
  const state = found?.state;
  const filed = found?.counts.filed ?? 0;
  useEffect(() => {
    if (state === 'done') announce(t('done.title', { filed }));
    if (state === 'failed') announce(t('failed.title'));
  }, [state, filed, t]);
  if (asked.isError) {
    return (
      <ErrorNotice
        what={t('tool.failed')}
        why={asked.error.message}
        fix={asApiError(asked.error).fix}
        actions={
          <Button variant="default" size="sm" onClick={props.onClose}>
            {t('done.close')}
          </Button>
        }
      />
    );
  }
  if (!found || state === 'reading') {
    return (
      <div role="status">
        <p className={classes.hint}>{t('preview.reading')}</p>
        <Progress value={100} animated striped aria-label={t('preview.reading')} />
      </div>
    );
  }
  if (state === 'previewed') return <Previewed {...props} found={found} />;
  if (state === 'running') return <Running source={props.source} found={found} />;
  return <Ended source={props.source} found={found} onClose={props.onClose} />;
}

function Previewed(props: { source: Source; found: Import; onClose: () => void }) {
  const { found } = props;
  const t = useTexts('imports');
  const start = useStartImport();
  const { total } = found;
  return (
    <div className={classes.form}>
      <ImportPreview found={found} />
      {start.isError && (
        <ErrorNotice
          what={t('preview.startFailed')}
          why={start.error.message}
          fix={asApiError(start.error).fix}
        />
      )}
      <div className={classes.actions}>
        {total > 0 && (
          <Button
            loading={start.isPending}
            onClick={() => start.mutate({ id: props.source.id, importId: found.id })}
          >
            {found.preview.refusedLines > 0
              ? t('preview.startRest', { total })
              : t('preview.start', { total })}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={props.onClose}>
          {total > 0 ? t('preview.cancel') : t('done.close')}
        </Button>
      </div>
    </div>
  );
}

function Running({ source, found }: { source: Source; found: Import }) {
  const t = useTexts('imports');
  const title = t('running.title', { position: found.position, total: found.total });
  return (
    <div role="status" className={classes.form}>
      <p className={classes.hint}>{title}</p>
      <Progress value={(100 * found.position) / Math.max(1, found.total)} aria-label={title} />
      {source.pausedAt !== null && <p className={classes.hint}>{t('running.paused')}</p>}
    </div>
  );
}

function Ended({ source, found, onClose }: { source: Source; found: Import; onClose: () => void }) {
  const t = useTexts('imports');
  const { filed, same } = found.counts;
  const close = (
    <Button variant="default" size="sm" onClick={onClose}>
      {t('done.close')}
    </Button>
  );
  if (found.state === 'failed') {
    return (
      <ErrorNotice
        what={t('failed.title')}
        why={found.problem?.message}
        fix={found.problem?.fix}
        actions={close}
      >
        {found.total > 0 && <p>{t('failed.position', { position: found.position, total: found.total })}</p>}
      </ErrorNotice>
    );
  }
  return (
    <Notice tone="good" role="status" title={t('done.title', { filed })} actions={close}>
      {same > 0 && <p>{t('done.same', { same })}</p>}
      {source.pausedAt !== null && <p>{t('running.paused')}</p>}
      <p>
        <Link to={`/bookings?source=${encodeURIComponent(source.id)}`}>{t('done.link')}</Link>
      </p>
    </Notice>
  );
}

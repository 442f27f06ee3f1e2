// Importing a file: read first, with what would change; saved only when somebody agrees.
import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs';
import { announce } from '../../parts/announce.ts';
import { ErrorNotice, Notice } from '../../parts/notice.tsx';
import { useRelativeTime } from '../../parts/relative-time.tsx';
import { Card } from '../../parts/screen.tsx';
import { asApiError } from '../../request.ts';
import { useTexts } from '../../texts/texts.tsx';
import { Difference } from '../draft/difference.tsx';
import { useSaveSetUp } from '../setup-queries.ts';
import type { ImportAnswer } from './history-api.ts';
import { useReadFile } from './history-queries.ts';
import classes from './history.module.css';

export function ImportFile({ revision, canImport }: { revision: number; canImport: boolean }) {
  const t = useTexts('setUpHistory');
  const read = useReadFile();
  const save = useSaveSetUp();
  const [done, setDone] = useState(false);
  const error = read.error ?? save.error;
  return (
    <Card title={t('importTitle')}>
      <p className={classes.quiet}>{t('importLead')}</p>
      {done && <Notice tone="good" role="status" title={t('imported')} />}
      {error && (
        <ErrorNotice what={t('importFailed')} why={asApiError(error).message} fix={asApiError(error).fix}>
          {Object.entries(asApiError(error).fields).map(([path, why]) => (
            <p key={path}>
              <code>{path}</code> {why}
            </p>
          ))}
        </ErrorNotice>
      )}
      {read.data ? (
        <FileContent
          file={read.data}
          saving={save.isPending}
          onCancel={read.reset}
          onImport={(setUp) =>
            save.mutate(
              { revision, setUp, imported: true },
              {
                onSuccess: () => {
                  read.reset();
                  setDone(true);
                  announce(t('imported'));
                },
              },
            )
          }
        />
      ) : (
        <div>
          <FileButton
            accept="application/json,.json"
            onChange={(file) => {
              setDone(false);
              save.reset();
              if (file) void file.text().then((text) => read.mutate({ file: text, revision }));
            }}
          >
            {(button) => (
              <Button
                {...button}
                variant="default"
                size="sm"
                disabled={!canImport}
                loading={read.isPending}
                leftSection={<IconUpload size={16} stroke={1.8} aria-hidden />}
              >
                {t('choose')}
              </Button>
            )}
          </FileButton>
        </div>
      )}
    </Card>
  );
}

function FileContent(props: {
  file: ImportAnswer;
  saving: boolean;
  onImport: (setUp: ImportAnswer['setUp']) => void;
  onCancel: () => void;
}) {
  const t = useTexts('setUpHistory');
  const tellRelative = useRelativeTime();
  const { lines, problems, skipped, from, setUp } = props.file;
  const blocking = problems.filter(({ blocks }) => blocks);
  const when = from?.exportedAt ? tellRelative(from.exportedAt) : null;
  return (
    <>
      {when && (
        <p className={classes.quiet}>
          {from?.org ? t('from', { org: from.org.name, when }) : t('fromUnknown', { when })}
        </p>
      )}
      <p>
        <strong>{t('differences', { count: lines.length })}</strong>
      </p>
      {skipped.length > 0 && (
        <Notice tone="warn">
          <p>{t('skipped', { count: skipped.length, names: skipped.join(', ') })}</p>
        </Notice>
      )}
      {blocking.length > 0 && (
        <Notice tone="warn">
          <p>{t('problems', { count: blocking.length })}</p>
        </Notice>
      )}
      {lines.length > 0 && <Difference lines={lines} label={t('show')} />}
      <div className={classes.actions}>
        {lines.length > 0 && (
          <Button size="sm" loading={props.saving} onClick={() => props.onImport(setUp)}>
            {t('import')}
          </Button>
        )}
        <Button size="sm" variant="default" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </>
  );
}

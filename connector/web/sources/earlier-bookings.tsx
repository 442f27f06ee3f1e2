// What an API key of the tool makes possible: reading the meetings that are to come, with a preview, and the hourly comparison.
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { announce } from '../parts/announce.ts';
import { Fold } from '../parts/fold.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { useRelativeTime } from '../parts/relative-time.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './add-source.module.css';
import { fieldProblem } from './field-problem.ts';
import { ImportProgress } from './import-progress.tsx';
import { useBackfill, useReconcile, useRemoveApiKey, useSaveApiKey } from './source-queries.ts';
import type { Source, SourceKind } from './sources-api.ts';

type Api = NonNullable<Source['api']>;
type AskedKind = 'cal-com' | 'calendly' | 'oncehub';

export function EarlierBookings({ source, api }: { source: Source; api: Api }) {
  const t = useTexts('imports');
  const kinds = useTexts('sources');
  const [importId, setImportId] = useState<string>();
  const tool = kinds(`kinds.${source.kind}`);
  return (
    <Fold summary={t('tool.summary')}>
      <div className={classes.form}>
        <p className={classes.hint}>{t('tool.intro', { tool })}</p>
        {api.hasKey ? (
          <WithKey source={source} api={api} onImport={setImportId} />
        ) : (
          <KeyForm source={source} tool={tool} />
        )}
        {importId !== undefined && (
          <ImportProgress
            key={importId}
            source={source}
            importId={importId}
            onClose={() => setImportId(undefined)}
          />
        )}
      </div>
    </Fold>
  );
}

function KeyForm({ source, tool }: { source: Source; tool: string }) {
  const t = useTexts('imports');
  const save = useSaveApiKey();
  const [apiKey, setApiKey] = useState('');
  const [baseUrl, setBaseUrl] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(
      { id: source.id, apiKey, ...(baseUrl.trim() !== '' && { baseUrl }) },
      { onSuccess: () => announce(t('tool.saved')) },
    );
  };
  const keyProblem = fieldProblem(save.error, 'apiKey');
  const urlProblem = fieldProblem(save.error, 'baseUrl');
  return (
    <form className={classes.form} onSubmit={submit}>
      <PasswordField
        what="API key"
        label={t('tool.keyLabel', { tool })}
        description={isAsked(source.kind) ? t(`tool.keyHint.${source.kind}`) : undefined}
        value={apiKey}
        required
        autoComplete="off"
        error={keyProblem}
        onChange={(event) => setApiKey(event.currentTarget.value)}
      />
      {source.kind === 'cal-com' && (
        <TextInput
          label={t('tool.urlLabel')}
          description={t('tool.urlHint')}
          type="url"
          value={baseUrl}
          error={urlProblem}
          onChange={(event) => setBaseUrl(event.currentTarget.value)}
        />
      )}
      {save.isError && !keyProblem && !urlProblem && (
        <ErrorNotice what={t('tool.saveFailed')} why={save.error.message} fix={asApiError(save.error).fix} />
      )}
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('tool.save')}
        </Button>
      </div>
    </form>
  );
}

function WithKey(props: { source: Source; api: Api; onImport: (id: string) => void }) {
  const { source, api } = props;
  const t = useTexts('imports');
  const remove = useRemoveApiKey();
  const backfill = useBackfill();
  const reconcile = useReconcile();
  const failed = remove.error ?? backfill.error ?? reconcile.error;
  return (
    <>
      <p className={classes.hint}>
        {api.account === null ? t('tool.isThere') : t('tool.isOf', { account: api.account })}{' '}
        {api.baseUrl !== null && t('tool.at', { url: api.baseUrl })}
      </p>
      <div className={classes.actions}>
        <Button
          loading={backfill.isPending}
          onClick={() =>
            backfill.mutate(source.id, { onSuccess: ({ importId }) => props.onImport(importId) })
          }
        >
          {t('tool.read')}
        </Button>
        <Button
          variant="default"
          loading={reconcile.isPending}
          onClick={() => reconcile.mutate(source.id, { onSuccess: () => announce(t('tool.compareAsked')) })}
        >
          {t('tool.compare')}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          loading={remove.isPending}
          onClick={() => remove.mutate(source.id, { onSuccess: () => announce(t('tool.removed')) })}
        >
          {t('tool.remove')}
        </Button>
      </div>
      <p className={classes.hint}>{t('tool.readHint')}</p>
      {failed && <ErrorNotice what={t('tool.failed')} why={failed.message} fix={asApiError(failed).fix} />}
      <LastComparison source={source} />
    </>
  );
}

function LastComparison({ source: { reconciled } }: { source: Source }) {
  const t = useTexts('imports');
  const relative = useRelativeTime();
  if (reconciled === null) return <p className={classes.hint}>{t('tool.never')}</p>;
  const { at, problem, notVisible, ...counts } = reconciled;
  if (problem !== null)
    return <ErrorNotice tone="warn" what={t('tool.compareFailed')} why={problem.message} fix={problem.fix} />;
  return (
    <>
      <p className={classes.hint}>{t('tool.compared', { when: relative(at), ...counts })}</p>
      {notVisible > 0 && <p className={classes.hint}>{t('tool.notVisible', { count: notVisible })}</p>}
    </>
  );
}

function isAsked(kind: SourceKind): kind is AskedKind {
  return kind === 'cal-com' || kind === 'calendly' || kind === 'oncehub';
}

// Name and secret of a source: renamed, and a new secret beside which the old one stays good for a day.
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { announce } from '../parts/announce.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { tellExact } from '../parts/relative-time.tsx';
import { asApiError } from '../request.ts';
import { useLanguage, useTexts } from '../texts/texts.tsx';
import classes from './add-source.module.css';
import { fieldProblem } from './field-problem.ts';
import { useChangeSecret, useRenameSource } from './source-queries.ts';
import type { Source } from './sources-api.ts';

export function SourceSettings({ source }: { source: Source }) {
  return (
    <div className={classes.form}>
      <RenameForm source={source} />
      <NewSecret source={source} />
    </div>
  );
}

function RenameForm({ source }: { source: Source }) {
  const t = useTexts('sources');
  const rename = useRenameSource();
  const [name, setName] = useState(source.name);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    rename.mutate({ id: source.id, name }, { onSuccess: () => announce(t('settings.renamed', { name })) });
  };
  const problem = fieldProblem(rename.error, 'name');
  return (
    <form className={classes.line} onSubmit={submit}>
      <TextInput
        label={t('settings.name')}
        value={name}
        maxLength={80}
        required
        error={problem ?? (rename.isError && t('settings.renameFailed'))}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={rename.isPending} disabled={name === source.name}>
        {t('settings.rename')}
      </Button>
    </form>
  );
}

function NewSecret({ source }: { source: Source }) {
  const t = useTexts('sources');
  const { language } = useLanguage();
  const change = useChangeSecret();
  const [own, setOwn] = useState('');
  const words = { secret: t(`secretWords.${source.kind}`), tool: t(`kinds.${source.kind}`) };
  const made = change.data?.secret ?? null;
  const changeTo = (secret?: string) =>
    change.mutate(
      { id: source.id, ...(secret !== undefined && { secret }) },
      {
        onSuccess: () => {
          setOwn('');
          announce(t('settings.changed', words));
        },
      },
    );
  const problem = fieldProblem(change.error, 'secret');
  const toolMakesIt = source.kind === 'oncehub';
  return (
    <div className={classes.form}>
      {!toolMakesIt && (
        <div className={classes.actions}>
          <Button variant="default" loading={change.isPending} onClick={() => changeTo()}>
            {t('settings.makeNew', words)}
          </Button>
          <p className={classes.hint}>{t('settings.makeNewHint')}</p>
        </div>
      )}
      {made !== null && (
        <Notice tone="warn" title={t('settings.newOnlyNow')}>
          <CopyField label={t('settings.newIs', words)} value={made} />
        </Notice>
      )}
      {source.kind !== 'generic' && (
        <form
          className={classes.line}
          onSubmit={(event: SubmitEvent) => {
            event.preventDefault();
            changeTo(own);
          }}
        >
          <PasswordField
            what="secret"
            label={toolMakesIt ? t('settings.ownNewTool', words) : t('settings.ownNew')}
            value={own}
            required
            autoComplete="off"
            error={problem}
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('settings.saveOwn')}
          </Button>
        </form>
      )}
      {change.isError && !problem && (
        <ErrorNotice
          what={t('settings.changeFailed', words)}
          why={change.error.message}
          fix={asApiError(change.error).fix}
        />
      )}
      {source.previousSecretUntil !== null && (
        <p className={classes.hint}>
          {t('settings.oldUntil', { until: tellExact(new Date(source.previousSecretUntil), language) })}
        </p>
      )}
    </div>
  );
}

// The secret that the tool makes itself: until it is pasted here, no event of the source is taken.
import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { announce } from '../parts/announce.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './add-source.module.css';
import { fieldProblem } from './field-problem.ts';
import { useChangeSecret } from './source-queries.ts';
import type { Source } from './sources-api.ts';

export function SecretForm({ source }: { source: Source }) {
  const t = useTexts('sources');
  const change = useChangeSecret();
  const [secret, setSecret] = useState('');
  const tool = t(`kinds.${source.kind}`);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate({ id: source.id, secret }, { onSuccess: () => announce(t('secretForm.saved')) });
  };
  const problem = fieldProblem(change.error, 'secret');
  return (
    <Notice tone="warn" title={t('secretForm.title')}>
      <form className={classes.form} onSubmit={submit}>
        <p>{t('secretForm.why')}</p>
        <PasswordField
          what="secret"
          label={t('secretForm.label', { tool })}
          value={secret}
          required
          autoComplete="off"
          error={problem}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
        {change.isError && !problem && (
          <ErrorNotice
            what={t('secretForm.failed')}
            why={change.error.message}
            fix={asApiError(change.error).fix}
          />
        )}
        <div>
          <Button type="submit" loading={change.isPending}>
            {t('secretForm.save')}
          </Button>
        </div>
      </form>
    </Notice>
  );
}

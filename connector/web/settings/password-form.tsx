// Changing one's own password; every other session ends by it.
import { Button, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { Card } from '../parts/screen.tsx';
import { focusRefused, textOf } from '../sign-in/form-values.ts';
import { ProblemNotice } from '../sign-in/problem-notice.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import type { OwnAccount } from './settings-api.ts';
import { useChangePassword } from './settings-queries.ts';
import classes from './settings.module.css';

export function PasswordForm({ account }: { account: OwnAccount }) {
  const t = useTexts('settings');
  const tell = useProblem();
  const change = useChangePassword();
  const problem = tell(change.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    change.mutate(
      { current: textOf(form, 'current'), next: textOf(form, 'next') },
      {
        onSuccess: () => element.reset(),
        onError: (error) => focusRefused(element, tell(error)?.fields ?? {}),
      },
    );
  };
  if (!account.hasPassword) {
    return (
      <Card title={t('password.title')}>
        <p>{t('password.none')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('password.title')}>
      <form className={classes.form} onSubmit={submit}>
        <ProblemNotice problem={problem} />
        {change.isSuccess && (
          <Notice tone="good" role="status" title={t('password.changed')}>
            {t('password.changedText')}
          </Notice>
        )}
        {/* For the password manager, which keeps the two together. */}
        <TextInput
          className="visually-hidden"
          aria-hidden
          tabIndex={-1}
          type="email"
          autoComplete="username"
          value={account.email}
          readOnly
        />
        <PasswordField
          what={t('password.show')}
          label={t('password.current')}
          name="current"
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={problem?.fields['current']}
        />
        <PasswordField
          what={t('password.show')}
          label={t('password.next')}
          description={problem?.fields['next'] ? undefined : t('password.hint')}
          name="next"
          autoComplete="new-password"
          required
          withAsterisk={false}
          error={problem?.fields['next']}
        />
        <div>
          <Button type="submit" loading={change.isPending}>
            {t('password.submit')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

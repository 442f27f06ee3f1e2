// Where a link for a new password leads. It does not sign in: who has a second factor is asked for it afterwards.
import { Button, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { Link, useParams } from 'react-router';
import { useRefreshSession } from '../frame/session.ts';
import { Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { usePasswordLink, useSetPassword } from './entry-queries.ts';
import { focusRefused, textOf } from './form-values.ts';
import { LinkRefused } from './link-refused.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { useProblem } from './problem-words.ts';

export function NewPasswordScreen() {
  const { token = '' } = useParams();
  const t = useTexts('entry');
  const tell = useProblem();
  const link = usePasswordLink(token);
  const save = useSetPassword();
  const refreshSession = useRefreshSession();
  if (link.isPending) return <div aria-busy="true" />;
  if (link.isError) {
    return (
      <LinkRefused
        title={t('newPassword.badLink')}
        error={link.error}
        onRetry={() => void link.refetch()}
        retrying={link.isFetching}
      >
        <Link to="/forgot-password">{t('newPassword.ask')}</Link>
      </LinkRefused>
    );
  }
  if (save.isSuccess) {
    return (
      <EntryPage title={t('newPassword.title')}>
        <div className={classes.form}>
          <Notice tone="good" role="status" title={t('newPassword.done')}>
            {t('newPassword.doneText')}
          </Notice>
          <Button component={Link} to="/sign-in" size="md" fullWidth autoFocus>
            {t('toSignIn')}
          </Button>
        </div>
      </EntryPage>
    );
  }
  const problem = tell(save.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const password = textOf(new FormData(element), 'password');
    save.mutate(
      { token, password },
      {
        onSuccess: () => void refreshSession(),
        onError: (error) => focusRefused(element, tell(error)?.fields ?? {}),
      },
    );
  };
  const { email } = link.data;
  return (
    <EntryPage title={t('newPassword.title')} lead={t('newPassword.lead', { email })}>
      <form className={classes.form} onSubmit={submit}>
        <ProblemNotice problem={problem} />
        {/* For the password manager, which keeps the two together. */}
        <TextInput label={t('email')} type="email" autoComplete="username" value={email} readOnly />
        <PasswordField
          what={t('showPassword')}
          label={t('newPassword.label')}
          description={problem?.fields['password'] ? undefined : t('passwordHint')}
          name="password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          autoFocus
          error={problem?.fields['password']}
        />
        <Button type="submit" size="md" fullWidth loading={save.isPending}>
          {t('newPassword.submit')}
        </Button>
      </form>
    </EntryPage>
  );
}

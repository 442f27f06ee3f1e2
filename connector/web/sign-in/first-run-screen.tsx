// The page the owner link opens, once: it makes the owner's account and the workspace.
import { Button, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useFirstRun } from '../frame/session.ts';
import { Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { focusRefused, textOf } from './form-values.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useProblem } from './problem-words.ts';

export function FirstRunScreen({ tryOut }: { tryOut: boolean }) {
  const t = useTexts('entry');
  const [query] = useSearchParams();
  const token = query.get('token');
  if (!token) {
    return (
      <EntryPage title={t('firstRun.noOwner')} tryOut={tryOut}>
        <Notice tone="info" title={t('firstRun.openLink')}>
          {t('firstRun.openLinkText')}
        </Notice>
      </EntryPage>
    );
  }
  return (
    <EntryPage title={t('firstRun.title')} lead={t('firstRun.lead')} tryOut={tryOut} wide>
      <FirstRunForm token={token} />
    </EntryPage>
  );
}

function FirstRunForm({ token }: { token: string }) {
  const t = useTexts('entry');
  const tell = useProblem();
  const firstRun = useFirstRun();
  const problem = tell(firstRun.error);
  const fields = problem?.fields ?? {};
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    firstRun.mutate(
      {
        token,
        name: textOf(form, 'name'),
        email: textOf(form, 'email'),
        password: textOf(form, 'password'),
        workspaceName: textOf(form, 'workspaceName'),
      },
      { onError: (error) => focusRefused(element, tell(error)?.fields ?? {}) },
    );
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <ProblemNotice problem={problem}>
        {problem?.code === 'owner_link_used' && (
          <p>
            <Link to="/sign-in" reloadDocument>
              {t('toSignIn')}
            </Link>
          </p>
        )}
      </ProblemNotice>
      <TextInput
        label={t('name')}
        name="name"
        autoComplete="name"
        maxLength={120}
        required
        withAsterisk={false}
        autoFocus
        error={fields['name']}
      />
      <TextInput
        label={t('email')}
        description={t('firstRun.emailHint')}
        name="email"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        error={fields['email']}
      />
      <PasswordField
        what={t('showPassword')}
        label={t('password')}
        description={fields['password'] ? undefined : t('passwordHint')}
        name="password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        error={fields['password']}
      />
      <TextInput
        label={t('firstRun.workspace')}
        description={t('firstRun.workspaceHint')}
        name="workspaceName"
        autoComplete="organization"
        maxLength={120}
        required
        withAsterisk={false}
        error={fields['workspaceName']}
      />
      <Button type="submit" size="md" fullWidth loading={firstRun.isPending}>
        {t('firstRun.submit')}
      </Button>
    </form>
  );
}

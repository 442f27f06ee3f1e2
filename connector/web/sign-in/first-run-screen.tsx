// The page the owner link opens, once: it makes the owner's account and the workspace.
import { Button, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useFirstRun } from '../frame/session.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { ApiError, asApiError } from '../request.ts';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { textOf } from './form-values.ts';

export function FirstRunScreen({ tryOut }: { tryOut: boolean }) {
  const [query] = useSearchParams();
  const token = query.get('token');
  if (!token) {
    return (
      <EntryPage title="Bookbridge has no owner yet" tryOut={tryOut}>
        <Notice tone="info" title="Open the owner link.">
          It was printed where Bookbridge was started, and is printed again at each start until it is used.
        </Notice>
      </EntryPage>
    );
  }
  return (
    <EntryPage
      title="Welcome to Bookbridge"
      lead="Make your account and name your workspace. Connecting Salesforce comes next."
      tryOut={tryOut}
      wide
    >
      <FirstRunForm token={token} />
    </EntryPage>
  );
}

function FirstRunForm({ token }: { token: string }) {
  const firstRun = useFirstRun();
  const problem = firstRun.error instanceof ApiError ? firstRun.error : undefined;
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
      {
        onError: (error) => {
          const [wrong] = Object.keys(asApiError(error).fields);
          const field = wrong && element.elements.namedItem(wrong);
          if (field instanceof HTMLInputElement) field.focus();
        },
      },
    );
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {problem && Object.keys(fields).length === 0 && (
        <ErrorNotice what={problem.message} fix={problem.fix}>
          {problem.code === 'owner_link_used' && (
            <p>
              <Link to="/sign-in" reloadDocument>
                Go to the sign-in
              </Link>
            </p>
          )}
        </ErrorNotice>
      )}
      <TextInput
        label="Your name"
        name="name"
        autoComplete="name"
        required
        withAsterisk={false}
        autoFocus
        error={fields['name']}
      />
      <TextInput
        label="E-mail"
        description="You sign in with it."
        name="email"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        error={fields['email']}
      />
      <PasswordField
        what="password"
        label="Password"
        description={fields['password'] ? undefined : 'At least 10 characters.'}
        name="password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        error={fields['password']}
      />
      <TextInput
        label="Workspace"
        description="Usually your company’s name."
        name="workspaceName"
        autoComplete="organization"
        required
        withAsterisk={false}
        error={fields['workspaceName']}
      />
      <Button type="submit" size="md" fullWidth loading={firstRun.isPending}>
        Create workspace
      </Button>
    </form>
  );
}

// Sign-in with e-mail and password.
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useSignIn } from '../frame/session.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { ApiError } from '../request.ts';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { textOf } from './form-values.ts';

export function SignInScreen({ tryOut }: { tryOut: boolean }) {
  const signIn = useSignIn();
  const [query] = useSearchParams();
  const password = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate(
      { email: textOf(form, 'email'), password: textOf(form, 'password') },
      { onError: () => password.current?.select() },
    );
  };
  return (
    <EntryPage title="Sign in" tryOut={tryOut}>
      <form className={classes.form} onSubmit={submit}>
        {query.get('owner-link') === 'used' && !signIn.isError && (
          <Notice tone="info" title="This owner link was already used.">
            Sign in with the account that was made with it.
          </Notice>
        )}
        {signIn.isError && <SignInProblem error={signIn.error} />}
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordField
          what="password"
          ref={password}
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </EntryPage>
  );
}

function SignInProblem({ error }: { error: Error }) {
  const known = error instanceof ApiError ? error : undefined;
  return <ErrorNotice what={known?.message ?? 'Signing in did not work.'} fix={known?.fix ?? 'Try again.'} />;
}

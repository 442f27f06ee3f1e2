// Asks for the password again before something that would lock the person out, or somebody else in.
import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { PasswordField } from '../parts/password-field.tsx';
import { focusRefused, textOf } from '../sign-in/form-values.ts';
import { ProblemNotice } from '../sign-in/problem-notice.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './settings.module.css';

export function AskPassword<Answer>(props: {
  text: string;
  go: string;
  call: UseMutationResult<Answer, Error, string>;
  onDone: (answer: Answer) => void;
  onCancel: () => void;
}) {
  const { call } = props;
  const t = useTexts('settings');
  const tell = useProblem();
  const problem = tell(call.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    call.mutate(textOf(new FormData(element), 'password'), {
      onSuccess: props.onDone,
      onError: (error) => focusRefused(element, tell(error)?.fields ?? {}),
    });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p>{props.text}</p>
      <ProblemNotice problem={problem} />
      <PasswordField
        what={t('password.show')}
        label={t('secondFactor.confirmPassword')}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus
        error={problem?.fields['password']}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={call.isPending}>
          {props.go}
        </Button>
        <Button variant="subtle" color="gray" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}

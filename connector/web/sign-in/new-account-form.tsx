// Name and password of somebody who was invited; the address is the invitation's and cannot be changed.
import { Button, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import type { Session } from '../api.ts';
import { PasswordField } from '../parts/password-field.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';
import type { Invitation } from './entry-api.ts';
import { useAcceptInvitation } from './entry-queries.ts';
import { focusRefused, textOf } from './form-values.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useProblem } from './problem-words.ts';

export function NewAccountForm(props: {
  token: string;
  invitation: Invitation;
  onJoined: (session: Session) => void;
}) {
  const { token, invitation, onJoined } = props;
  const t = useTexts('entry');
  const tell = useProblem();
  const accept = useAcceptInvitation();
  const problem = tell(accept.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    accept.mutate(
      { token, name: textOf(form, 'name'), password: textOf(form, 'password') },
      { onSuccess: onJoined, onError: (error) => focusRefused(element, tell(error)?.fields ?? {}) },
    );
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <ProblemNotice problem={problem} />
      <TextInput
        label={t('email')}
        description={t('invitation.emailHint')}
        type="email"
        autoComplete="username"
        value={invitation.email}
        readOnly
      />
      <TextInput
        label={t('name')}
        name="name"
        autoComplete="name"
        maxLength={120}
        required
        withAsterisk={false}
        autoFocus
        error={problem?.fields['name']}
      />
      <PasswordField
        what={t('showPassword')}
        label={t('password')}
        description={problem?.fields['password'] ? undefined : t('passwordHint')}
        name="password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        error={problem?.fields['password']}
      />
      <Button type="submit" size="md" fullWidth loading={accept.isPending}>
        {t('invitation.make')}
      </Button>
    </form>
  );
}

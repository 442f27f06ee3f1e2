// "Forgot your password?": the answer is the same for everybody, so that nobody learns here who has an account.
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Link } from 'react-router';
import { Notice } from '../parts/notice.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { useAskForPasswordLink } from './entry-queries.ts';
import { focusRefused, textOf } from './form-values.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useProblem } from './problem-words.ts';

export function ForgotPasswordScreen({ tryOut }: { tryOut: boolean }) {
  const t = useTexts('entry');
  const tell = useProblem();
  const ask = useAskForPasswordLink();
  const [email, setEmail] = useState('');
  const problem = tell(ask.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const typed = textOf(new FormData(element), 'email').trim();
    setEmail(typed);
    ask.mutate(typed, { onError: (error) => focusRefused(element, tell(error)?.fields ?? {}) });
  };
  const back = (
    <div className={classes.links}>
      <Link to="/sign-in">{t('forgot.back')}</Link>
    </div>
  );
  if (ask.isSuccess) {
    const { mail } = ask.data;
    return (
      <EntryPage title={t('forgot.title')} tryOut={tryOut}>
        <div className={classes.form}>
          <Notice
            tone={mail ? 'info' : 'warn'}
            role="status"
            title={mail ? t('forgot.sent', { email }) : t('forgot.noMail')}
          >
            {t(mail ? 'forgot.sentText' : 'forgot.noMailText')}
          </Notice>
          {back}
        </div>
      </EntryPage>
    );
  }
  return (
    <EntryPage title={t('forgot.title')} lead={t('forgot.lead')} tryOut={tryOut}>
      <form className={classes.form} onSubmit={submit}>
        <ProblemNotice problem={problem} />
        <TextInput
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          error={problem?.fields['email']}
        />
        <Button type="submit" size="md" fullWidth loading={ask.isPending}>
          {t('forgot.submit')}
        </Button>
        {back}
      </form>
    </EntryPage>
  );
}
